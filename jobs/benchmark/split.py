"""Cuts the last fifth off each user's ratings: split.py RATINGS FOLDER; ratings are by user and time."""

import sys

import polars as pl

ratings = pl.read_csv(sys.argv[1])
place = pl.int_range(pl.len()).over("userId")
is_train = place < pl.len().over("userId") * 4 // 5
ratings.filter(is_train).write_csv(f"{sys.argv[2]}/train.csv")
ratings.filter(~is_train).write_csv(f"{sys.argv[2]}/test.csv")
