"""A segmentation as a process of its own, as a terminal or QGIS starts it."""

import subprocess
import sys
from pathlib import Path

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.jobs import SegmentJob

ROOT = Path(__file__).resolve().parents[1]


def start(job: SegmentJob, tell: bool = False) -> "subprocess.Popen[bytes]":
    """Starts the job. What it prints goes nowhere, or where it is to tell, its events come one per line."""
    command = [sys.executable, *arguments_of(job), *(["--events"] if tell else [])]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    told, orders = (pipe, pipe) if tell else (nowhere, None)
    return subprocess.Popen(command, cwd=ROOT, stdin=orders, stdout=told, stderr=nowhere)


def run(job: SegmentJob) -> None:
    """Runs the job to its end. Raises RuntimeError where it fails."""
    code = start(job).wait()
    if code:
        raise RuntimeError(f"{' '.join(arguments_of(job))} ended with {code}: run it by hand to see why")
