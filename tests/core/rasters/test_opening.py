import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.rasters.opening import open_raster
from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError

VIRTUAL = """<VRTDataset rasterXSize="4" rasterYSize="4"><SRS>EPSG:32750</SRS>
<GeoTransform>200000,1,0,9670000,0,-1</GeoTransform><VRTRasterBand dataType="Byte" band="1"><SimpleSource>
<SourceFilename>{source}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"""


def virtual(path: Path, source: Path) -> str:
    path.write_text(VIRTUAL.format(source=source), encoding="utf-8")
    return str(path)


class NotFound(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def do_HEAD(self) -> None:
        self.send_error(404)

    def log_message(self, *arguments: object) -> None: ...


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a server that has nothing."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), NotFound)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("start", ["/vsicurl/", ""])
def test_a_file_that_a_server_lacks_is_told_as_that(address: str, start: str) -> None:
    with pytest.raises(InputError, match=r"cannot be opened \(.*404\): check the address and the connection"):
        open_raster(f"{start}{address}/image.tif")


def test_a_server_that_does_not_answer_is_told_as_that() -> None:
    with pytest.raises(InputError, match=r"cannot be opened .*connect.*: check the address and the connection"):
        open_raster("/vsicurl/http://127.0.0.1:9/image.tif")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes among its files")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tif")
    with pytest.raises(
        InputError, match="is a pipe or a device, of which no part can be read twice: save it as a file"
    ):
        open_raster(str(tmp_path / "pipe.tif"))


def test_a_very_long_path_and_a_link_to_itself_are_told_in_a_short_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"aaa\.\.\. does not exist: check the path") as told:
        open_raster("/" + 3000 * "a")
    assert len(str(told.value)) < 300
    link = tmp_path / "link.tif"
    link.symlink_to(link)
    with pytest.raises(InputError, match=r"link.tif is a link to a file that does not exist: check the path"):
        open_raster(str(link))


def test_a_name_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"bad\\udcff.tif' is no UTF-8, which GDAL reads alone: rename the file"):
        open_raster(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.tif"))


def test_a_virtual_raster_whose_source_is_gone_says_so(tmp_path: Path) -> None:
    raster = Raster(virtual(tmp_path / "virtual.vrt", tmp_path / "gone.tif"))
    with pytest.raises(
        InputError, match=r"virtual.vrt refers to a file that is not there \(.*gone.tif.*\): put it back"
    ):
        raster.read(Window(0, 0, 4, 4), (1,))


def test_a_chain_of_a_thousand_virtual_rasters_is_refused_in_a_sentence(
    tmp_path: Path, write_raster: Callable[..., str]
) -> None:
    path = Path(write_raster("image.tif", np.ones((4, 4), np.uint8)))
    for number in range(1000):
        path = Path(virtual(tmp_path / f"{number}.vrt", path))
    with pytest.raises(InputError, match="cannot be read"):
        Raster(str(path)).read(Window(0, 0, 4, 4), (1,))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no paths as long as this")
def test_a_path_that_gdal_could_not_read_is_refused(tmp_path: Path, write_raster: Callable[..., str]) -> None:
    folder = tmp_path.joinpath(*["x" * 200] * 11)
    folder.mkdir(parents=True)
    raster = Path(write_raster("a.tif", np.ones((4, 4), np.uint8))).rename(folder / "a.tif")
    with pytest.raises(InputError, match=r"\.\.\. has \d{4} bytes, but GDAL reads paths of up to 2047: move the file"):
        open_raster(str(raster))


def test_a_mask_of_another_size_than_the_raster_is_refused(tmp_path: Path, write_raster: Callable[..., str]) -> None:
    wide, narrow = (
        write_raster(f"{name}.tif", np.ones((80, width), np.uint8)) for name, width in (("a", 96), ("b", 22))
    )
    gdal.Open(wide, gdal.GA_Update).CreateMaskBand(gdal.GMF_PER_DATASET)
    assert open_raster(wide).RasterXSize == 96
    Path(f"{wide}.msk").rename(f"{narrow}.msk")
    with pytest.raises(InputError, match=r"b\.tif has 22 x 80 pixels, but its mask 96 x 80: remove the \.msk file"):
        open_raster(narrow)
