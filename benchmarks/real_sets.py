"""The labelled imagery of the folder PADDY_DATA: what trains, what tests, and by which figures others have judged it."""

import csv
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osgeo import gdal

gdal.UseExceptions()

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PADDY_DATA", ROOT.parent / "shared" / "data"))
TOKYO = ("bareland", "rangeland", "developed", "road", "tree", "water", "agriculture", "building")  # values 1 to 8

Figures = dict[str, Any]  # as `assess_maps` returns them
Measure = Callable[[Figures], float]
ALL_PIXELS: dict[str, Measure] = {
    "accuracy": lambda figures: figures["accuracy"],
    "mIoU": lambda figures: figures["miou"],
}


@dataclass(frozen=True)
class RealSet:
    """Rasters and labels to train on, others to test on.

    Attributes:
        labelled: how the labels are read, as fields of the jobs that train and assess.
        parameters: what differs from the defaults in training.
        own_split: parameters of the set's own split, where it has one; another that is asked for replaces it.
        folds: parameters for folds, so that each deals whole rasters.
        mapping: what differs from the defaults in mapping.
        measures: by which figures it is judged.
    """

    rasters: list[Path]
    labels: list[Path]
    test_rasters: list[Path]
    test_labels: list[Path]
    labelled: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    own_split: dict[str, Any] = field(default_factory=dict)
    folds: dict[str, Any] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=lambda: ALL_PIXELS)


def amazon_forest(folder: Path) -> RealSet:
    """Sentinel-2 at the forest's edge, 30 tiles to train and 15 to test (Bragagnolo et al.)."""
    parts = [sorted((DATA / "amazon_forest" / part / kind).glob("*.tiff"))
             for part in ("training", "validation") for kind in ("images", "labels")]  # fmt: skip
    by_tile: dict[str, Measure] = {  # as John and Zhang 2022 published them
        "accuracy by tile": lambda figures: figures["mean_accuracy"],
        "weighted Jaccard by tile": lambda figures: figures["mean_weighted_iou"],
        "weighted Jaccard": lambda figures: figures["weighted_iou"],
    }
    return RealSet(*parts, labelled={"value_map": ("1=forest", "2=cleared")}, parameters={"EPOCHS": 20},
                   folds={"BLOCK": 512}, mapping={"TILE": 512, "ORIENTATIONS": 8}, measures=ALL_PIXELS | by_tile)  # fmt: skip


def kalimantan_mangrove(folder: Path) -> RealSet:
    """Sentinel-2 of the coast of Kalimantan, red, green, blue and near infrared, 94 tiles to train and 35 to test (MangroveMiniModel)."""
    parts = [sorted((DATA / "kalimantan_mangrove" / part / kind).glob("*.tif"))
             for part in ("train", "val") for kind in ("images", "labels")]  # fmt: skip
    images, labels, test_images, test_labels = parts
    figures: dict[str, Measure] = {
        "accuracy by tile": lambda figures: figures["mean_accuracy"],
        "F1 by tile": lambda figures: figures["mean_weighted_f1"],  # as it was published
        "F1 of mangrove": lambda figures: figures["f1"]["mangrove"],
        "mean F1": lambda figures: figures["mean_f1"],
    }
    images, test_images = ([_without_alpha(path, folder) for path in paths] for paths in (images, test_images))
    return RealSet(images, labels, test_images, test_labels, {"value_map": ("0=other land", "1=mangrove")}, {"EPOCHS": 10},
                   folds={"BLOCK": 512}, mapping={"TILE": 512, "ORIENTATIONS": 8}, measures=ALL_PIXELS | figures)  # fmt: skip


def openearthmap_tokyo(folder: Path) -> RealSet:
    """Aerial images of Tokyo, 8 classes: 20 tiles to train on, 7 to choose the epoch by and 6 to test (OpenEarthMap)."""
    source = DATA / "openearthmap_tokyo"
    with (source / "split.csv").open(newline="") as file:
        part_of = {row["tile"]: row["split"] for row in csv.DictReader(file)}
    known = [tile for tile in part_of if part_of[tile] != "test"]
    unseen = [tile for tile in part_of if part_of[tile] == "test"]
    areas = folder / "areas.geojson"
    parts = {"train": "train", "val": "validation"}
    write_areas(areas, ((source / "images" / tile, parts[part_of[tile]]) for tile in known))
    rasters = ([source / kind / tile for tile in tiles] for tiles in (known, unseen) for kind in ("images", "labels"))
    names = tuple(f"{value}={name}" for value, name in enumerate(TOKYO, 1))
    return RealSet(*rasters, labelled={"value_map": names, "ignored_values": (0,)}, parameters={"EPOCHS": 15},
                   own_split={"SPLIT": "polygons", "SPLIT_AREAS": areas, "SPLIT_FIELD": "part"},
                   folds={"BLOCK": 1024})  # fmt: skip


def denmark_fields(folder: Path) -> RealSet:
    """Sentinel-2 and parcels by crop; the west two thirds train, the east third tests."""
    source = DATA / "denmark_fields" / "image.tif"
    width, height = 452, 413
    west, east = folder / "west.tif", folder / "east.tif"
    gdal.Translate(str(west), str(source), srcWin=[0, 0, width * 2 // 3, height])
    gdal.Translate(str(east), str(source), srcWin=[width * 2 // 3, 0, width - width * 2 // 3, height])
    fields = DATA / "denmark_fields" / "fields.gpkg"
    return RealSet([west], [fields], [east], [fields], {"class_field": "crop"}, {"CHIP": 128, "EPOCHS": 30})


def _without_alpha(path: Path, folder: Path) -> Path:
    """Returns the raster with four bands to learn from: the file calls its near infrared alpha, which is a mask."""
    renamed = folder / f"{path.stem}.vrt"
    gdal.Translate(str(renamed), str(path), options=["-of", "VRT", "-colorinterp", "red,green,blue,undefined"])
    return renamed


def write_areas(path: Path, rasters: Iterable[tuple[Path, str]]) -> None:
    """Writes the rasters' extents as polygons, and which part of the split each is."""
    features = []
    for raster, part in rasters:
        dataset = gdal.Open(str(raster))
        left, across, _, top, _, down = dataset.GetGeoTransform()
        right, bottom = left + across * dataset.RasterXSize, top + down * dataset.RasterYSize
        ring = [[left, top], [left, bottom], [right, bottom], [right, top], [left, top]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"part": part}, "geometry": geometry})
    crs = {
        "type": "name",
        "properties": {"name": f"urn:ogc:def:crs:EPSG::{dataset.GetSpatialRef().GetAuthorityCode(None)}"},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")


SETS: dict[str, Callable[[Path], RealSet]] = {
    "amazon_forest": amazon_forest,
    "kalimantan_mangrove": kalimantan_mangrove,
    "openearthmap_tokyo": openearthmap_tokyo,
    "denmark_fields": denmark_fields,
}
