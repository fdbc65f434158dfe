"""Runs a program and tells what it took."""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


class Run:
    """One finished run of a program: wall and core seconds, peak bytes of memory, and what it wrote."""

    def __init__(self, *command):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as log:
            start = time.monotonic()
            process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.monotonic() - start
            self.core_seconds = usage.ru_utime + usage.ru_stime
            self.memory = usage.ru_maxrss * 1024
            out.seek(0)
            log.seek(0)
            self.out = out.read().decode()
            self.log = log.read().decode()
        self.report = None
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{self.log}")

    @property
    def json(self):
        """The last line of its output."""
        return json.loads(self.out.strip().splitlines()[-1])

    def epochs(self, model):
        """The seconds of each epoch of one of our models, in the order of training."""
        lines = [line for line in self.log.splitlines() if " epoch " in line]
        own = [line for line in lines if f"model={model} " in line]
        return [float(re.search(r"seconds=(\S+)", line)[1]) for line in own]

    def stage(self, name):
        """What the report of a whole run of ours says of a stage."""
        return next(stage for stage in self.report["stages"] if stage["name"] == name)

    def event(self, name):
        """The values of the first line of our log that tells of an event."""
        line = next(line for line in self.log.splitlines() if f" {name} " in line)
        return dict(pair.split("=", 1) for pair in line.split() if "=" in pair)


def python(program, *arguments):
    """Runs one of the peers beside this file."""
    return Run(sys.executable, Path(__file__).with_name(program), *arguments)


def median(runs, value):
    return statistics.median(value(run) for run in runs)
