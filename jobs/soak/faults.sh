#!/usr/bin/env bash
# Each file operation under the output folder fails once, in each way, or is the last before a kill.
# shellcheck disable=SC2034,SC2154 # packages, folder, output and failures are the caller's

packages+=(strace)

faults() {
    local operations=$folder/operations tries=0 before=$failures call place fault code
    if ! strace --output=/dev/null true 2>/dev/null; then
        row "each file operation fails once" 0 "SKIPPED: nobody may trace a process on this machine"
        return
    fi
    night
    # Only what happens in each of three nights is sure to happen in another.
    for _ in {1..3}; do list_operations | sort --unique; done |
        sort | uniq --count | awk '$1 == 3 { print $2, $3 }' >"$operations"
    while read -r call place; do
        for fault in error=ENOSPC error=EIO error=EINTR signal=KILL; do
            # On a disk, only these may be interrupted by a signal.
            [[ $fault != error=EINTR || $call == write || $call == fsync ]] || continue
            inject
            tries=$((tries + 1))
            check_fault "$call number $place, $fault" "$fault" "$code"
        done
    done <"$operations"
    row "$(wc -l <"$operations") file operations: error, interruption, kill" "$tries" \
        "$((failures - before)) faults"
}

# Runs a night in which `$call` number `$place` meets `$fault`; sets `code`. The numbers also count what is
# no file, such as waking a thread, which may happen once more or less: then again, until a file is met.
inject() {
    for _ in {1..9}; do
        code=0
        traced_night --trace="$call" --inject="$call:$fault:when=$place" \
            --output="$folder/trace" 2>"$folder/complaint" || code=$?
        if [ "$code" = 137 ] ||
            grep INJECTED "$folder/trace" | grep --quiet --fixed-strings "$output"; then
            return
        fi
    done
}

traced_night() {
    strace --follow-forks --decode-fds=path --quiet=all "$@" \
        "$twotower" run --ratings "$folder/world/ratings.csv" --movies "$folder/world/movies.csv" \
        --top 20 --no-evaluation --output "$output" --threads 2
}

# The calls of a night that change or read the output folder: name, and which of its kind.
list_operations() {
    traced_night --output="$folder/trace" --trace="openat,mkdir,mkdirat,write,pwrite64,fsync,\
fdatasync,rename,renameat,renameat2,symlink,symlinkat,unlink,unlinkat,rmdir,flock,ftruncate"
    awk -v output="$output" '{
        process = $1
        sub(/^[0-9]+ +/, "")
        # The rest of a call that another thread came between has been counted.
        if (/^<\.\.\./) next
        call = substr($0, 1, index($0, "(") - 1)
        count[process, call]++
        if (index($0, output) && $0 !~ / = -1 /) print call, count[process, call]
    }' "$folder/trace"
}

check_fault() {
    local what=$1 expected=74
    case $2 in
    error=EINTR) expected=0 ;;
    signal=KILL) expected=137 ;;
    esac
    # A night that cannot be compared with the last one is kept apart, and says so.
    if grep --quiet "last night cannot be read" "$folder/complaint"; then expected=76; fi
    [ "$3" = "$expected" ] || fault "$what: ends with $3: $(cat "$folder/complaint")"
    if [ "$3" = 74 ]; then
        [ "$(wc -l <"$folder/complaint")" = 1 ] || fault "$what: $(cat "$folder/complaint")"
        is_clean || fault "$what: leaves something"
    fi
    is_in_order || fault "$what: current is not in order"
    night || fault "$what: the next night fails"
    is_in_order || fault "$what: the next night is not in order"
    is_clean || fault "$what: the next night leaves something"
    forget_old_nights
}
