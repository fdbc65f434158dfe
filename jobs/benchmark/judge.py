"""Judges lists in our two files, ours or a peer's, by one piece of code: judge.py SPLIT LISTS.

NDCG@20 of each user's list, binary gains, ideal over min(20, relevant). And the next-co-rated protocol:
for each of a user's last five training movies, whether its first ten neighbours hold a held-out one."""

import json
import sys

import polars as pl

split, lists = sys.argv[1:]
ratings = ["userId", "movieId"]
train = pl.read_csv(f"{split}/train.csv", columns=ratings)
test = pl.read_csv(f"{split}/test.csv", columns=ratings)
relevant = test.group_by("userId").len("relevant")


def best(name, columns, k):
    read = pl.scan_csv(f"{lists}/{name}", ignore_errors=False)
    frame = read.select(*columns, "rank").filter(pl.col("rank") <= k).collect()
    return frame.rename({columns[0]: "query", columns[1]: "movieId"})


gain = 1 / (pl.col("rank") + 1).log(2)
gains = pl.DataFrame({"rank": range(1, 21)}).with_columns(ideal=gain.cum_sum())


def ndcg_of_users():
    listed = best("user_recommendations.csv", ("user_id", "movie_id"), 20)
    hits = listed.join(test, left_on=["query", "movieId"], right_on=["userId", "movieId"])
    found = hits.group_by("query").agg(gain.sum().alias("gain")).rename({"query": "userId"})
    ideal = relevant.with_columns(rank=pl.min_horizontal("relevant", 20).cast(pl.Int64))
    judged = ideal.join(gains, on="rank").join(found, on="userId", how="left")
    return judged.select((pl.col("gain").fill_null(0) / pl.col("ideal")).mean()).item()


def hit_rate_of_movies():
    listed = best("movie_neighbours.csv", ("movie_id", "neighbour_id"), 10)
    queries = train.join(relevant, on="userId", how="semi").group_by("userId").tail(5)
    queries = queries.rename({"movieId": "query"})
    hits = 0
    # A part of the users at a time: each query has ten neighbours.
    for part in range(16):
        some = queries.filter(pl.col("userId") % 16 == part)
        shown = some.join(listed, on="query")
        hits += shown.join(test, on=["userId", "movieId"]).select("userId", "query").unique().height
    return hits / queries.height


print(json.dumps({"ndcg@20": ndcg_of_users(), "hit_rate@10": hit_rate_of_movies()}))
