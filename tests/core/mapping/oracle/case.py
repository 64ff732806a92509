"""A draw made real: files in a folder, and the answer that their maps must give."""

from dataclasses import dataclass
from pathlib import Path

from paddy_segmenter.jobs import SegmentJob

from . import models
from .answers import Answer, Look, answer_of, look_of
from .areas import Area, area_of
from .declarations import Declared, declared_of
from .draw import Draw
from .files import write_raster
from .models import KnownModel, model_of
from .places import Place, place_of
from .scenes import scene_of

SUFFIXES = {"polygons": "gpkg"}
NAMES = ("blue", "green", "red", "near infrared", "short waves", "radar", "heights")


@dataclass(frozen=True)
class Case:
    """All that is known of a draw, and the job that maps it."""

    draw: Draw
    declared: Declared
    place: Place
    look: Look
    area: Area
    model: KnownModel
    answer: Answer
    job: SegmentJob


def make_case(draw: Draw, folder: Path) -> Case:
    """Writes raster, area and model of a draw into an empty folder."""
    declared = declared_of(draw, scene_of(draw))
    place = place_of(draw)
    names = NAMES[: draw.bands] if draw.chosen_by.startswith("name") else ()
    raster = write_raster(folder, draw, declared, place, names)

    look = look_of(draw, place)
    aspect = {"unknown": None, "square": 1.0, "the same": look.aspect}[draw.aspect]
    model = model_of(draw, declared.scene, names, look.gsd * draw.ratio, aspect)
    path = str(folder / "model.safetensors")
    models.save(path, model)

    area = area_of(draw, place, folder)
    answer = answer_of(draw, declared, area, model)
    return Case(draw, declared, place, look, area, model, answer, _job(draw, raster, path, area, folder))


def _job(draw: Draw, raster: str, model: str, area: Area, folder: Path) -> SegmentJob:
    maps = folder / "maps"
    maps.mkdir()
    layers = {name: str(maps / f"{name}.{SUFFIXES.get(name, 'tif')}") for name in draw.layers}
    return SegmentJob(
        raster, model, str(maps / "output.tif"), **layers,
        interest=area.source,
        bands=tuple(band + 1 for band in draw.order) if draw.chosen_by == "number" else (),
        missing_where=draw.missing_where,
        grid=draw.grid,
        tile=draw.tile,
        overlap=draw.overlap,
        orientations=draw.orientations,
        batch=draw.batch,
        probability_type=draw.probability_type,
        undeclared_missing=draw.undeclared,
        precision="float32",
        device="cpu",
        runtime=draw.runtime,
    )  # fmt: skip
