"""Runs a program of this folder in a process of its own: it forks, and a fork has none of the threads that other tests left running."""

import subprocess
import sys

PATIENCE = 1800  # seconds, on a machine that does other things as well


def printed_by(program: str, *options: str) -> list[str]:
    """Returns the lines that `python -m tests.robustness.PROGRAM` prints."""
    command = [sys.executable, "-m", f"tests.robustness.{program}", *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout.splitlines()
