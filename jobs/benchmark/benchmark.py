"""What every benchmark needs: runs of this program on data of a size, and a table."""

import json
import shutil

from measure import Run

MEGABYTE = 1e6
# Users, movies and ratings of MovieLens 25M.
FULL_SIZE = (162_541, 59_047, 25_000_000)


class Table:
    """Prints rows as they are measured: what was done, then numbers."""

    def __init__(self, work, *numbers):
        self.row(work, *numbers)
        self.row("---", *["---:"] * len(numbers))

    def row(self, *cells):
        print("| " + " | ".join(cells) + " |", flush=True)


class Benchmark:
    def __init__(self, twotower, folder, repetitions):
        self.twotower = twotower
        self.folder = folder
        self.repetitions = repetitions

    def repeat(self, run):
        return [run() for _ in range(self.repetitions)]

    def ours(self, command, data, *arguments):
        files = ["--ratings", data / "ratings.csv", "--movies", data / "movies.csv"]
        return Run(self.twotower, command, *files, *arguments, "--verbose")

    def run(self, data, *arguments):
        """A whole run of ours, and its report."""
        output = self.folder / "output"
        shutil.rmtree(output, ignore_errors=True)
        run = self.ours("run", data, "--output", output, *arguments)
        run.report = json.loads((output / "current" / "report.json").read_text())
        return run

    def synthetic(self, users, movies, ratings):
        data = self.folder / f"synthetic-{ratings}"
        if not data.exists():
            sizes = ["--users", users, "--movies", movies, "--ratings", ratings]
            Run(self.twotower, "synthesize", *sizes, "--into", data)
        return data
