"""The long run: `python -m tests.core.mapping.oracle --examples 20000 --first 0` maps the draws of these seeds and sums up."""

import argparse
import sys
import warnings
from collections import Counter

from .drawing import draw_case, simplest
from .trials import try_out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--examples", type=int, default=500)
    parser.add_argument("--simplify", action="store_true", help="look for the simplest draw that fails alike")
    chosen = parser.parse_args()
    warnings.simplefilter("error")  # as pytest has it
    counts: Counter[str] = Counter()
    known = 0
    for seed in range(chosen.first, chosen.first + chosen.examples):
        draw = draw_case(seed)
        outcome = try_out(draw)
        counts[f"{outcome.kind}: {outcome.text}" if outcome.kind in ("refused", "not held") else outcome.kind] += 1
        known += outcome.known
        if not outcome.is_good:
            if chosen.simplify:
                draw = simplest(draw, lambda other, kind=outcome.kind: try_out(other).kind == kind)
            print(f"{outcome.kind}: {outcome.text}\n    {draw}", flush=True)
    print(f"{chosen.examples} draws from seed {chosen.first}, {known} pixels of known class")
    for kind, count in counts.most_common():
        print(f"{count:7} {kind}")
    return 0 if all(kind.startswith(("right", "refused", "not held")) for kind in counts) else 1


if __name__ == "__main__":
    sys.exit(main())
