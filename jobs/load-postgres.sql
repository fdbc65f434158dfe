-- Loads the run in the working folder into the schema `twotower`; jobs/load-postgres.sh calls this.
--
-- The loading role needs CREATE on the database. What pages may read is granted once, to last for all
-- nights:  ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO pages;
--          ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pages;
--
-- The two queries of a page, under a millisecond each:
--   SELECT rank, movie_id, title, year, score, source
--     FROM twotower.user_recommendations JOIN twotower.movies USING (movie_id)
--     WHERE user_id = $1 ORDER BY rank LIMIT 20;
--   SELECT rank, neighbour_id, neighbour_title, score, source
--     FROM twotower.movie_neighbours WHERE movie_id = $1 ORDER BY rank LIMIT 20;
--
-- A view over these tables would keep them from being replaced; let pages query the tables themselves.
-- An id longer than 2,700 bytes does not fit an index of PostgreSQL, and psql before version 18 takes a
-- line `\.` inside a text for the end of the file: such a night is refused, and the last one serves on.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT pg_advisory_xact_lock(hashtext('twotower')) \g /dev/null

CREATE SCHEMA twotower_new;
SET LOCAL search_path = twotower_new;

\set manifest `cat datapackage.json`
CREATE TABLE run (id text PRIMARY KEY, created timestamptz NOT NULL, manifest jsonb NOT NULL);
INSERT INTO run
    SELECT manifest ->> 'id', (manifest ->> 'created')::timestamptz, manifest
    FROM (SELECT :'manifest'::jsonb AS manifest) AS file;

CREATE TABLE movies (
    movie_id text NOT NULL,
    title text NOT NULL,
    year bigint,
    genres text NOT NULL,
    rating_count integer NOT NULL CHECK (rating_count >= 0)
);
CREATE TABLE user_recommendations (
    user_id text NOT NULL,
    rank integer NOT NULL CHECK (rank >= 1),
    movie_id text NOT NULL,
    score real NOT NULL,
    source text NOT NULL
);
CREATE TABLE movie_neighbours (
    movie_id text NOT NULL,
    rank integer NOT NULL CHECK (rank >= 1),
    neighbour_id text NOT NULL,
    score real NOT NULL,
    source text NOT NULL,
    title text NOT NULL,
    neighbour_title text NOT NULL,
    co_raters integer NOT NULL CHECK (co_raters >= 0)
);
\copy movies FROM 'movies.csv' (FORMAT csv, HEADER match, ENCODING 'UTF8')
\copy user_recommendations FROM 'user_recommendations.csv' (FORMAT csv, HEADER match, ENCODING 'UTF8')
\copy movie_neighbours FROM 'movie_neighbours.csv' (FORMAT csv, HEADER match, ENCODING 'UTF8')

DO $$
DECLARE
    resource record;
    found bigint;
BEGIN
    FOR resource IN
        SELECT entry ->> 'name' AS name, (entry ->> 'rows')::bigint AS rows
        FROM run, jsonb_array_elements(manifest -> 'resources') AS entry
        WHERE entry ? 'schema'
    LOOP
        EXECUTE format('SELECT count(*) FROM %I', resource.name) INTO found;
        IF found IS DISTINCT FROM resource.rows THEN
            RAISE EXCEPTION '%: % rows where datapackage.json says %',
                resource.name, found, resource.rows;
        END IF;
    END LOOP;
END $$;

ALTER TABLE movies ADD PRIMARY KEY (movie_id);
ALTER TABLE user_recommendations
    ADD PRIMARY KEY (user_id, rank),
    ADD FOREIGN KEY (movie_id) REFERENCES movies;
ALTER TABLE movie_neighbours
    ADD PRIMARY KEY (movie_id, rank),
    ADD FOREIGN KEY (movie_id) REFERENCES movies,
    ADD FOREIGN KEY (neighbour_id) REFERENCES movies;
ANALYZE movies, user_recommendations, movie_neighbours;

-- Who is reading finishes first, and who has read one table sees the same night in the others. Waiting
-- in short turns keeps pages from queueing behind us, and from deadlock.
CREATE SCHEMA IF NOT EXISTS twotower;
DO $$
BEGIN
    IF to_regclass('twotower.run') IS NULL THEN
        RETURN;
    END IF;
    SET LOCAL lock_timeout = '100ms';
    FOR turn IN 1..300 LOOP
        BEGIN
            LOCK TABLE twotower.run, twotower.user_recommendations, twotower.movie_neighbours,
                twotower.movies;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.1);
        END;
    END LOOP;
    RAISE EXCEPTION 'somebody has been reading the tables for a minute without a pause';
END $$;
ALTER SCHEMA twotower RENAME TO twotower_old;
ALTER SCHEMA twotower_new RENAME TO twotower;
DROP TABLE IF EXISTS twotower_old.run, twotower_old.user_recommendations,
    twotower_old.movie_neighbours, twotower_old.movies;
DROP SCHEMA twotower_old;
