#!/usr/bin/env bash
# Loads a run into PostgreSQL, in one transaction: jobs/load-postgres.sh output/current
# The connection is psql's: PGHOST, PGDATABASE, PGUSER, a service or a password file. Needs psql and jq.
# If anything is wrong, the tables of the last load keep serving; repeat it as often as you like.
set -euo pipefail

if [ $# != 1 ]; then
    echo "usage: jobs/load-postgres.sh RUN" >&2
    exit 64
fi
if [ ! -d "$1" ]; then
    echo "$1: no such run" >&2
    exit 66
fi
jobs=$(cd -- "$(dirname -- "$0")" && pwd -P)
# A link is followed once: the next night may come while this one is loaded.
run=$(cd -- "$1" && pwd -P)
"$jobs/check-hashes.sh" "$run"
cd -- "$run"
exec psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction \
    --file "$jobs/load-postgres.sql"
