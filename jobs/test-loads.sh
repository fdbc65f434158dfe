#!/usr/bin/env bash
# Proves that runs load into PostgreSQL and SQLite as they are, and that a failed load changes nothing.
# Installs both, starts a server on a socket in a temporary folder, stops it: jobs/test-loads.sh PROGRAM
set -euo pipefail
twotower=$(realpath -- "$1")
cd "$(dirname "$0")/.."
source jobs/setup.sh
source jobs/scratch-postgres.sh

packages+=(sqlite3)
install_postgres

folder=$(mktemp --directory)
trap 'stop_postgres; rm -rf "$folder"' EXIT
start_postgres
database=$folder/lists.sqlite

fail() {
    echo "test-loads: $1" >&2
    exit 1
}

ask_postgres() { psql --no-psqlrc --tuples-only --no-align --command "$1"; }
ask_sqlite() { sqlite3 -batch -init /dev/null "$database" "$1"; }

# Ids that an unwary loader would take for something else; no two movies alike.
hostile_world() {
    cat >"$folder/movies.csv" <<'CSV'
movie_id,title,year,genres
"a,b","Comma, The",1999,Drama
"say ""hi""","Quote ""The""",,Comedy|Drama
"two
lines","Line
Break",2001,
=cmd(),=SUM(A1),2002,Horror
../../etc/passwd,"'; DROP TABLE movies; --",2003,War
007,,2004,
7,NULL,-5,None
\N,\t,2005,\N
:'manifest',$1 ${HOME} `date`,2006,%s
é日🎬,Amélie,2007,Romance
"{""a"":1}",{},9223372036854775807,[]
CSV
    {
        echo user_id,movie_id
        for user in '"x,y"' '"""q"""' '"u
2"' '=1+1' '../u' 007 7 '\N' "'" é; do
            printf '%s,%s\n' "$user" 007 "$user" '"a,b"' "$user" '"two
lines"'
        done
    } >"$folder/ratings.csv"
}

night() {
    "$twotower" run --ratings "$folder/ratings.csv" --movies "$folder/movies.csv" \
        --no-evaluation --output "$folder/output" --top "$1"
    readlink --canonicalize "$folder/output/current"
}

# Compares what PostgreSQL holds with the files, byte by byte, and SQLite with PostgreSQL.
expect_served() {
    local run=$1
    psql --no-psqlrc --quiet <<SQL
\\copy twotower.movies TO '$folder/movies.out' (FORMAT csv, HEADER)
\\copy (SELECT user_id, rank, movie_id, score::numeric(9, 6), source FROM twotower.user_recommendations) TO '$folder/user_recommendations.out' (FORMAT csv, HEADER)
\\copy (SELECT movie_id, rank, neighbour_id, score::numeric(9, 6), source, title, neighbour_title, co_raters FROM twotower.movie_neighbours) TO '$folder/movie_neighbours.out' (FORMAT csv, HEADER)
SQL
    for table in movies user_recommendations movie_neighbours; do
        cmp "$run/$table.csv" "$folder/$table.out" || fail "PostgreSQL holds another $table"
        ask_postgres "SELECT row_to_json(row) FROM twotower.$table AS row" |
            jq --compact-output '[.[]]' >"$folder/postgres.json"
        sqlite3 -batch -init /dev/null -json "$database" "SELECT * FROM $table" |
            jq --compact-output '.[] | [.[]]' >"$folder/sqlite.json"
        cmp "$folder/postgres.json" "$folder/sqlite.json" || fail "SQLite holds another $table"
    done
    local id
    id=$(jq --raw-output .id "$run/datapackage.json")
    [ "$(ask_postgres 'SELECT id FROM twotower.run')" = "$id" ] || fail "PostgreSQL tells another night"
    [ "$(ask_sqlite 'SELECT id FROM run')" = "$id" ] || fail "SQLite tells another night"
}

load() {
    jobs/load-postgres.sh "$1" && jobs/load-sqlite.sh "$1" "$database"
}

# Loads the spoilt run, which both must refuse, saying what is wrong in the words of $1 and $2.
expect_refused() {
    local complaint
    if complaint=$(jobs/load-postgres.sh "$folder/spoilt" 2>&1); then fail "PostgreSQL took: $1"; fi
    [[ $complaint == *"$1"* ]] || fail "instead of \"$1\": $complaint"
    if complaint=$(jobs/load-sqlite.sh "$folder/spoilt" "$database" 2>&1); then
        fail "SQLite took: $2"
    fi
    [[ $complaint == *"$2"* ]] || fail "instead of \"$2\": $complaint"
    rm -r "$folder/spoilt"
}

