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
if [ ! -x "$folder/venv/bin/python" ]; then
    python3.11 -m venv "$folder/venv.partial"
    # TensorFlow 2.15 is the last that this release of Recommenders runs on, and it needs numpy 1.
    # Recommenders asks for the package of the same TensorFlow for graphics cards: not needed.
    pip=("$folder/venv.partial/bin/python" -m pip install --quiet --disable-pip-version-check)
    "${pip[@]}" tensorflow-cpu==2.15.1 implicit==0.7.3 'numpy<2' pandas==2.2.3 polars==1.12.0 \
        scipy==1.14.1 torch==2.13.0
    "${pip[@]}" --no-deps tensorflow-recommenders==0.7.3
    mv "$folder/venv.partial" "$folder/venv"
fi
[ -f .data/ml-100k/ratings.csv ] || "$twotower" fetch ml-100k --into .data/ml-100k

exec "$folder/venv/bin/python" jobs/benchmark/main.py "$twotower" .data/ml-100k "$folder" "$@"
