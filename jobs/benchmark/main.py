"""Ours beside theirs: main.py TWOTOWER ML-100K FOLDER [--quick | --growth] [--repetitions N]."""

import argparse
import os
import platform
from pathlib import Path

from benchmark import Benchmark
from growth import growth
from peers import Peers


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB"


def main():
    parser = argparse.ArgumentParser(prog="benchmark.sh")
    parser.add_argument("twotower", type=Path)
    parser.add_argument("ml_100k", type=Path)
    parser.add_argument("folder", type=Path)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--quick", action="store_true")
    part.add_argument("--growth", action="store_true")
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    print(f"{machine()}; medians of {options.repetitions}\n")
    ours = (options.twotower, options.folder, options.repetitions)
    if options.growth:
        growth(Benchmark(*ours))
    else:
        peers = Peers(options.ml_100k, *ours)
        peers.small()
        if options.quick:
            peers.middle()
        else:
            peers.big()


main()
