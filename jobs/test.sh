#!/usr/bin/env bash
# Proves the code right: set up what is missing, lint, build with warnings as errors, test.
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh

install_missing

swift format lint --strict --recursive Package.swift Sources Tests

# Optimised as the job is; apart from its build, so that neither throws the other's away.
options=(--configuration release --scratch-path .build-tests
    -Xswiftc -warnings-as-errors -Xswiftc -enable-testing)
swift build "${options[@]}" --build-tests
swift test "${options[@]}" --skip-build
