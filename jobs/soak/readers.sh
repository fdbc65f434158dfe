#!/usr/bin/env bash
# Consumers read `current` again and again while nights are published.
# shellcheck disable=SC2154 # folder, output and failures are the caller's

readers() {
    local nights=100 before=$failures readers=() reads
    night
    for name in one other; do
        read_until_told "$folder/reads.$name" &
        readers+=($!)
    done
    for ((try = 0; try < nights; try++)); do
        night || fault "a night fails while others read"
    done
    touch "$folder/enough"
    for reader in "${readers[@]}"; do
        wait "$reader" || fault "a reader found a night that is not whole"
    done
    reads=$(cat "$folder"/reads.* | wc -l)
    forget_old_nights
    row "readers of current while nights are published: whole, one night" "$nights" \
        "$reads reads, $((failures - before)) faults"
}

# Resolves `current` once for each read, as a consumer should, and reads every file of that night.
read_until_told() {
    local run
    until [ -e "$folder/enough" ]; do
        run=$(readlink --canonicalize-existing "$output/current")
        jobs/check-hashes.sh "$run" || return
        [ "$(jq --raw-output .id "$run/datapackage.json")" = "$(basename "$run")" ] || return
        echo "$run" >>"$1"
    done
}
