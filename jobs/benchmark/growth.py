"""What a run foretells of itself and what it takes, from an eighth of a size to all of it."""

from benchmark import FULL_SIZE, MEGABYTE, Table
from measure import median


def growth(benchmark):
    foretold = "foretold / taken"
    table = Table(
        "users × movies × ratings", f"MB, {foretold}", f"core seconds, {foretold}", "seconds"
    )
    for part in (8, 4, 2, 1):
        users, movies, ratings = (number // part for number in FULL_SIZE)
        data = benchmark.synthetic(users, movies, ratings)
        runs = benchmark.repeat(lambda: benchmark.run(data, "--no-evaluation"))
        forecast = runs[0].report["forecast"]
        memory = median(runs, lambda run: run.memory)
        work = median(runs, lambda run: run.core_seconds)
        table.row(
            f"{users:,} × {movies:,} × {ratings:,}",
            f"{forecast['memory_bytes'] / MEGABYTE:.0f} / {memory / MEGABYTE:.0f}",
            f"{forecast['core_seconds']:.0f} / {work:.0f}",
            f"{median(runs, lambda run: run.seconds):.0f}",
        )
