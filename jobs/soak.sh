#!/usr/bin/env bash
# Does to the job in minutes what years of nights will: kills, faults, full disks, hostile files, large
# loads. Ends by itself, prints a table, fails if anything is not as promised.
# jobs/soak.sh [PART…], the parts being the files in jobs/soak/.
# shellcheck disable=SC2034,SC2317 # what is set and defined here is for the parts and the trap
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh
source jobs/scratch-postgres.sh

if [ $# = 0 ]; then set -- kills faults disks twins readers hostile fuzz loads cron; fi
packages+=(jq)
for part in nights "$@"; do
    # shellcheck source=/dev/null
    source "jobs/soak/$part.sh"
done
install_missing
swift build "${test_options[@]}" --build-tests
twotower=$PWD/.build-tests/release/twotower

folder=$(mktemp --directory)
output=$folder/output
clean_up() {
    ! mountpoint --quiet "$folder/disk" || umount "$folder/disk"
    stop_postgres
    rm -rf "$folder"
}
trap clean_up EXIT

"$twotower" synthesize --users 300 --movies 120 --ratings 5000 --into "$folder/world"
failures=0
printf '%-7s | %-60s | %8s | %s\n' part test tried outcome
for part in "$@"; do "$part"; done
exit $((failures > 0))
