"""Rasters of one scene in many formats, from which mutants are made."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from osgeo import gdal

from tests.conftest import LEFT, TOP, wkt

from .pixel_network import BANDS, GSD

HEIGHT, WIDTH = 80, 96
UTM = 32750
NODATA = 7
TILED = ("TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32")

FORMATS = {  # name of the file: format, number type, nodata value, creation options
    "striped.tif": ("GTiff", gdal.GDT_Byte, None, ("COMPRESS=NONE",)),
    "tiled.tif": ("GTiff", gdal.GDT_Byte, NODATA, (*TILED, "COMPRESS=DEFLATE")),
    "banded.tif": ("GTiff", gdal.GDT_UInt16, None, ("COMPRESS=LZW", "PREDICTOR=2", "INTERLEAVE=BAND")),
    "float.tif": ("GTiff", gdal.GDT_Float32, NODATA, ("COMPRESS=ZSTD",)),
    "big.tif": ("GTiff", gdal.GDT_Int16, None, ("BIGTIFF=YES",)),
    "cloud.tif": ("COG", gdal.GDT_Byte, None, ("BLOCKSIZE=128",)),
    "beside.png": ("PNG", gdal.GDT_Byte, None, ()),
    "image.jp2": ("JP2OpenJPEG", gdal.GDT_Byte, None, ("REVERSIBLE=YES", "QUALITY=100")),
    "raw.dat": ("ENVI", gdal.GDT_UInt16, None, ()),
    "imagine.img": ("HFA", gdal.GDT_Byte, NODATA, ()),
    "degrees.tif": ("GTiff", gdal.GDT_Byte, None, ("COMPRESS=DEFLATE",)),
    "alpha.tif": ("GTiff", gdal.GDT_Byte, None, ("ALPHA=YES",)),
    "masked.tif": ("GTiff", gdal.GDT_Byte, None, TILED),
    "science.vrt": ("netCDF", gdal.GDT_Int16, NODATA, ()),
    "virtual.vrt": ("VRT", gdal.GDT_Byte, None, ()),
}


def scene(height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """Returns the bands (3, H, W): patches with noise, and a corner that holds the nodata value where there is one."""
    generator = np.random.default_rng(4)
    patches = generator.integers(10, 246, (len(BANDS), height // 8 + 1, width // 8 + 1))
    values = patches.repeat(8, axis=1).repeat(8, axis=2)[:, :height, :width] + generator.integers(
        -9, 10, (height, width)
    )
    values[:, : height // 8, : width // 8] = NODATA
    return values


def scene_in_memory(values: np.ndarray, extra: Iterable[np.ndarray] = (), gsd: float = GSD) -> gdal.Dataset:
    """Returns a dataset of the scene's bands, and further ones, in a UTM zone."""
    layers = [*values, *extra]
    dataset = gdal.GetDriverByName("MEM").Create("", values.shape[2], values.shape[1], len(layers), gdal.GDT_Int16)
    dataset.SetGeoTransform((LEFT, gsd, 0, TOP, 0, -gsd))
    dataset.SetProjection(wkt(UTM))
    for number, layer in enumerate(layers, 1):
        dataset.GetRasterBand(number).WriteArray(layer)
        if number <= len(BANDS):
            dataset.GetRasterBand(number).SetDescription(BANDS[number - 1])
    return dataset


def write_base(folder: Path, name: str) -> list[Path]:
    """Writes one of FORMATS into a folder of its own. Returns the files, the raster first; none where GDAL lacks the format."""
    kind, number_type, nodata, options = FORMATS[name]
    if gdal.GetDriverByName(kind) is None:
        return []
    place = folder / name
    place.mkdir()
    path = place / name
    opaque = np.full((HEIGHT, WIDTH), 255)
    opaque[:20, 40:] = 0
    source = scene_in_memory(scene(), [opaque] if name == "alpha.tif" else [])
    settings = {"format": kind, "outputType": number_type, "noData": nodata, "creationOptions": list(options)}
    if name == "alpha.tif":
        source.GetRasterBand(len(BANDS) + 1).SetColorInterpretation(gdal.GCI_AlphaBand)
    if name == "degrees.tif":
        settings |= {
            "outputSRS": "EPSG:4326",
            "outputBounds": [113.0, -2.0, 113.0 + WIDTH / 11_130, -2.0 - HEIGHT / 11_130],
        }
    if name == "virtual.vrt":
        source = gdal.Translate(str(place / "behind.tif"), source, outputType=number_type)

    if name == "science.vrt":
        return _write_variables(path, source, settings)
    written = gdal.Translate(str(path), source, **settings)
    if name == "masked.tif":
        written.CreateMaskBand(gdal.GMF_PER_DATASET)
        written.GetRasterBand(1).GetMaskBand().WriteArray(opaque)
    del written, source
    return sorted(place.iterdir(), key=lambda each: each != path)


def _write_variables(path: Path, source: gdal.Dataset, settings: dict[str, object]) -> list[Path]:
    """Writes a file of several variables, and a virtual raster that has them as its bands."""
    behind = path.with_name("behind.nc")
    gdal.Translate(str(behind), source, **settings)
    names = [f'NETCDF:"{behind}":Band{number + 1}' for number in range(len(BANDS))]
    gdal.BuildVRT(str(path), names, separate=True)
    return [path, behind]
