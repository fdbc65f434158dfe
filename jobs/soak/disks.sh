#!/usr/bin/env bash
# Disks that are full, out of inodes, read-only, or not the one of the temporary files.
# shellcheck disable=SC2154 # folder, output and failures are the caller's

disks() {
    local before=$failures tries=1 bytes inodes disk=$folder/disk
    if ! mkdir "$disk" || ! mount -t tmpfs none "$disk" 2>/dev/null; then
        row "disks that refuse" 0 "SKIPPED: mounting a disk in memory needs root"
        return
    fi
    output=$disk/output
    night
    bytes=$(du --summarize --block-size=1 "$output" | cut -f 1)
    inodes=$(find "$disk" | wc -l)
    [ "$(stat --format=%d "$output")" != "$(stat --format=%d "${TMPDIR:-/tmp}")" ] ||
        fault "the disk in memory is the one of temporary files"
    is_in_order || fault "a night on another disk than the temporary files is not in order"

    mount -o "remount,size=$((bytes * 3 / 2))" "$disk"
    refused 71 "not begun: "
    refused 74 ": cannot be written: No space left on device" --ignore-resources
    mount -o "remount,size=$((bytes * 4)),nr_inodes=$((inodes + 6))" "$disk"
    refused 74 ": cannot be written: No space left on device" --ignore-resources
    mount -o remount,nr_inodes=0,ro "$disk"
    refused 74 ": cannot be written: Read-only file system" --ignore-resources
    mount -o remount,rw "$disk"
    night || fault "a disk that has room again does not help"
    is_in_order || fault "the night after is not in order"
    umount "$disk"
    output=$folder/output
    row "disk full, out of inodes, read-only, other than TMPDIR" "$tries" "$((failures - before)) faults"
}

# refused CODE COMPLAINT FLAG…: a night that must end so, and leave yesterday as it was.
refused() {
    local expected=$1 complaint=$2 code=0 yesterday
    shift 2
    tries=$((tries + 1))
    yesterday=$(readlink "$output/current")
    night "$@" 2>"$folder/complaint" || code=$?
    [ "$code" = "$expected" ] || fault "ends with $code instead of $expected"
    [[ $(cat "$folder/complaint") == "twotower: "*"$complaint"* ]] ||
        fault "instead of \"$complaint\": $(cat "$folder/complaint")"
    [ "$(readlink "$output/current")" = "$yesterday" ] || fault "current shows another night"
    is_in_order || fault "yesterday is not in order"
    is_clean || fault "something is left"
}
