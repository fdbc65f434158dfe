"""Two towers of ids in PyTorch, each user's movies against all movies: torch_softmax.py RATINGS WIDTH
BATCH. The seconds of an epoch, extrapolated from 12 steps."""

import json
import sys
import time

import numpy as np
import polars as pl
import torch
from torch.nn.functional import normalize

WARM_UP, STEPS = 2, 12
TEMPERATURE = 0.15
width, batch = int(sys.argv[2]), int(sys.argv[3])

ratings = pl.read_csv(sys.argv[1], columns=["userId", "movieId"])
users, movies = (
    ratings[column].rank("dense").cast(pl.Int64).to_numpy() - 1 for column in ["userId", "movieId"]
)
order = np.argsort(users, kind="stable")
starts = np.searchsorted(users[order], np.arange(users.max() + 2))

torch.manual_seed(42)
queries = torch.nn.Embedding(len(starts) - 1, width, sparse=True)
candidates = torch.nn.Parameter(torch.randn(int(movies.max()) + 1, width))
optimisers = [
    # As ours: a user's row moves where he is in the batch.
    torch.optim.SparseAdam(queries.parameters(), lr=0.016),
    torch.optim.Adam([candidates], lr=0.016),
]


def step(some):
    places = [order[starts[user] : starts[user + 1]] for user in some]
    lengths = np.array([len(place) for place in places])
    rows = torch.from_numpy(np.repeat(np.arange(len(some)), lengths))
    columns = torch.from_numpy(movies[np.concatenate(places)])
    query = normalize(queries(torch.from_numpy(some)))
    scores = query @ normalize(candidates).T / TEMPERATURE
    totals = torch.from_numpy(lengths.astype(np.float32))
    loss = (totals * torch.logsumexp(scores, 1)).sum() - scores[rows, columns].sum()
    for optimiser in optimisers:
        optimiser.zero_grad()
    loss.backward()
    for optimiser in optimisers:
        optimiser.step()


shuffled = np.random.default_rng(42).permutation(len(starts) - 1)
batches = [shuffled[start : start + batch] for start in range(0, len(shuffled), batch)]
for some in batches[:WARM_UP]:
    step(some)
start = time.monotonic()
for some in batches[WARM_UP : WARM_UP + STEPS]:
    step(some)
seconds = (time.monotonic() - start) / STEPS
print(json.dumps({"epoch": seconds * len(shuffled) / batch}))
