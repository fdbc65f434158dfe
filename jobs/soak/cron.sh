#!/usr/bin/env bash
# The nightly script as cron starts it, and the units of systemd.
# shellcheck disable=SC2154 # folder and output are the caller's

cron() {
    local said units=$folder/units script=$PWD/jobs/nightly.sh
    # Paths are the caller's.
    said=$(cd "$folder" && env --ignore-environment HOME="$HOME" PATH="$PATH" "$script" \
        --no-evaluation --recipe default --ratings world/ratings.csv --movies=world/movies.csv \
        --output "$(basename "$output")" 2>&1) || fault "nightly.sh fails"
    [ -z "$said" ] || fault "nightly.sh says: $said"
    is_in_order || fault "nightly.sh has not published"
    row "nightly.sh in cron's environment" 1 "${said:-not a word}"

    if ! type systemd-analyze >/dev/null 2>&1; then
        row "units of systemd" 0 "SKIPPED: this machine has no systemd-analyze"
        return
    fi
    mkdir "$units"
    sed "s|/srv/twotower/.build/release/twotower|$twotower|" jobs/twotower.service \
        >"$units/twotower.service"
    cp jobs/twotower.timer "$units"
    said=$(cd "$units" && systemd-analyze verify --man=no ./twotower.service ./twotower.timer 2>&1) ||
        fault "systemd-analyze verify: $said"
    row "units of systemd" 2 "$(systemd-analyze security --offline=true "$units/twotower.service" |
        tail -n 1 | tr -cd '[:print:]')"
}
