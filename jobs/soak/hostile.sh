#!/usr/bin/env bash
# Files that somebody has made to hurt: refused or read, in bounded memory, nothing written elsewhere.
# shellcheck disable=SC2016,SC2154 # dollars that stay; twotower, folder, output, failures are the caller's

hostile() {
    local before=$failures tries=0 peaks=() here=$folder/hostile output=$folder/hostile/output
    mkdir "$here"
    touch "$folder/complaint"

    { head --bytes=10000000 /dev/zero | tr '\0' ','; echo; } >"$here/wide.csv"
    expect 65 "wide.csv:1: a field longer than 1 MiB or more than 16,384 fields" \
        --ratings "$here/wide.csv"
    { printf 'user_id,movie_id\n1,2\n1,"'; head --bytes=200000000 /dev/zero | tr '\0' '\n'; } \
        >"$here/open.csv"
    expect 65 "open.csv:3: a field longer than 1 MiB begins here" --ratings "$here/open.csv"
    rm "$here/open.csv"
    long_ids $((1 << 20)) >"$here/long.csv"
    expect 0 "" --ratings "$here/long.csv" --top 3
    long_ids $(((1 << 20) + 1)) >"$here/longer.csv"
    expect 65 "longer.csv:2: a field longer than 1 MiB" --ratings "$here/longer.csv"
    printf '%s\n' user_id,movie_id '../../up,/etc/passwd' '../../up,../../../up' 'a/b,.' '=1+1,..' \
        '~,$(touch touched)' '*,`touch touched`' ',%n%s' >"$here/paths.csv"
    sed --in-place 's/^,/"",/' "$here/paths.csv"
    expect 65 "paths.csv:8: user id is empty" --ratings "$here/paths.csv"
    sed --in-place '$d' "$here/paths.csv"
    expect 0 "" --ratings "$here/paths.csv" --top 3
    a_billion_rows
    row "10 million columns, open quote, 1 MiB ids, paths as ids" "$tries" \
        "peak $(printf '%s\n' "${peaks[@]}" | sort --numeric-sort | tail -n 1) MiB; $((failures - before)) faults"
    rm -r "$here"
}

# expect CODE COMPLAINT ARGUMENT…: a run that must end so, in less than 300 MiB, and must write nothing
# outside the output folder.
expect() {
    local code=$1 complaint=$2 found=0 peak files
    shift 2
    files=$(find "$folder" -path "$output" -prune -o -print | sort)
    peak=$(peak_of "$twotower" run --no-evaluation --force --output "$output" "$@" \
        2>"$folder/complaint") || found=$?
    [ "$found" = "$code" ] || fault "$*: ends with $found instead of $code"
    [[ $(cat "$folder/complaint") == *"$complaint"* ]] ||
        fault "$*: $(cut --bytes=1-300 "$folder/complaint")"
    [ "$(wc --bytes <"$folder/complaint")" -lt 1000 ] || fault "$*: a complaint without an end"
    [ "$peak" -lt 300 ] || fault "$*: takes $peak MiB"
    [ "$(find "$folder" -path "$output" -prune -o -print | sort)" = "$files" ] ||
        fault "$*: writes outside the output folder"
    [ ! -e "$output/current" ] || is_in_order || fault "$*: current is not in order"
    tries=$((tries + 1))
    peaks+=("$peak")
}

# Runs a program and prints its peak of memory in MiB.
peak_of() {
    python3 -c '
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)' "$@"
}

# Two users and three movies whose ids have $1 bytes but for the last.
long_ids() {
    local id
    id=$(head --bytes=$(($1 - 1)) /dev/zero | tr '\0' x)
    printf 'user_id,movie_id\n'
    printf '%s1,%s1\n' "$id" "$id"
    printf '2,%s2\n' "$id"
    printf '2,3\n'
}

# A saved model whose header claims more numbers than there are bytes.
a_billion_rows() {
    local file=$here/model/user_movie.safetensors found=0 peak
    cp -r "$output/current/model" "$here/model"
    LC_ALL=C sed --in-place 's/"shape":\[[0-9]*,/"shape":[1000000000,/' "$file"
    peak=$(peak_of "$twotower" export --model "$here/model" --output "$output" \
        2>"$folder/complaint") || found=$?
    [[ $found == 65 && $(cat "$folder/complaint") == *"is not a whole safetensors file" ]] ||
        fault "a claim of a billion rows ends with $found: $(cat "$folder/complaint")"
    [ "$peak" -lt 300 ] || fault "a claim of a billion rows takes $peak MiB"
    tries=$((tries + 1))
    peaks+=("$peak")
}
