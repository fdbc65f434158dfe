#!/usr/bin/env bash
# A million made-up files through the reader, beside a slow parser; more with FUZZ_INPUTS.
# shellcheck disable=SC2154 # folder and test_options are the caller's

fuzz() {
    local inputs=${FUZZ_INPUTS:-1000000}
    if FUZZ_INPUTS=$inputs swift test "${test_options[@]}" --skip-build --filter RecordFileFuzzTests \
        >"$folder/fuzz.log" 2>&1; then
        row "made-up files: the reader agrees with a slow parser" "$inputs" "0 faults"
    else
        fault "$(cat "$folder/fuzz.log")"
    fi
}
