#!/usr/bin/env bash
# Runs this program and its peers in turn on the same files and prints one table, ours beside theirs.
# --quick leaves out the half with 25 million ratings; --growth runs this program alone, on data of four
# sizes; --repetitions N takes the median of N runs (3).
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh

packages+=(libgomp1 python3-venv)
install_missing
build

folder=.data/benchmark
peers=jobs/benchmark/requirements
if ! cat $peers*.txt | cmp --silent - "$folder/venv/requirements.txt"; then
    rm -rf "$folder/venv"
    python3.11 -m venv "$folder/venv"
    pip=("$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check)
    "${pip[@]}" --requirement $peers.txt
    "${pip[@]}" --no-deps --requirement $peers-alone.txt
    cat $peers*.txt >"$folder/venv/requirements.txt"
fi
[ -f .data/ml-100k/ratings.csv ] || "$twotower" fetch ml-100k --into .data/ml-100k

exec "$folder/venv/bin/python" jobs/benchmark/main.py "$twotower" .data/ml-100k "$folder" "$@"
