#!/usr/bin/env bash
# The nightly job: set up what is missing, get data if there is none, publish under output/.
# Arguments are passed on to `twotower run`; --ratings FILE uses your own data. A relative path in them
# begins where the caller stands; a job file's, and all that is left out, in this repository.
set -euo pipefail
caller=$PWD
cd "$(dirname "$0")/.."
source jobs/setup.sh

# The caller's path as one that is good anywhere; a recipe may be a name instead.
of_caller() {
    case $1=$2 in
    *=/* | *=) printf '%s' "$2" ;;
    --recipe=default | --recipe=tutorial) printf '%s' "$2" ;;
    *) printf '%s' "$caller/$2" ;;
    esac
}

arguments=()
flag=
for argument in "$@"; do
    if [ -n "$flag" ]; then argument=$(of_caller "$flag" "$argument"); fi
    flag=
    case $argument in
    --ratings | --movies | --users | --pairs | --config | --output | --recipe | --spot-checks | --metrics-file)
        flag=$argument
        ;;
    --ratings=* | --movies=* | --users=* | --pairs=* | --config=* | --output=* | --recipe=* | --spot-checks=* | --metrics-file=*)
        argument=${argument%%=*}=$(of_caller "${argument%%=*}" "${argument#*=}")
        ;;
    esac
    arguments+=("$argument")
done
set -- "${arguments[@]}"

install_missing
build

for argument in "$@"; do
    case $argument in
    --ratings | --ratings=* | --config | --config=*) exec "$twotower" run "$@" ;;
    esac
done

data=.data/ml-100k
status=0
[ -f "$data/ratings.csv" ] || "$twotower" fetch ml-100k --into "$data" || status=$?
case $status in
0) ;;
69)
    data=.data/synthetic
    echo "no source of MovieLens 100K answered: running on SYNTHETIC data of the same size" >&2
    [ -f "$data/ratings.csv" ] || "$twotower" synthesize --into "$data"
    ;;
*) exit "$status" ;;
esac
exec "$twotower" run --ratings "$data/ratings.csv" --movies "$data/movies.csv" "$@"
