"""Whole runs, files in and files out, against the peers' method with the same weights in the same run.

    python -m benchmarks.peers [--size 4096] [--rounds 2]

The peers' method is that of Deepness, written anew here: ONNX Runtime in fp32, one tile after the other, each read, computed, cropped
by half of the overlap and put into the map of the whole raster in memory, which is written at the end.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from osgeo import gdal

from paddy_segmenter.core.card import ModelCard
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.network.model_file import read_card
from paddy_segmenter.core.tiles import Lattice, Window
from paddy_segmenter.jobs import SegmentJob

from .crop import kept_part
from .material import FOLDER, SILENT, create_raster, image_raster, random_model
from .onnx_file import onnx_of
from .options import size_and_rounds
from .table import print_table, with_spread

TILE, OVERLAP = 512, 128  # for both
USUAL_OVERLAP = round(0.15 * TILE)  # the peers' default


def segment(raster: str, model: str, precision: str, tile: int = 0, overlap: int = 0) -> None:
    """Maps a raster as the plugin does; 0 is the default."""
    output = str(FOLDER / "ours.tif")
    segment_raster(SegmentJob(raster, model, output, tile=tile, overlap=overlap, precision=precision), SILENT)


def segment_as_peers(raster: str, model: str, overlap: int) -> None:
    """Maps a raster as the peers do."""
    card = read_card(model)
    session = onnxruntime.InferenceSession(onnx_of(model, (TILE, TILE)), providers=["CPUExecutionProvider"])
    source = gdal.Open(raster)
    lattice = Lattice.of_squares(Window(0, 0, source.RasterYSize, source.RasterXSize), TILE, overlap)
    labels = np.zeros((source.RasterYSize, source.RasterXSize), np.uint8)
    for row in lattice.rows:
        for column in lattice.columns:
            tile = Window(row, column, TILE, TILE)
            kept, inside = kept_part(tile, lattice)
            [[logits]] = session.run(None, {"image": _read(source, tile, card)})
            labels[kept.row : kept.bottom, kept.column : kept.right] = logits.argmax(0)[inside] + 1
    create_raster(str(FOLDER / "theirs.tif"), source.RasterYSize, source.RasterXSize, 1).WriteArray(labels)


def _read(source: gdal.Dataset, tile: Window, card: ModelCard) -> npt.NDArray[np.float32]:
    """Returns the normalised tile, (1, bands, T, T)."""
    image = source.ReadAsArray(tile.column, tile.row, tile.width, tile.height).astype(np.float32)
    mean, std = (
        np.array(each, np.float32)[:, None, None] for each in (card.normalisation.mean, card.normalisation.std)
    )
    normalised: npt.NDArray[np.float32] = ((image - mean) / std)[None]
    return normalised


def runs_on(raster: str, model: str) -> dict[str, Callable[[], object]]:
    """Returns what is timed, by name."""
    ours, theirs = partial(segment, raster, model), partial(segment_as_peers, raster, model)
    return {
        f"peers, overlap {OVERLAP}": partial(theirs, OVERLAP),
        f"ours, bfloat16, tile {TILE}, overlap {OVERLAP}": partial(ours, "bfloat16", TILE, OVERLAP),
        f"ours, float32, tile {TILE}, overlap {OVERLAP}": partial(ours, "float32", TILE, OVERLAP),
        f"peers, overlap {USUAL_OVERLAP}": partial(theirs, USUAL_OVERLAP),
        "ours, bfloat16, defaults": partial(ours, "bfloat16"),
        "ours, float32, defaults": partial(ours, "float32"),
    }


def time_all(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Returns the seconds of each run in each round; rounds follow each other, so that what slows the machine slows all."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - started)
    return seconds


def main() -> None:
    """Prints the table."""
    asked = size_and_rounds(__doc__)
    raster, model = image_raster(asked.size, asked.size), random_model("resnet50", chip=256)
    Path(onnx_of(model, (TILE, TILE))).stat()  # exported before anything is timed
    rows = []
    theirs: list[float] = []
    for name, seconds in time_all(runs_on(raster, model), asked.rounds).items():
        theirs = seconds if name.startswith("peers") else theirs
        ratios = [their / our for their, our in zip(theirs, seconds, strict=True)]
        speeds = [asked.size**2 / each / 1e6 for each in seconds]
        rows.append([name, with_spread(seconds, 1), with_spread(speeds), with_spread(ratios)])
    print_table(
        [f"whole run, {asked.size} x {asked.size} x 3, ResNet50", "seconds", "Mpx/s", "times as fast as the peers"],
        rows,
    )


if __name__ == "__main__":
    main()
