"""The long run: `python -m tests.training.labels.oracle --examples 10000 --first 0` reads the labels of these seeds and sums up."""

import argparse
import sys
import warnings
from collections import Counter

from .draw import draw_case
from .trials import try_out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--examples", type=int, default=300)
    chosen = parser.parse_args()

    warnings.simplefilter("error")  # as pytest has it
    counts, known = Counter[str](), 0
    for seed in range(chosen.first, chosen.first + chosen.examples):
        draw = draw_case(seed)
        outcome = try_out(draw)
        counts[outcome.kind] += 1
        known += outcome.known
        if not outcome.is_good:
            print(f"{outcome.kind}: {outcome.text}\n    {draw}", flush=True)

    print(f"{chosen.examples} draws from seed {chosen.first}, {known} pixels compared")
    for kind, count in counts.most_common():
        print(f"{count:7} {kind}")
    return 0 if set(counts) <= {"right"} else 1


if __name__ == "__main__":
    sys.exit(main())
