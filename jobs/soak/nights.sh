#!/usr/bin/env bash
# What every part of the soak needs: a night, and the proof that the output folder is in order.
# shellcheck disable=SC2034,SC2154 # some names are set by, some for, the caller

# Runs a night that takes a fraction of a second; more flags are passed on.
night() {
    "$twotower" run --ratings "$folder/world/ratings.csv" --movies "$folder/world/movies.csv" \
        --top 20 --no-evaluation --output "$output" "$@"
}

# Begins a night; its process is $process. More flags are passed on.
begin_night() {
    "$twotower" run --ratings "$folder/world/ratings.csv" --movies "$folder/world/movies.csv" \
        --top 20 --no-evaluation --output "$output" "$@" 2>"$folder/complaint" &
    process=$!
}

# Whether `current` is a complete run: every file, hash, count and row, and some scores.
is_in_order() { "$twotower" verify "$output/current" --sample 5 >/dev/null; }

# Whether nothing is left of nights that failed.
is_clean() {
    local hidden
    hidden=$(find "$output" -mindepth 1 -maxdepth 1 -name '.*')
    [ -z "$hidden" ]
}

# Removes every run but the one that `current` shows.
forget_old_nights() {
    find "$output" -mindepth 1 -maxdepth 1 -type d ! -name '.*' \
        ! -name "$(readlink "$output/current")" -exec rm -r {} +
}

# row TEST TRIED OUTCOME: one line of the table.
row() { printf '%-7s | %-60s | %8s | %s\n' "$part" "$1" "$2" "$3"; }

# Counts something that is not as promised, and tells it.
fault() {
    failures=$((failures + 1))
    echo "$part: $1" >&2
}
