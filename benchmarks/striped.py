"""Reading rasters whose blocks are rows of pixels, GDAL's default, against the same pixels in tiles: without a network.

    python -m benchmarks.striped [--rounds 2]

Read are the tiles of a model of two classes and chips of 256 pixels, over two rows of tiles: the first panel that a map would have,
with the cache that a map would have.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from osgeo import gdal, osr

from paddy_segmenter.core.mapping.block_cache import plan_block_cache
from paddy_segmenter.core.mapping.stitch import plan_panels
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.resample import view_at
from paddy_segmenter.core.rasters.view import View
from paddy_segmenter.core.tiles import Lattice, Window

from .material import EPSG, made
from .table import print_table, with_spread

RASTERS = ((10_980, 12), (60_000, 4))  # width in pixels and bands
HEIGHT = 1440  # two rows of tiles
CHIP, OUTPUT_STRIDE, CLASSES = 256, 8, 2
GSD = 10.0
COARSER = 1.5  # times: the ground sample distance of a model that sees a view
LAYOUTS = {"tiles": ["TILED=YES"], "rows": []}
PIECE = 256  # rows


def raster_of(layout: str, width: int, bands: int) -> str:
    """Returns a raster of noise, uint16 with DEFLATE, with this layout of its blocks."""
    return made(f"{layout}_{width}_{bands}.tif", partial(_write, LAYOUTS[layout], width, bands))


def _write(options: list[str], width: int, bands: int, path: str) -> None:
    creation = ["COMPRESS=DEFLATE", "ZLEVEL=1", "BIGTIFF=IF_SAFER", *options]
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, HEIGHT, bands, gdal.GDT_UInt16, creation)
    dataset.SetGeoTransform((200_000.0, GSD, 0.0, 9_670_000.0, 0.0, -GSD))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(EPSG)
    dataset.SetSpatialRef(crs)
    generator = np.random.default_rng(0)
    for row in range(0, HEIGHT, PIECE):
        shape = bands, min(PIECE, HEIGHT - row), width
        dataset.WriteArray(2000 + generator.integers(0, 256, shape, np.uint16), 0, row)


def read(raster: Raster) -> float:
    """Reads the tiles of the first panel. Returns the seconds of the processor for each."""
    grid = raster.grid
    lattice = Lattice.for_model(Window(0, 0, grid.height, grid.width), CHIP, OUTPUT_STRIDE)
    panel = plan_panels(grid.height, grid.width, lattice, CLASSES)[0]
    bands = raster.bands_of(raster.origin.band_numbers)
    gdal.SetCacheMax(plan_block_cache(raster, bands, lattice, panel[0].width).size)
    tiles = lattice.tiles_touching(Window(0, 0, grid.height, panel[0].width))

    started = time.process_time()
    for _ in TileReader(raster.reopened(), bands, 1).batches(tiles):
        pass
    return (time.process_time() - started) / sum(map(len, tiles))


def read_view(path: str) -> float:
    """Reads the tiles of a model of coarser pixels."""
    with view_at(path, COARSER * GSD) as view:
        return read(View(view, Raster(path)))


def read_itself(path: str) -> float:
    """Reads the tiles of a model of the raster's own pixels."""
    return read(Raster(path))


WAYS: dict[str, Callable[[str], float]] = {"itself": read_itself, f"seen {COARSER} times as coarse": read_view}


def rows_of_table(rounds: int) -> Iterator[list[str]]:
    """Yields the rows of the table; both layouts take turns."""
    for width, bands in RASTERS:
        for way, read_tiles in WAYS.items():
            seconds: dict[str, list[float]] = {layout: [] for layout in LAYOUTS}
            for _ in range(rounds):
                for layout, each in seconds.items():
                    each.append(read_tiles(raster_of(layout, width, bands)))
            ratios = [row / tile for row, tile in zip(seconds["rows"], seconds["tiles"], strict=True)]
            figures = [with_spread(seconds["tiles"], 3), with_spread(seconds["rows"], 3), with_spread(ratios, 1)]
            yield [f"{width} x {bands} bands, {way}", *figures]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="how often everything is timed")
    rounds = parser.parse_args().rounds
    print_table(["uint16, DEFLATE", "seconds per tile, in tiles", "in rows", "times as long"], rows_of_table(rounds))


if __name__ == "__main__":
    main()
