"""Files that hold a scene: drivers and layouts, with the ways in which each can say where it has no data."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from .declarations import MASKS, NODATA, Declared
from .draw import Draw
from .places import NORTH_UP, Place
from .scenes import SCALES, Mask

gdal.UseExceptions()

TILED = ("TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16")
PLAIN = ("PHOTOMETRIC=MINISBLACK", "ALPHA=NO")  # else GDAL takes a fourth band of bytes for alpha
VALUES = ("nothing", *NODATA, "beyond the type", "unsaid NaN", "unsaid marker")
INSIDE = (*VALUES, "mask inside", "alpha", "mask inside and nodata", "alpha and nodata")
ANY = (*INSIDE, *MASKS, "masks of bands")
BYTES_AND_SHORTS = ("uint8", "uint16")


@dataclass(frozen=True)
class Layout:
    """A driver with its options: what it can say, which numbers and turns it can hold (empty: all)."""

    driver: str
    suffix: str
    options: tuple[str, ...] = ()
    declared: tuple[str, ...] = VALUES
    number_types: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()

    def fits(self, draw: Draw) -> bool:
        """Returns whether it can hold the raster of a draw."""
        return (
            draw.declared in self.declared
            and draw.number_type in (self.number_types or (draw.number_type,))
            and draw.turn in (self.turns or (draw.turn,))
            and draw.place in (self.places or (draw.place,))
            and draw.bands in (self.bands or (draw.bands,))
            and (draw.scale == "nothing" or (self.driver in ("GTiff", "COG", "VRT") and draw.file != "mosaic"))
        )


TYPES_OF_OLD = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")
LAYOUTS = {
    "tiled": Layout("GTiff", "tif", TILED, ANY),
    "striped": Layout("GTiff", "tif", ("BLOCKYSIZE=1",), ANY),
    "compressed strips": Layout("GTiff", "tif", ("COMPRESS=DEFLATE", "BLOCKYSIZE=7"), ANY),
    "compressed tiles by band": Layout("GTiff", "tif", (*TILED, "COMPRESS=LZW", "INTERLEAVE=BAND"), ANY),
    "sparse": Layout("GTiff", "tif", (*TILED, "SPARSE_OK=TRUE"), ANY),
    "COG": Layout("COG", "tif", ("BLOCKSIZE=128", "OVERVIEW_RESAMPLING=NEAREST"), INSIDE),
    "ENVI": Layout("ENVI", "dat", ("INTERLEAVE=BIL",), VALUES, TYPES_OF_OLD, NORTH_UP, ("UTM", "UTM, fine")),
    "PNG": Layout("PNG", "png", (), ("nothing",), BYTES_AND_SHORTS, bands=(1, 3)),
    "Imagine": Layout("HFA", "img", (), VALUES, TYPES_OF_OLD, NORTH_UP, ("UTM", "UTM, fine")),
    "JPEG 2000": Layout("JP2OpenJPEG", "jp2", ("QUALITY=100", "REVERSIBLE=YES", "YCBCR420=NO"), ("nothing",), ("uint8", "int16", "uint16")),
    "virtual": Layout("VRT", "vrt", (), (*ANY, "a value for each band")),
    "nested virtual": Layout("VRT", "vrt", (), INSIDE),
    "mosaic": Layout("VRT", "vrt", (), VALUES, turns=NORTH_UP),
    "paletted": Layout("GTiff", "tif", TILED, VALUES, ("uint8",), bands=(1,)),
    "netCDF": Layout("netCDF", "nc", (), VALUES, TYPES_OF_OLD, NORTH_UP, ("UTM", "equal area"), (1,)),
    "zip": Layout("GTiff", "tif", TILED, INSIDE),
}  # fmt: skip


def fits(draw: Draw) -> bool:
    """Returns whether the file of a draw can hold its raster, on this version of GDAL."""
    layout = LAYOUTS[draw.file]
    numbers = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(draw.number_type).type)
    return layout.fits(draw) and numbers is not None and gdal.GetDriverByName(layout.driver) is not None


class NotHeldError(Exception):
    """A driver does not give back what it was given: no fault of the product's, and no test of it either."""


def write_raster(folder: Path, draw: Draw, declared: Declared, place: Place, names: tuple[str, ...]) -> str:
    """Writes the raster of a draw and returns what GDAL opens it by. Raises NotHeldError where GDAL opens something else."""
    path = _write(folder, draw, declared, place, names)
    dataset = gdal.Open(path)
    if dataset.GetSpatialRef() is None or not dataset.GetSpatialRef().IsSame(place.reference):
        raise NotHeldError(f"{draw.file} keeps no such CRS as {draw.place}")
    if not np.allclose(dataset.GetGeoTransform(), place.transform, rtol=1e-12):
        raise NotHeldError(f"{draw.file} keeps no such geotransform as {draw.turn}")
    for number, band in enumerate(declared.scene.values, 1):
        if not np.array_equal(
            dataset.GetRasterBand(number).ReadAsArray(), band, equal_nan=draw.number_type.startswith("float")
        ):
            raise NotHeldError(f"{draw.file} keeps no such values")
    return path


