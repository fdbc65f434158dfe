#!/usr/bin/env bash
# Loads a run into a SQLite database: jobs/load-sqlite.sh output/current lists.sqlite
# A new file takes the old one's place in one rename, once every hash and count is right; until then
# the old one serves. Who holds the old file open goes on reading that night. Needs sqlite3 and jq.
set -euo pipefail

if [ $# != 2 ]; then
    echo "usage: jobs/load-sqlite.sh RUN DATABASE" >&2
    exit 64
fi
if [ ! -d "$1" ]; then
    echo "$1: no such run" >&2
    exit 66
fi
jobs=$(cd -- "$(dirname -- "$0")" && pwd -P)
# A link is followed once: the next night may come while this one is loaded.
run=$(cd -- "$1" && pwd -P)
if [ -z "$2" ] || [ -d "$2" ] || [ "${2%/}" != "$2" ]; then
    echo "\"$2\" is no name of a database" >&2
    exit 1
fi
if [ ! -d "$(dirname -- "$2")" ]; then
    echo "$(dirname -- "$2"): no such folder" >&2
    exit 1
fi
folder=$(cd -- "$(dirname -- "$2")" && pwd -P)
database=$folder/$(basename -- "$2")
new=$database.new

# One load at a time; the kernel's lock dies with us, so what a killed load has left is removed here.
exec 9<"$folder"
flock 9
rm -f -- "$new"
trap 'rm -f -- "$new"' EXIT
for log in "$database-wal" "$database-journal"; do
    if [ -e "$log" ]; then
        echo "$log: somebody writes to the database; it is for reading only" >&2
        exit 1
    fi
done

"$jobs/check-hashes.sh" "$run"
cd -- "$run"
sqlite3 -batch -bail -init /dev/null "$new" <"$jobs/load-sqlite.sql" >/dev/null
sync -- "$new"
mv -T -- "$new" "$database"
sync -- "$folder"
