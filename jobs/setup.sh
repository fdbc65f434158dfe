#!/usr/bin/env bash
# Installs what a bare Debian 12 with Swift lacks, and builds. Says nothing when nothing is to do.
# Sourced by the other scripts with the repository as working folder.
# shellcheck disable=SC2034 # what is set here is for them

packages=(ca-certificates curl libcsv-dev libopenblas-dev libssl-dev pkg-config python3-pip unzip)

# Tests are optimised as the job is; apart from its build, so that neither throws the other's away.
test_options=(--configuration release --scratch-path .build-tests
    -Xswiftc -warnings-as-errors -Xswiftc -enable-testing)

install_missing() {
    local missing=()
    for package in "${packages[@]}"; do
        dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null |
            grep -q '^ii' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing ${missing[*]}" >&2
    as_root apt-get update --quiet --quiet >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes \
        --no-install-recommends "${missing[@]}" >&2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo --non-interactive "$@"; fi
}

# Builds the release executable, whose path is in $twotower; the log is shown only if it fails.
build() {
    local log
    log=$(mktemp)
    # From nothing it takes minutes; cron gets no word.
    if [ -t 2 ] && [ ! -e .build/release/twotower ]; then echo "building" >&2; fi
    if ! swift build --configuration release --product twotower >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
    twotower=$PWD/.build/release/twotower
}
