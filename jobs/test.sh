#!/usr/bin/env bash
# Proves the code right: set up what is missing, lint, build with warnings as errors, test, load.
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh

packages+=(shellcheck)
install_missing

shellcheck --external-sources jobs/*.sh
swift format lint --strict --recursive Package.swift Sources Tests

# Optimised as the job is; apart from its build, so that neither throws the other's away.
options=(--configuration release --scratch-path .build-tests
    -Xswiftc -warnings-as-errors -Xswiftc -enable-testing)
swift build "${options[@]}" --build-tests
swift test "${options[@]}" --skip-build
jobs/test-loads.sh .build-tests/release/twotower
