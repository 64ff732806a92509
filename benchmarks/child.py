"""A segmentation as a process of its own, as a terminal or QGIS starts it."""

import subprocess
import sys
from pathlib import Path

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.jobs import SegmentJob

ROOT = Path(__file__).resolve().parents[1]


def start(job: SegmentJob) -> "subprocess.Popen[bytes]":
    """Starts the job; what it prints goes nowhere."""
    command = [sys.executable, *arguments_of(job)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(job: SegmentJob) -> None:
    """Runs the job to its end. Raises RuntimeError where it fails."""
    code = start(job).wait()
    if code:
        raise RuntimeError(f"{' '.join(arguments_of(job))} ended with {code}: run it by hand to see why")
