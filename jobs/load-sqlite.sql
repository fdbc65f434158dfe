-- Loads the run in the working folder into an empty database; jobs/load-sqlite.sh calls this.
--
-- The two queries of a page, under a millisecond each:
--   SELECT rank, movie_id, title, year, score, source
--     FROM user_recommendations JOIN movies USING (movie_id)
--     WHERE user_id = ? ORDER BY rank LIMIT 20;
--   SELECT rank, neighbour_id, neighbour_title, score, source
--     FROM movie_neighbours WHERE movie_id = ? ORDER BY rank LIMIT 20;

-- The file is nobody's yet: the script forces it to disk before it gets its name.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;

CREATE TABLE run (id TEXT NOT NULL, created TEXT NOT NULL, manifest TEXT NOT NULL);
INSERT INTO run
    SELECT manifest ->> 'id', manifest ->> 'created', manifest
    FROM (SELECT CAST(readfile('datapackage.json') AS TEXT) AS manifest);

CREATE TABLE movies (
    movie_id TEXT NOT NULL,
    title TEXT NOT NULL,
    year INTEGER,
    genres TEXT NOT NULL,
    rating_count INTEGER NOT NULL CHECK (typeof(rating_count) = 'integer')
);
CREATE TABLE user_recommendations (
    user_id TEXT NOT NULL,
    rank INTEGER NOT NULL CHECK (typeof(rank) = 'integer'),
    movie_id TEXT NOT NULL REFERENCES movies (movie_id),
    score REAL NOT NULL CHECK (typeof(score) = 'real'),
    source TEXT NOT NULL
);
CREATE TABLE movie_neighbours (
    movie_id TEXT NOT NULL REFERENCES movies (movie_id),
    rank INTEGER NOT NULL CHECK (typeof(rank) = 'integer'),
    neighbour_id TEXT NOT NULL REFERENCES movies (movie_id),
    score REAL NOT NULL CHECK (typeof(score) = 'real'),
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    neighbour_title TEXT NOT NULL,
    co_raters INTEGER NOT NULL CHECK (typeof(co_raters) = 'integer')
);
.import --csv --skip 1 movies.csv movies
.import --csv --skip 1 user_recommendations.csv user_recommendations
.import --csv --skip 1 movie_neighbours.csv movie_neighbours
UPDATE movies SET year = NULL WHERE year = '';

CREATE UNIQUE INDEX movies_id ON movies (movie_id);
CREATE UNIQUE INDEX user_list ON user_recommendations (user_id, rank);
CREATE UNIQUE INDEX movie_list ON movie_neighbours (movie_id, rank);
ANALYZE;

CREATE TEMP TABLE checked (
    expected,
    found,
    CONSTRAINT "the tables are not what datapackage.json says" CHECK (found IS expected)
);
-- `.import` goes on after a row that it cannot take.
INSERT INTO checked
    SELECT value ->> 'rows', CASE value ->> 'name'
            WHEN 'movies' THEN (SELECT count(*) FROM movies)
            WHEN 'user_recommendations' THEN (SELECT count(*) FROM user_recommendations)
            WHEN 'movie_neighbours' THEN (SELECT count(*) FROM movie_neighbours)
        END
    FROM run, json_each(manifest, '$.resources')
    WHERE value ->> 'schema' IS NOT NULL;
INSERT INTO checked
    SELECT field.value ->> 'name', (
            SELECT name FROM pragma_table_info(resource.value ->> 'name') WHERE cid = field.key
        )
    FROM run, json_each(manifest, '$.resources') AS resource,
        json_each(resource.value, '$.schema.fields') AS field;
INSERT INTO checked
    SELECT json_array_length(resource.value, '$.schema.fields'), (
            SELECT count(*) FROM pragma_table_info(resource.value ->> 'name')
        )
    FROM run, json_each(manifest, '$.resources') AS resource
    WHERE resource.value ->> 'schema' IS NOT NULL;
INSERT INTO checked SELECT 0, count(*) FROM pragma_foreign_key_check;