def _write(folder: Path, draw: Draw, declared: Declared, place: Place, names: tuple[str, ...]) -> str:
    layout = LAYOUTS[draw.file]
    source = str(folder / "image.tif")
    _write_geotiff(source, draw, declared, place, names)
    if draw.file == "zip":
        with zipfile.ZipFile(folder / "image.zip", "w") as archive:
            archive.write(source, "image.tif")
        Path(source).unlink()
        return f"/vsizip/{folder}/image.zip/image.tif"
    if layout.driver == "GTiff":
        return source
    if draw.file == "mosaic":
        return _write_mosaic(folder, source, place)
    if draw.file == "nested virtual":
        inner = str(folder / "inner.vrt")
        gdal.Translate(inner, source, format="VRT")
        source = inner

    target = str(folder / f"copy.{layout.suffix}")
    options = [*layout.options, *(["ALPHA=YES"] if layout.driver == "JP2OpenJPEG" and declared.mask == "alpha" else [])]
    copy = gdal.GetDriverByName(layout.driver).CreateCopy(target, gdal.Open(source), 0, options)
    if layout.driver == "VRT":
        copy.SetSpatialRef(place.reference)  # GeoTIFFs count degrees in degrees only
    if draw.declared == "a value for each band":
        _each_band(copy, lambda band, number: _set_nodata(band, declared.nodata[number]))
    del copy
    return target


def _write_mosaic(folder: Path, source: str, place: Place) -> str:
    """Cuts an image in two, which one virtual raster puts together again."""
    dataset = gdal.Open(source)
    width, height = dataset.RasterXSize, dataset.RasterYSize
    cut = max(width // 2, 1)
    parts = []
    for name, left, right in (("left", 0, cut), ("right", cut, width)):
        if right > left:
            parts.append(str(folder / f"{name}.tif"))
            gdal.Translate(parts[-1], dataset, srcWin=[left, 0, right - left, height])
    target = str(folder / "mosaic.vrt")
    mosaic = gdal.BuildVRT(target, parts)
    mosaic.SetGeoTransform(place.transform)
    mosaic.SetSpatialRef(place.reference)
    for number in range(1, dataset.RasterCount + 1):
        mosaic.GetRasterBand(number).SetDescription(dataset.GetRasterBand(number).GetDescription())
    del mosaic
    return target


def _write_geotiff(path: str, draw: Draw, declared: Declared, place: Place, names: tuple[str, ...]) -> None:
    values, has_alpha = declared.scene.values, declared.mask == "alpha"
    layout = LAYOUTS[draw.file]
    options = layout.options if layout.driver == "GTiff" else ()
    bands, height, width = values.shape
    numbers = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype.type)
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(
        path, width, height, bands + has_alpha, numbers, [*(() if draw.file == "paletted" else PLAIN), *options]
    )
    dataset.SetSpatialRef(place.reference)
    dataset.SetGeoTransform(place.transform)

    shared = len({repr(value) for value in declared.nodata}) == 1 and declared.nodata[0] is not None
    for number in range(bands):
        band = dataset.GetRasterBand(number + 1)
        if shared:
            _set_nodata(band, declared.nodata[number])
        if names:
            band.SetDescription(names[number])
        if draw.scale != "nothing":
            scales = SCALES[draw.scale]
            band.SetScale(scales[number % len(scales)][0])
            band.SetOffset(scales[number % len(scales)][1])
    if has_alpha:
        dataset.GetRasterBand(bands + 1).SetColorInterpretation(gdal.GCI_AlphaBand)
    if draw.file == "paletted":
        dataset.GetRasterBand(1).SetColorTable(_palette())
    for number in range(bands):
        dataset.GetRasterBand(number + 1).WriteArray(values[number])
    if has_alpha:
        dataset.GetRasterBand(bands + 1).WriteArray(_alpha(declared.scene.present[0]).astype(values.dtype))
    _write_masks(dataset, declared)


def _palette() -> gdal.ColorTable:
    colours = gdal.ColorTable()
    for number in range(256):
        colours.SetColorEntry(number, (number, 255 - number, 7, 255))
    return colours


def _set_nodata(band: gdal.Band, value: float | None) -> None:
    is_wide = gdal.GetDataTypeName(band.DataType) in ("Int64", "UInt64")  # for which GDAL wants no float
    band.SetNoDataValue(int(value) if is_wide else value)


def _alpha(present: Mask) -> np.ndarray:
    """Returns alpha (H, W), which is not 255 in every pixel with data."""
    columns = np.arange(present.shape[1])
    return np.where(present, np.where(columns % 3, 100, 1), 0)


def _write_masks(dataset: gdal.Dataset, declared: Declared) -> None:
    present = declared.scene.present.astype(np.uint8) * 255
    if declared.mask in ("inside", "beside"):
        with _masks_inside(declared.mask == "inside"):
            dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
            dataset.GetRasterBand(1).GetMaskBand().WriteArray(present[0])
            dataset.FlushCache()
    if declared.mask == "of bands":
        with _masks_inside(False):
            _each_band(dataset, lambda band, _: band.CreateMaskBand(0))
            _each_band(dataset, lambda band, number: band.GetMaskBand().WriteArray(present[number]))
            dataset.FlushCache()


@contextmanager
def _masks_inside(inside: bool) -> Iterator[None]:
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES" if inside else "NO")
    try:
        yield
    finally:
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)


def _each_band(dataset: gdal.Dataset, do: Callable[[gdal.Band, int], object]) -> None:
    for number in range(dataset.RasterCount):
        do(dataset.GetRasterBand(number + 1), number)
