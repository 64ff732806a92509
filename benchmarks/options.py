"""What the timed benchmarks can be asked."""

import argparse


def size_and_rounds(description: str | None, size: int = 4096, rounds: int = 2) -> argparse.Namespace:
    """Returns `size` and `rounds` from the command line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=size, help="rows and columns of the raster")
    parser.add_argument("--rounds", type=int, default=rounds, help="how often everything is timed")
    return parser.parse_args()
