import _thread
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.core.polygons.outlines import trace_outlines


@pytest.mark.parametrize("minimum", [150, 2**31, 10**13])
def test_a_minimum_of_the_whole_map_and_more_merges_what_has_a_large_neighbour(
    write_raster: Callable[..., str], tmp_path: Path, minimum: int
) -> None:
    values = np.ones((10, 15), np.uint8)
    values[0, 0], values[5:7, 5:8] = 2, 7
    [outline] = trace_outlines(write_raster("map.tif", values), minimum, tmp_path, lambda share: None)
    assert (outline.value, len(outline.rings)) == (1, 1)


@pytest.mark.parametrize("minimum", [1, 20])
def test_ctrl_c_while_patches_are_traced_is_ctrl_c(
    write_raster: Callable[..., str], tmp_path: Path, capfd: pytest.CaptureFixture[str], minimum: int
) -> None:
    speckle = np.random.default_rng(1).integers(1, 4, (1500, 1500)).astype(np.uint8)
    path = write_raster("map.tif", speckle)
    press = threading.Timer(0.2, _thread.interrupt_main)
    with pytest.raises(KeyboardInterrupt):
        trace_outlines(path, minimum, tmp_path, lambda share: press.is_alive() or press.ident or press.start())
    assert capfd.readouterr().err == ""
