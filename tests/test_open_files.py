"""A program may hold as many files open as the system grants."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource", reason="Windows has no such limit")

PROGRAM = """
import resource
from paddy_segmenter.terminal import run_program
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, most))
try:
    run_program("paddy_segmenter", {}, ["--help"])
except SystemExit:
    pass
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], most)
"""


def test_a_program_may_open_as_many_files_as_the_system_grants() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    granted, most = map(int, ended.stdout.split()[-2:])
    assert granted == most > 64 or (most == resource.RLIM_INFINITY and granted == 10_240)
