from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.mapping.block_cache import MAX_CACHE, MAX_CACHE_OF_ROWS, BlockCache, plan_block_cache
from paddy_segmenter.core.mapping.tile_reader import TileReader
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.rasters.resample import view_at
from paddy_segmenter.core.rasters.view import View
from paddy_segmenter.core.tiles import Lattice, Window

MB = 2**20
BANDS = 1, 2, 3
COUNTERS = Path("/proc/self/io")
ROWS, TILED = ["COMPRESS=DEFLATE"], ["COMPRESS=DEFLATE", "TILED=YES"]
Sparse = Callable[..., Raster]


@pytest.fixture
def sparse(tmp_path: Path) -> Sparse:
    """Returns a function that makes a large raster of which nothing is stored."""

    def make(width: int, height: int, bands: int, options: list[str], kind: int = gdal.GDT_UInt16) -> Raster:
        path = str(tmp_path / "large.tif")
        creation = ["SPARSE_OK=TRUE", "BIGTIFF=YES", *options]
        dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, bands, kind, creation)
        dataset.SetGeoTransform((500_000.0, 10.0, 0.0, 9_670_000.0, 0.0, -10.0))
        dataset.SetProjection("EPSG:32750")
        dataset = None
        return Raster(path)

    return make


def lattice_of(raster: Raster, tile: int = 768) -> Lattice:
    return Lattice.of_squares(Window(0, 0, raster.grid.height, raster.grid.width), tile, 96)


def plan(raster: Raster, bands: tuple[int, ...], panel: int = 8192) -> BlockCache:
    return plan_block_cache(raster, bands, lattice_of(raster), panel)


def test_tiled_rasters_take_no_more_than_before(sparse: Sparse) -> None:
    assert plan(sparse(20_000, 3000, 4, TILED), (1, 2, 3, 4)) == BlockCache(MAX_CACHE, 1)
    small = plan(sparse(2_000, 3000, 4, TILED), (1, 2, 3, 4))
    assert small == BlockCache(1280 * 2000 * 4 * 2, 1)


def test_rows_of_pixels_are_kept_with_all_bands_that_come_with_them(sparse: Sparse) -> None:
    row = 10_980 * 2
    together = sparse(10_980, 3000, 12, [*ROWS, "INTERLEAVE=PIXEL"])
    assert plan(together, (4, 3, 2)) == BlockCache(row * 12 * (768 + 1 + 512), 1)
    apart = sparse(10_980, 3000, 12, [*ROWS, "INTERLEAVE=BAND"])
    assert plan(apart, (4, 3, 2)) == BlockCache(row * 3 * (768 + 1 + 512), 1)


def test_the_cache_stays_under_one_gigabyte_and_what_is_too_wide_says_how_often_it_is_read(sparse: Sparse) -> None:
    enough = plan(sparse(100_000, 3000, 6, ROWS), (1, 2, 3))
    assert enough == BlockCache(MAX_CACHE_OF_ROWS, 1)
    assert MAX_CACHE_OF_ROWS < 10**9
    too_wide = plan(sparse(200_000, 3000, 6, ROWS), (1, 2, 3), panel=8192)
    assert too_wide == BlockCache(MAX_CACHE_OF_ROWS, 13)  # tiles of 768 that overlap by 96


def test_a_virtual_raster_is_stored_as_its_file_is(sparse: Sparse, tmp_path: Path) -> None:
    itself = sparse(10_980, 3000, 12, ROWS)
    virtual = str(tmp_path / "virtual.vrt")
    gdal.Translate(virtual, itself.path, format="VRT", bandList=[1, 2])
    assert plan(Raster(virtual), (1, 2)) == plan(itself, (1, 2))


def test_a_view_keeps_the_rows_of_its_source_under_a_row_of_tiles(sparse: Sparse) -> None:
    source = sparse(10_980, 6000, 4, ROWS)
    with view_at(source.path, 20.0) as path:
        view = View(path, source)
        cache = plan(view, (1, 2))
    tiles = 2 * 768 * 768 * 4 * 4  # of the view, all bands in float32
    assert cache.size == pytest.approx(2 * 10_980 * 4 * (2 * 768 + 1 + 512) + tiles, rel=0.03)
    assert cache.readings == 1


@pytest.mark.skipif(not COUNTERS.exists(), reason="Linux alone counts the bytes that a process reads")
@pytest.mark.parametrize("coarser", [1.0, 1.5])
def test_a_row_of_tiles_decodes_each_row_of_pixels_about_once(
    coarser: float, write_raster: Callable[..., str], tmp_path: Path
) -> None:
    """What is decoded is read from the file before: bytes are counted."""
    noise = np.random.default_rng(1).integers(0, 65_536, (3, 300, 4000)).astype(np.uint16)
    path = str(tmp_path / "rows.tif")
    gdal.Translate(path, write_raster("noise.tif", noise), creationOptions=["COMPRESS=DEFLATE", "INTERLEAVE=PIXEL"])
    source = Raster(path)
    before = gdal.GetCacheMax()
    try:
        with view_at(path, coarser * 1.5) as view:
            raster = source if coarser == 1.0 else View(view, source)
            assert times_read(raster, plan_block_cache(raster, BANDS, narrow(raster), 4000).size) < 2
            assert times_read(raster, 2 * MB) > 10
    finally:
        gdal.SetCacheMax(before)


def narrow(raster: Raster) -> Lattice:
    return Lattice.of_squares(Window(0, 0, raster.grid.height, raster.grid.width), 128, 16)


def times_read(raster: Raster, cache: int) -> float:
    """Returns how many times a row of tiles reads the part of the file that lies under it."""
    gdal.SetCacheMax(cache)
    reopened = raster.reopened()
    [row, *_] = narrow(raster).tiles_touching(narrow(raster).area)
    before = bytes_read()
    for _ in TileReader(reopened, BANDS, 1).batches([row]):
        pass
    under = min(128 * raster.grid.gsd / raster.origin.grid.gsd / raster.origin.grid.height, 1.0)
    return (bytes_read() - before) / (under * Path(raster.origin.path).stat().st_size)


def bytes_read() -> int:
    [line] = [line for line in COUNTERS.read_text().splitlines() if line.startswith("rchar")]
    return int(line.split()[1])
