"""Seconds of pandas and polars with files like ours: tables.py read FILE, tables.py write FOLDER."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl


def seconds(work):
    start = time.monotonic()
    work()
    return time.monotonic() - start


def read(path):
    size = Path(path).stat().st_size
    return {
        "pandas": size / seconds(lambda: pd.read_csv(path)),
        "polars": size / seconds(lambda: pl.read_csv(path)),
    }


def write(folder):
    rows = np.arange(1_000_000)
    frame = pd.DataFrame(
        {
            "user_id": rows // 100,
            "rank": rows % 100 + 1,
            "movie_id": rows * 7_919 % 59_047,
            "score": np.random.default_rng(1).random(len(rows)),
            "source": "model",
        }
    )
    path = Path(folder) / "written.csv"
    took = seconds(lambda: frame.to_csv(path, index=False, float_format="%.6f"))
    size = path.stat().st_size
    path.unlink()
    return {"pandas": size / took}


print(json.dumps({"read": read, "write": write}[sys.argv[1]](sys.argv[2])))