spoil() { cp -r "$1" "$folder/spoilt"; }

# Makes the manifest of the spoilt run agree with its files again, but for what $1 changes.
seal() {
    local manifest=$folder/spoilt/datapackage.json name
    for name in movies user_recommendations movie_neighbours; do
        jq --arg name "$name" \
            --arg hash "sha256:$(sha256sum "$folder/spoilt/$name.csv" | cut -d ' ' -f 1)" \
            '(.resources[] | select(.name == $name)).hash = $hash' "$manifest" >"$manifest.new"
        mv "$manifest.new" "$manifest"
    done
    jq "$1" "$manifest" >"$manifest.new"
    mv "$manifest.new" "$manifest"
}

hostile_world
first=$(night 3)
second=$(night 4)
load "$first"
expect_served "$first"
load "$second"
expect_served "$second"
load "$second"
expect_served "$second"

differ="the tables are not what datapackage.json says"
spoil "$first"
echo >>"$folder/spoilt/movies.csv"
expect_refused "movies.csv: FAILED" "movies.csv: FAILED"
spoil "$first"
seal '.resources[0].rows = 1000000000'
expect_refused "rows where datapackage.json says 1000000000" "$differ"
spoil "$first"
sed -i '/^é,2,/d' "$folder/spoilt/user_recommendations.csv"
seal .
expect_refused "rows where datapackage.json says" "$differ"
spoil "$first"
sed -i '/^é,2,/p' "$folder/spoilt/user_recommendations.csv"
seal '(.resources[] | select(.name == "user_recommendations")).rows += 1'
expect_refused "duplicated" "UNIQUE constraint failed"
spoil "$first"
sed -i '2s/^[^,]*,[0-9]*,[^,]*,/x,1,unheard of,/' "$folder/spoilt/user_recommendations.csv"
seal .
expect_refused "(unheard of) is not present" "$differ"
spoil "$first"
sed -i '1s/score/scores/' "$folder/spoilt/user_recommendations.csv"
seal '(.resources[] | select(.name == "user_recommendations")).schema.fields[3].name = "scores"'
expect_refused "column name mismatch" "$differ"
spoil "$first"
rm "$folder/spoilt/datapackage.json"
expect_refused ": holds no datapackage.json" ": holds no datapackage.json"
spoil "$first"
seal 'del(.resources[] | select(.name == "movies"))'
expect_refused "does not name movies.csv" "does not name movies.csv"
mkdir "$folder/folder.sqlite"
if jobs/load-sqlite.sh "$first" "$folder/folder.sqlite" 2>/dev/null; then fail "a folder was taken"; fi
[ -z "$(find "$folder" -name '*.new')" ] || fail "a refused load has left something"
# psql before version 18 takes this line for the end of the file; SQLite does not.
if [ "$(psql --version | grep --only-matching '[0-9]*' | head -n 1)" -lt 18 ]; then
    spoil "$first"
    sed -i '2s/^\([^,]*\),[^,]*,/\1,"before\n\\.\nafter",/' "$folder/spoilt/movies.csv"
    seal .
    if jobs/load-postgres.sh "$folder/spoilt" 2>/dev/null; then fail "half a file loaded"; fi
    jobs/load-sqlite.sh "$folder/spoilt" "$database"
    jobs/load-sqlite.sh "$second" "$database"
    rm -r "$folder/spoilt"
fi
touch "$database.new"
expect_served "$second"
jobs/load-sqlite.sh "$second" "$database"
[ "$(printf '%s' "$database"*)" = "$database" ] || fail "a load has left something"

# Pages read while nights are swapped: every statement sees one night, and none fails.
cat >"$folder/page.sql" <<'SQL'
SELECT 1 / count(*) FROM twotower.run
WHERE (manifest #>> '{resources,0,rows}')::int = (SELECT count(*) FROM twotower.user_recommendations)
    AND (manifest #>> '{resources,1,rows}')::int = (SELECT count(*) FROM twotower.movie_neighbours);
SQL
"$postgres_bin/pgbench" --no-vacuum --client=3 --time=5 --file="$folder/page.sql" \
    >"$folder/pages.log" 2>&1 &
pages=$!
swaps=0
while kill -0 "$pages" 2>/dev/null; do
    jobs/load-postgres.sh "$first"
    jobs/load-postgres.sh "$second"
    swaps=$((swaps + 2))
done
wait "$pages" || fail "a page failed while nights were swapped: $(cat "$folder/pages.log")"
echo "test-loads: $swaps swaps under$(sed -n 's/^number of transactions actually processed:/ /p' \
    "$folder/pages.log" | tr -s ' ') page views, all of one night"
