"""This program and its peers in turn on the same files."""

import json
import os
import shutil
import statistics

from benchmark import FULL_SIZE, MEGABYTE, Benchmark, Table
from measure import median, python


class Comparison(Table):
    """The work, ours, theirs, and how many times better ours is."""

    def __init__(self):
        super().__init__("work", "ours", "theirs", "ratio")

    def faster(self, work, ours, theirs):
        self.row(work, f"{ours:.3g} s", f"{theirs:.3g} s", f"{theirs / ours:,.1f} ×")

    def more(self, work, ours, theirs, unit):
        self.row(work, f"{ours:.4g}{unit}", f"{theirs:.4g}{unit}", f"{ours / theirs:.2f} ×")

    def less(self, work, ours, theirs, unit):
        self.row(work, f"{ours:.4g}{unit}", f"{theirs:.4g}{unit}", f"{theirs / ours:.2f} ×")


class Peers(Benchmark):
    def __init__(self, ml_100k, *benchmark):
        super().__init__(*benchmark)
        self.ml_100k = ml_100k
        self.table = Comparison()

    def in_turn(self, ours, theirs):
        """Runs of both, ours and theirs by turns, so that both meet the same machine."""
        pairs = self.repeat(lambda: (ours(), theirs()))
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def small(self):
        self.tutorial()
        self.item_item()

    def middle(self):
        data = self.synthetic(16_254, 5_905, 2_500_000)
        self.files(data, [self.run(data, "--no-evaluation")])

    def tutorial(self):
        random = ("--split", "random")
        ours, theirs = self.in_turn(
            lambda: self.ours("evaluate", self.ml_100k, "--recipe", "tutorial", *random),
            lambda: python("tfrs_tutorial.py", self.ml_100k),
        )
        self.table.faster(
            "tutorial recipe, 3 epochs, MovieLens 100K",
            median(ours, lambda run: sum(run.epochs("user-movie")[:3])),
            median(theirs, lambda run: run.json["train"]),
        )
        self.table.faster(
            "its evaluation, 20,000 rows",
            median(ours, lambda run: float(run.event("judged")["seconds"])),
            median(theirs, lambda run: run.json["evaluate"]),
        )
        runs = self.repeat(lambda: self.run(self.ml_100k))
        self.table.faster(
            "whole run on MovieLens 100K; theirs: user half, no files",
            median(runs, lambda run: run.seconds),
            median(theirs, lambda run: run.seconds),
        )

    def item_item(self):
        ours, theirs = self.in_turn(
            lambda: self.ours("evaluate", self.ml_100k, "--split", "random"),
            lambda: python("tfrs_item_item.py", self.ml_100k),
        )
        self.table.faster(
            f"one epoch over all {theirs[0].json['pairs']:,} co-rated pairs; theirs from 60 steps",
            median(ours, lambda run: statistics.median(run.epochs("item-to-item"))),
            median(theirs, lambda run: run.json["epoch"]),
        )

    def softmax(self, data, recipe):
        """An epoch of ids alone against all movies, so that hardly anything but the softmax is left."""
        width, batch = 64, 1_024
        users = recipe["userMovie"]
        users |= {"moments": None, "tasteScale": 0, "tasteParts": 1, "contentScale": 0}
        users |= {"kinScale": 0, "kinPositives": 0, "mostBlocks": FULL_SIZE[0]}
        users["training"] |= {"denominator": "full", "dimension": width, "batchSize": batch}
        users["training"] |= {"epochs": 1, "mostDoublings": 0, "mostSteps": FULL_SIZE[0]}
        recipe["itemItem"]["training"]["epochs"] = 0
        file, model = self.folder / "softmax.json", self.folder / "softmax"
        file.write_text(json.dumps(recipe))

        def train():
            shutil.rmtree(model, ignore_errors=True)
            return self.ours("train", data, "--recipe", file, "--model", model)

        ours, theirs = self.in_turn(
            train, lambda: python("torch_softmax.py", data / "ratings.csv", width, batch)
        )
        self.table.faster(
            "an epoch of full softmax, users' ids against all movies; theirs PyTorch, from 12 steps",
            median(ours, lambda run: run.epochs("user-movie")[0]),
            median(theirs, lambda run: run.json["epoch"]),
        )

    def files(self, data, runs):
        """The rates of reading and writing in runs of ours on `data`."""

        def rate(name):
            stages = [run.stage(name) for run in runs]
            return statistics.median(s["bytes"] / s["seconds"] for s in stages) / MEGABYTE

        read = self.repeat(lambda: python("tables.py", "read", data / "ratings.csv"))
        written = self.repeat(lambda: python("tables.py", "write", self.folder))
        for name, work in [("pandas", "columns alone"), ("polars", "columns alone")]:
            theirs = median(read, lambda run: run.json[name]) / MEGABYTE
            self.table.more(
                f"reading, numbered and ordered; theirs {name}, {work}", rate("read"), theirs, " MB/s"
            )
        self.table.more(
            "writing lists and model; theirs pandas, lists",
            rate("write"),
            median(written, lambda run: run.json["pandas"]) / MEGABYTE,
            " MB/s",
        )

    def big(self):
        everything = self.synthetic(*FULL_SIZE)
        data = self.folder / "split"
        if not data.exists():
            partial = self.folder / "split.partial"
            partial.mkdir(exist_ok=True)
            python("split.py", everything / "ratings.csv", partial)
            (partial / "train.csv").rename(partial / "ratings.csv")
            os.link(partial / "ratings.csv", partial / "train.csv")
            shutil.copy(everything / "movies.csv", partial)
            partial.rename(data)
        peer = self.folder / "implicit"
        peer.mkdir(exist_ok=True)
        ours, theirs = self.in_turn(
            lambda: self.run(data, "--no-evaluation"),
            lambda: python("implicit_job.py", data / "train.csv", peer),
        )
        size = "162,541 users × 59,047 movies × 20 million ratings"
        seconds = median(ours, lambda run: run.seconds)
        self.table.faster(
            f"{size}, lists on disk; theirs implicit", seconds, median(theirs, lambda run: run.seconds)
        )
        self.table.less(
            "its peak memory",
            median(ours, lambda run: run.memory) / MEGABYTE,
            median(theirs, lambda run: run.memory) / MEGABYTE,
            " MB",
        )
        self.table.more(
            "its exact ranking; theirs the same matrix products alone",
            100 * median(ours, lambda run: run.stage("rank")["share_of_peak"]),
            100,
            " %",
        )
        quality = python("judge.py", data, self.folder / "output" / "current").json
        other = python("judge.py", data, peer).json
        for metric, lists in [("ndcg@20", "users' lists"), ("hit_rate@10", "next co-rated")]:
            self.table.more(f"its {lists}, {metric}", quality[metric], other[metric], "")
        self.softmax(data, ours[0].report["settings"]["recipe"])
        self.files(data, ours)
        judged = self.repeat(lambda: self.run(data))
        self.table.faster(
            "the same with evaluation; beside ours without",
            median(judged, lambda run: run.seconds),
            seconds,
        )
