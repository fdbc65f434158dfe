#!/usr/bin/env bash
# Checks that the data files of a run are those that its datapackage.json names: jobs/check-hashes.sh RUN
# Needs jq. Says nothing when all is well.
set -euo pipefail

cd -- "$1"
jq --raw-output '.resources[] | "\(.hash | ltrimstr("sha256:"))  \(.path)"' datapackage.json |
    sha256sum --check --strict --quiet
