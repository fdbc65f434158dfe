"""The same job with implicit: top 100 for every user (ALS) and every movie (cosine), written to CSV."""

import json
import os
import sys
import time

# implicit spreads its own threads over the cores and asks for this.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np
import pandas as pd
import scipy.sparse
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import CosineRecommender

TOP = 100
ratings_path, folder = sys.argv[1:]
seconds, start = {}, time.monotonic()


def done(stage):
    global start
    now = time.monotonic()
    seconds[stage], start = now - start, now


def write(name, columns, ids, lists, scores):
    rows, width = lists.shape
    frame = pd.DataFrame(
        {
            columns[0]: np.repeat(ids[0], width),
            "rank": np.tile(np.arange(1, width + 1), rows),
            columns[1]: ids[1][lists.ravel()],
            "score": scores.ravel(),
        }
    )
    frame[lists.ravel() >= 0].to_csv(f"{folder}/{name}", index=False, float_format="%.6f")


ratings = pd.read_csv(ratings_path)
users, user_ids = pd.factorize(ratings["userId"], sort=True)
movies, movie_ids = pd.factorize(ratings["movieId"], sort=True)
seen = scipy.sparse.csr_matrix((np.ones(len(ratings), np.float32), (users, movies)))
del ratings, users, movies
done("read")

model = AlternatingLeastSquares(factors=64, iterations=15, random_state=42)
model.fit(seen, show_progress=False)
done("als")
lists, scores = model.recommend(np.arange(len(user_ids)), seen, N=TOP)
done("recommend")

cosine = CosineRecommender(K=TOP + 1)
cosine.fit(seen, show_progress=False)
neighbours, similarities = cosine.similar_items(np.arange(len(movie_ids)), N=TOP + 1)
done("cosine")

write("user_recommendations.csv", ("user_id", "movie_id"), (user_ids, movie_ids), lists, scores)
write(
    "movie_neighbours.csv",
    ("movie_id", "neighbour_id"),
    (movie_ids, movie_ids),
    # The first neighbour is the movie itself.
    neighbours[:, 1:],
    similarities[:, 1:],
)
done("write")
print(json.dumps(seconds))
