#!/usr/bin/env bash
# A run of MovieLens 25M's size into PostgreSQL and SQLite: counts, times of a page's queries, a load that
# is killed.
# shellcheck disable=SC2034,SC2154 # packages, folder, postgres_bin and failures are the caller's

packages+=(sqlite3 postgresql)

loads() {
    local before=$failures large=$folder/large database=$folder/lists.sqlite rows began
    if [ "$(df --output=avail --block-size=1G "$folder" | tail -n 1)" -lt 12 ]; then
        row "a run of 25M's size" 0 "SKIPPED: less than 12 GB are free in $folder"
        return
    fi
    install_postgres
    start_postgres
    night
    make_large "$large"
    rows=$(jq '[.resources[].rows] | add' "$large/datapackage.json")

    began=$SECONDS
    jobs/load-postgres.sh "$large" || fault "PostgreSQL refuses the run"
    row "25M's size into PostgreSQL" "$rows" \
        "$((SECONDS - began)) s; $(size_of_postgres); $((failures - before)) faults"
    kill_a_load "$large"
    time_postgres
    stop_postgres

    began=$SECONDS
    jobs/load-sqlite.sh "$large" "$database" || fault "SQLite refuses the run"
    row "25M's size into SQLite" "$rows" \
        "$((SECONDS - began)) s; $(du --human-readable "$database" | cut -f 1); $((failures - before)) faults"
    time_sqlite "$database"
    rm -r "$large" "$database"
}

# A made-up run with MovieLens 25M's numbers of users and movies, 100 entries in every list.
make_large() {
    local users=162541 movies=62423 name file
    cp -r "$(readlink --canonicalize "$output/current")" "$1"
    awk -v movies=$movies 'BEGIN {
        print "movie_id,title,year,genres,rating_count"
        for (m = 1; m <= movies; m++) print m ",Film " m "," 1950 + m % 70 ",Drama|War," m % 5000
    }' >"$1/movies.csv"
    awk -v users=$users -v movies=$movies 'BEGIN {
        print "user_id,rank,movie_id,score,source"
        for (u = 1; u <= users; u++) for (r = 1; r <= 100; r++)
            printf "%d,%d,%d,%.6f,model\n", u, r, (u * 7919 + r * 617) % movies + 1, 1 - r / 128
    }' >"$1/user_recommendations.csv"
    awk -v movies=$movies 'BEGIN {
        print "movie_id,rank,neighbour_id,score,source,title,neighbour_title,co_raters"
        for (m = 1; m <= movies; m++) for (r = 1; r <= 100; r++) {
            n = (m + r * 617 - 1) % movies + 1
            printf "%d,%d,%d,%.6f,model,Film %d,Film %d,%d\n", m, r, n, 1 - r / 128, m, n, r % 9
        }
    }' >"$1/movie_neighbours.csv"
    for name in movies user_recommendations movie_neighbours; do
        file=$1/$name.csv
        jq --arg name "$name" --arg hash "sha256:$(sha256sum "$file" | cut -d ' ' -f 1)" \
            --argjson rows $(($(wc -l <"$file") - 1)) \
            '(.resources[] | select(.name == $name)) |= (.hash = $hash | .rows = $rows)' \
            "$1/datapackage.json" >"$1/datapackage.new"
        mv "$1/datapackage.new" "$1/datapackage.json"
    done
}

ask_postgres() { psql --no-psqlrc --tuples-only --no-align --quiet "$@"; }

size_of_postgres() { ask_postgres --command "SELECT pg_size_pretty(pg_database_size('postgres'))"; }

# Kills a load in the middle; the tables of the one before must serve on, and the next load must work.
kill_a_load() {
    local process served
    served=$(ask_postgres --command "SELECT 'twotower.movies'::regclass::oid")
    jobs/load-postgres.sh "$1" 2>/dev/null &
    process=$!
    # In the middle of a file's rows.
    while kill -0 "$process" 2>/dev/null && [ -z "$(ask_postgres --command \
        'SELECT 1 FROM pg_stat_progress_copy WHERE tuples_processed > 1000000')" ]; do
        sleep 0.2
    done
    # The script has become psql.
    kill -KILL "$process"
    wait "$process" 2>/dev/null || true
    [ "$(ask_postgres --command "SELECT 'twotower.movies'::regclass::oid")" = "$served" ] ||
        fault "a killed load has replaced the tables"
    [ "$(ask_postgres --command 'SELECT count(*) FROM twotower.user_recommendations')" = 16254100 ] ||
        fault "after a killed load, rows are missing"
    row "a load into PostgreSQL is killed: the tables before serve on" 1 \
        "$((failures - before)) faults"
}

# The queries of a page for 200 users and movies, as the server measures them.
time_postgres() {
    local users="SELECT rank, movie_id, title, year, score, source
        FROM twotower.user_recommendations JOIN twotower.movies USING (movie_id)
        WHERE user_id = '%d' ORDER BY rank LIMIT 20"
    local movies="SELECT rank, neighbour_id, neighbour_title, score, source
        FROM twotower.movie_neighbours WHERE movie_id = '%d' ORDER BY rank LIMIT 20"
    local query times
    for query in users movies; do
        times=$(for ((i = 0; i < 200; i++)); do
            # shellcheck disable=SC2059 # the query is the format
            printf "EXPLAIN (ANALYZE) ${!query};\n" $((RANDOM * 2 % 62423 + 1))
        done | ask_postgres | sed -n 's/^Execution Time: \(.*\) ms$/\1/p' | sort --numeric-sort)
        report_times "PostgreSQL, a page's query on $query" "$times"
    done
}

# The same queries; the shell that asks them is timed with them, and its start is a part of each.
time_sqlite() {
    local users="SELECT rank, movie_id, title, year, score, source
        FROM user_recommendations JOIN movies USING (movie_id)
        WHERE user_id = '%d' ORDER BY rank LIMIT 20"
    local movies="SELECT rank, neighbour_id, neighbour_title, score, source
        FROM movie_neighbours WHERE movie_id = '%d' ORDER BY rank LIMIT 20"
    local query began times
    for query in users movies; do
        times=$(for ((i = 0; i < 20; i++)); do
            for ((j = 0; j < 200; j++)); do
                # shellcheck disable=SC2059 # the query is the format
                printf "${!query};\n" $((RANDOM * 2 % 62423 + 1))
            done >"$folder/queries.sql"
            began=$(date +%s%N)
            sqlite3 -batch -init /dev/null -readonly "$1" <"$folder/queries.sql" >/dev/null
            awk -v taken=$(($(date +%s%N) - began)) 'BEGIN { printf "%.3f\n", taken / 200e6 }'
        done | sort --numeric-sort)
        report_times "SQLite, a page's query on $query, mean of 200 each" "$times"
    done
}

# report_times TEST TIMES: the median of sorted milliseconds must be below 1.
report_times() {
    local count median
    count=$(wc -l <<<"$2")
    median=$(sed -n "$((count / 2 + 1))p" <<<"$2")
    awk -v median="$median" 'BEGIN { exit !(median != "" && median < 1) }' ||
        fault "$1: $median ms"
    row "$1" "$count" "median $median ms, slowest $(tail -n 1 <<<"$2") ms"
}
