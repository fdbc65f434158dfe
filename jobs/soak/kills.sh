#!/usr/bin/env bash
# kill -9 at random instants of a night, anywhere between its first and its last.
# shellcheck disable=SC2154 # output and failures are the caller's

kills() {
    local wanted=200 before=$failures killed=0 late=0 began length=0 pause process
    while ((killed < wanted && late < 3 * wanted)); do
        began=$(date +%s%N)
        night || fault "the night after a kill fails"
        length=$((($(date +%s%N) - began) / 1000))
        is_in_order || fault "the night after a kill is not in order"
        is_clean || fault "a kill has left something that the next night did not remove"
        forget_old_nights

        pause=$(((RANDOM * 32768 + RANDOM) % length))
        begin_night
        sleep "$((pause / 1000000)).$(printf %06d $((pause % 1000000)))"
        kill -KILL "$process" 2>/dev/null || true
        if wait "$process" 2>/dev/null; then late=$((late + 1)); else killed=$((killed + 1)); fi
        is_in_order || fault "after a kill, current is not in order"
    done
    ((killed == wanted)) || fault "only $killed kills came in time"
    row "kill -9 at a random instant: current whole, next night well" "$killed" \
        "$((failures - before)) faults"
}
