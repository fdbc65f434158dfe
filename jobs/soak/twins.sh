#!/usr/bin/env bash
# Two nights started together: one publishes, one says who holds the folder.
# shellcheck disable=SC2154 # folder and failures are the caller's

twins() {
    local tries=50 before=$failures recipe=$folder/recipe.json process codes
    # Nights that are short enough follow each other, and both are published.
    night
    jq '.settings.recipe | .itemItem.training.epochs = 400' "$output/current/report.json" >"$recipe"
    for ((try = 0; try < tries; try++)); do
        begin_night --recipe "$recipe" --force
        codes=0
        night --recipe "$recipe" --force 2>"$folder/one" || codes=$?
        wait "$process" && codes="$codes 0" || codes="$codes $?"
        [[ $codes == "0 75" || $codes == "75 0" ]] || fault "two nights end with $codes"
        [[ $(cat "$folder/one" "$folder/complaint") == \
            "twotower: $output: another process is at work there: process "*" since 20"* ]] ||
            fault "nobody says who holds the folder: $(cat "$folder/one" "$folder/complaint")"
        is_in_order || fault "after two nights, current is not in order"
        is_clean || fault "two nights have left something"
        forget_old_nights
    done
    row "two nights together: one publishes, the other ends with 75" "$tries" \
        "$((failures - before)) faults"
}
