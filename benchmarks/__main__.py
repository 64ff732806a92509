"""Runs all benchmarks but those of the real data, one after the other, and prints their tables for benchmarks/README.md.

python -m benchmarks > tables.md
"""

import subprocess
import sys

from .machine import describe_machine

# Where PADDY_DATA and a model of its forest are there, run `python -m benchmarks.seams --model ...` by hand.
BENCHMARKS = ("peers", "network", "pace", "arithmetic", "decoder", "memory", "sparse", "striped", "seams", "kills", "cancel", "training_speed",
              "preview")  # fmt: skip


def main() -> None:
    """Each benchmark is a process of its own, so that none inherits the memory and the threads of another."""
    print(describe_machine(), flush=True)
    for name in BENCHMARKS:
        print(f"\n### {name}\n\n`python -m benchmarks.{name}`\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
