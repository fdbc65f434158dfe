#!/usr/bin/env bash
# The nightly job: set up what is missing, get data if there is none, publish under output/.
# Arguments are passed on to `twotower run`; --ratings FILE uses your own data.
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh

install_missing
build

for argument in "$@"; do
    case $argument in
    --ratings | --ratings=* | --config | --config=*) exec "$twotower" run "$@" ;;
    esac
done

data=.data/ml-100k
if [ ! -f "$data/ratings.csv" ] && ! "$twotower" fetch ml-100k --into "$data"; then
    data=.data/synthetic
    echo "no source of MovieLens 100K answered: running on SYNTHETIC data of the same size" >&2
    [ -f "$data/ratings.csv" ] || "$twotower" synthesize --into "$data"
fi
exec "$twotower" run --ratings "$data/ratings.csv" --movies "$data/movies.csv" "$@"
