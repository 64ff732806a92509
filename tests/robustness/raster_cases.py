"""Mutants of rasters: whatever GDAL reads of one is mapped as numpy says, or it is refused."""

from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from . import mutations
from .base_rasters import FORMATS, write_base
from .case import Case, outputs_in
from .forked_run import Outcome
from .pixel_network import NODATA, right_map

TEXTS = (".vrt", ".hdr", ".xml")
BESIDE = {  # what other programs may leave beside a raster
    ".aux.xml": (
        b"<PAMDataset>", b"<PAMDataset><SRS>EPSG:99</SRS></PAMDataset>", b"<PAMDataset><SRS>EPSG:9999999</SRS></PAMDataset>",
        b"<PAMDataset><GeoTransform>0,0,0,0,0,0</GeoTransform></PAMDataset>",
        b"<PAMDataset><GeoTransform>100,0,0,200,0,0</GeoTransform></PAMDataset>",
        b"<PAMDataset><GeoTransform>200000,12,0,9670000,0,-8</GeoTransform></PAMDataset>",
        b'<PAMDataset><PAMRasterBand band="1"><NoDataValue>nan</NoDataValue></PAMRasterBand></PAMDataset>',
        b'<PAMDataset><PAMRasterBand band="2"><NoDataValue>1e400</NoDataValue></PAMRasterBand></PAMDataset>',
        b'<PAMDataset><PAMRasterBand band="99"><Description>\x01</Description></PAMRasterBand></PAMDataset>',
        b'<PAMDataset><PAMRasterBand band="1"><Description>a&#10;b</Description><ColorInterp>Alpha</ColorInterp></PAMRasterBand></PAMDataset>',
        b'<PAMDataset><PAMRasterBand band="1"><Scale>0</Scale><Offset>5</Offset></PAMRasterBand></PAMDataset>',
    ),
    ".msk": (b"", b"II*\0", b"\0" * 300, b"II*\0\x08\0\0\0\0\0"),
    ".ovr": (b"", b"II*\0", b"\xff" * 300),
    ".aux": (b"EHFA_HEADER_TAG\0", b"\0" * 64),
}  # fmt: skip
COMPARABLE = 2**22  # pixels: a larger mutant is not read here
IS_SEEN_OTHERWISE = "the model sees it"  # in the log: the raster is resampled for the model
SLACK = 4  # pixels of the coarser grid around a resampled pixel in which its class must occur
CLEAR_SHARE = 0.999


def write_bases(folder: Path) -> dict[str, list[Path]]:
    """Writes the rasters to be changed. Returns the files of each that GDAL here can write."""
    folder.mkdir()
    written = {name: write_base(folder, name) for name in FORMATS}
    return {name: files for name, files in written.items() if files}


def make_case(random: Random, folder: Path, bases: dict[str, list[Path]], model: str) -> Case:
    """Returns a case with a mutant in the folder."""
    name = random.choice(list(bases))
    copies = [_copied(path, folder) for path in bases[name]]
    raster = copies[0]
    victim = raster if random.random() < 0.6 else random.choice(copies)
    changed = _change(victim, random)
    if random.random() < 0.25:
        changed += f", {_add_beside(raster, random)}"

    options = [
        "--device=cpu",
        "--precision=float32",
        "--runtime=torch",
        "--bands=1",
        "--bands=2",
        "--bands=3",
        "--strange-values=accept",
        "--undeclared-missing=keep",
    ]
    missing = random.choice(("all", "all", "any"))
    options += [f"--missing-where={missing}", f"--grid={random.choice(('raster', 'raster', 'model'))}"]
    place = folder / "out"
    arguments = [
        "segment",
        f"--raster={raster}",
        f"--model={model}",
        *outputs_in(place, random.random() < 0.3),
        *options,
    ]
    return Case(f"{name}: {changed}", arguments, partial(_complaint, raster, place / "map.tif", missing))


def _copied(path: Path, folder: Path) -> Path:
    copy = folder / path.name
    copy.write_bytes(path.read_bytes().replace(bytes(path.parent), bytes(folder)))
    return copy


def _change(victim: Path, random: Random) -> str:
    """Changes a file. Returns how."""
    if victim.suffix in TEXTS:
        ways = mutations.TEXT
    else:
        ways = mutations.TIFF if victim.suffix == ".tif" else mutations.ANY_FILE
    mutate = random.choice(ways)
    victim.write_bytes(mutate(victim.read_bytes(), random))
    return f"{mutate.__name__} {victim.name}"


def _add_beside(raster: Path, random: Random) -> str:
    suffix = random.choice((".aux.xml", ".aux.xml", *BESIDE))
    content = random.choice(BESIDE[suffix])
    raster.with_name(raster.name + suffix).write_bytes(content)
    return f"beside it {suffix} {content[:60]!r}"


def _complaint(raster: Path, target: Path, missing_where: str, outcome: Outcome) -> str:
    """Compares the map with what numpy makes of what GDAL reads of the mutant."""
    if not outcome.is_done:
        return ""
    source, mapped = gdal.Open(str(raster)), gdal.Open(str(target))
    if source.RasterXSize * source.RasterYSize > COMPARABLE or source.GetGeoTransform(can_return_null=True) is None:
        return ""
    classes = mapped.ReadAsArray()
    expected, is_clear = right_map(values_of(source, missing_where))
    if IS_SEEN_OTHERWISE in outcome.output:
        return _resampled_complaint(classes, expected)

    if mapped.GetGeoTransform() != source.GetGeoTransform() or not mapped.GetSpatialRef().IsSame(
        source.GetSpatialRef()
    ):
        return "the map lies elsewhere"
    wrong = int(((classes != expected) & is_clear).sum())
    return f"{wrong} of {classes.size} pixels are not what numpy makes of them" if wrong else ""


def values_of(source: gdal.Dataset, missing_where: str) -> npt.NDArray[np.float64]:
    """Returns the first three bands (3, H, W) as GDAL reads them, NaN where it says that there are none."""
    bands = [source.GetRasterBand(number + 1) for number in range(source.RasterCount)]
    values = np.stack([band.ReadAsArray().astype(np.float32).astype(np.float64) for band in bands[:3]])
    values[~np.isfinite(values)] = np.nan
    for layer, band in zip(values, bands, strict=False):
        layer[band.GetMaskBand().ReadAsArray() == 0] = np.nan
    for band in bands:
        if band.GetColorInterpretation() == gdal.GCI_AlphaBand:
            values[:, band.ReadAsArray() == 0] = np.nan
    if missing_where == "any":
        values[:, np.isnan(values).any(axis=0)] = np.nan
    return values


def _resampled_complaint(classes: npt.NDArray[np.uint8], expected: npt.NDArray[np.uint8]) -> str:
    """What must hold however a raster is resampled: the map has data where the raster has, and no classes beyond its own."""
    found, there = (set(np.unique(each).tolist()) - {NODATA} for each in (classes, expected))
    if not there:
        return "classes where nothing has data" if found else ""
    if found and (min(found) < min(there) or max(found) > max(there)):
        return f"classes {sorted(found)} where the raster has {sorted(there)}"
    return ""
