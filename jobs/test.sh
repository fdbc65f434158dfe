#!/usr/bin/env bash
# Proves the code right: set up what is missing, lint, build with warnings as errors, test.
set -euo pipefail
cd "$(dirname "$0")/.."
source jobs/setup.sh

install_missing

swift format lint --strict --recursive Package.swift Sources Tests

# One configuration for the job and its tests: what is tested is what runs.
options=(--configuration release -Xswiftc -warnings-as-errors -Xswiftc -enable-testing)
swift build "${options[@]}" --build-tests
swift test "${options[@]}" --skip-build
