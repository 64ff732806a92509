"""How much of labels a network can draw at all that answers once for each cell: the accuracy of an oracle, by output stride.

    python -m benchmarks.label_detail amazon_forest kalimantan_mangrove

The oracle knows the share of the second class in each cell of the training labels, and is interpolated as the network's answers are; a pixel
is of the class that is likelier there. Only training labels are read.
"""

import argparse

import numpy as np
import torch
from osgeo import gdal
from torch.nn.functional import avg_pool2d, interpolate

from paddy_segmenter.rules import pairs_of

from .real_data import FOLDER
from .real_sets import SETS
from .table import print_table

STRIDES = (16, 8, 4, 2)
OF_TWO_CLASSES = ("amazon_forest", "kalimantan_mangrove")


def draw(labels: torch.Tensor, stride: int) -> torch.Tensor:
    """Returns labels (H, W) of two classes, 0 and 1, as an answer for each cell draws them."""
    shares = avg_pool2d(labels[None, None].float(), stride)
    return interpolate(shares, size=labels.shape, mode="bilinear", align_corners=False)[0, 0] > 0.5


def main() -> None:
    """Prints a row for each set: the mean over its training rasters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", choices=OF_TWO_CLASSES)
    rows = []
    for name in parser.parse_args().sets:
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
        data = SETS[name](FOLDER / name)
        first, second = map(int, pairs_of("value_map", data.labelled["value_map"]))
        kept: dict[int, list[float]] = {stride: [] for stride in STRIDES}
        for path in data.labels:
            values = gdal.Open(str(path)).ReadAsArray()
            known = torch.from_numpy(np.isin(values, (first, second)))
            labels = torch.from_numpy(values == second)
            for stride in STRIDES:
                kept[stride].append(float((draw(labels, stride) == labels)[known].float().mean()))
        rows.append([name, *(f"{np.mean(kept[stride]):.4f}" for stride in STRIDES)])
    print_table(["labels of", *(f"stride {stride}" for stride in STRIDES)], rows)


if __name__ == "__main__":
    main()
