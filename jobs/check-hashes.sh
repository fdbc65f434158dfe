#!/usr/bin/env bash
# Checks that the files of a run are those that its datapackage.json names, and the three data files among
# them: jobs/check-hashes.sh RUN
# Needs jq. Says nothing when all is well.
set -euo pipefail

if [ ! -f "$1/datapackage.json" ]; then
    echo "$1: holds no datapackage.json" >&2
    exit 1
fi
cd -- "$1"
for name in user_recommendations.csv movie_neighbours.csv movies.csv; do
    if ! jq --exit-status --arg name "$name" 'any(.resources[]; .path == $name)' datapackage.json \
        >/dev/null; then
        echo "$1/datapackage.json: does not name $name" >&2
        exit 1
    fi
done
jq --raw-output '.resources[] | "\(.hash | ltrimstr("sha256:"))  \(.path)"' datapackage.json |
    sha256sum --check --strict --quiet
