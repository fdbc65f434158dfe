#!/usr/bin/env bash
# Proves the code right: set up what is missing, lint, build with warnings as errors, test, load.
# With --sanitize: the suite under AddressSanitizer, then ThreadSanitizer, in builds of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh

packages+=(shellcheck)
install_missing

if [ "${1:-}" = --sanitize ]; then
    suppressions=$(mktemp)
    silences=$(mktemp)
    trap 'rm "$suppressions" "$silences"' EXIT
    # XCTest leaks, and so does Foundation when it reads an empty file or runs a program.
    printf 'leak:%s\n' libXCTest readBytesFromFile Foundation7Process >"$suppressions"
    export LSAN_OPTIONS=suppressions=$suppressions
    # ThreadSanitizer does not see that Mutex locks, nor that all empty arrays write the same nothing.
    printf 'race:%s\n' _swiftEmptyArrayStorage everyIndexOnce Interruption >"$silences"
    export TSAN_OPTIONS=suppressions=$silences
    for kind in address thread; do
        options=("${test_options[@]/.build-tests/.build-$kind}" "--sanitize=$kind")
        swift build "${options[@]}" --build-tests
        swift test "${options[@]}" --skip-build
    done
    exit
fi

shellcheck --external-sources jobs/*.sh jobs/soak/*.sh
swift format lint --strict --recursive Package.swift Sources Tests

swift build "${test_options[@]}" --build-tests
swift test "${test_options[@]}" --skip-build
jobs/test-loads.sh .build-tests/release/twotower
