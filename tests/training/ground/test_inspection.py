"""What is told of rasters and labels that are learnt together."""

from collections.abc import Callable

import numpy as np

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.events import Event, Message, Reporter
from training.ground.inspection import tell_pairs
from training.labels.legend import open_labels


def test_rasters_with_labels_of_their_own_are_told_with_them(
    write_raster: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    rasters = [Raster(write_raster(f"{month}.tif", np.ones((4, 4)))) for month in ("march", "july")]
    labels = [open_labels(write_raster(name, np.ones((4, 4), np.uint8)), "", ()) for name in ("a.tif", "b.tif")]
    tell_pairs(rasters, labels[:1], report)
    assert events == []
    tell_pairs(rasters, labels, report)
    assert events == [Message("march.tif has the labels a.tif"), Message("july.tif has the labels b.tif")]
