"""The jobs that map rasters: one, or many with one model."""

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..rules import Job, is_same_file, option
from .files import RASTERS, check_styles, check_suffix
from .missing import LEAVE_OUT, UNDECLARED_CHOICES, UNDECLARED_MISSING
from .network import DEVICES, PRECISIONS

RUNTIMES = ("auto", "torch", "openvino")
FOLDER_RASTERS = (*RASTERS, ".vrt", ".jp2")  # what is looked for in a folder
LEAST_TILE = 32  # pixels
MAP_LAYERS = ("confidence", "probabilities", "polygons")


@dataclass(frozen=True, kw_only=True)
class MappingJob(Job):
    """How rasters are mapped: what the jobs for one raster and for many have in common."""

    probability_type: str = option("how probabilities are written: uint8 (0 to 100 percent) or float32 (0 to 1)", "uint8",
                                   choices=("uint8", "float32"), advanced=True)  # fmt: skip
    minimum_area: float = option("minimum mapping unit of the polygons in hectares: smaller patches go to their largest neighbour; 0: none",
                                 0.0, minimum=0.0, maximum=1e6)  # fmt: skip
    tolerance: float = option("simplification of the polygons, in units of the raster's CRS: borders lose details of an area up to its square; 0: none",
                              0.0, minimum=0.0, maximum=1e6, advanced=True)  # fmt: skip
    bands: tuple[int, ...] = option("bands in the order of the model's, counted from 1; empty: by the model's band names, else the first ones",
                                    (), minimum=1, maximum=65_535)  # fmt: skip
    interest: str = option(
        "ground to map: a polygon layer, or an extent as left,right,bottom,top [EPSG:4326]; empty: the whole raster",
        "",
    )
    missing_where: str = option("a pixel has no data where all of its bands have none, or where any has none", "all", choices=("all", "any"),
                                advanced=True)  # fmt: skip
    undeclared_missing: str = option(UNDECLARED_MISSING, LEAVE_OUT, choices=UNDECLARED_CHOICES, advanced=True)
    grid: str = option("grid of the maps where the raster is resampled to the model's ground sample distance: the raster's or the model's",
                       "raster", choices=("raster", "model"), advanced=True)  # fmt: skip
    strange_values: str = option("what to do with a raster whose values are in other units than those that the model learnt from",
                                 "refuse", choices=("refuse", "accept"), advanced=True)  # fmt: skip
    tile: int = option(
        "side of the tiles in pixels; 0: about 768, or the model's chip where that is larger, or below 256",
        0,
        minimum=0,
        maximum=4096,
        advanced=True,
    )
    overlap: int = option(
        "pixels that neighbouring tiles share; 0: a quarter of the tile, from 768 on an eighth, a fifth at output stride 16",
        0,
        minimum=0,
        maximum=1024,
        advanced=True,
    )
    orientations: int = option("test-time augmentation: over how many orientations of each tile the probabilities are averaged; 4 are mirrored,"
                               " 8 also turned, and it takes as many times as long", 1, choices=(1, 4, 8))  # fmt: skip
    batch: int = option("tiles per step; 0: found by a short measurement", 0, minimum=0, maximum=1024, advanced=True)
    device: str = option("where the network runs", "auto", choices=DEVICES, advanced=True)
    precision: str = option("arithmetic of the network; auto: bfloat16 where the processor or GPU is faster in it", "auto",
                            choices=PRECISIONS, advanced=True)  # fmt: skip
    runtime: str = option("what computes the network; auto: OpenVINO for large rasters where it is installed and the network runs on the"
                          " processor, else torch", "auto", choices=RUNTIMES, advanced=True)  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.runtime == "openvino" and self.device in ("cuda", "mps"):
            raise InputError(
                f"device is {self.device}, where the runtime openvino does not compute: choose the device auto or cpu, or the runtime torch"
            )
        if 0 < self.tile < LEAST_TILE:
            raise InputError(
                f"tile is {self.tile} pixels: the least is {LEAST_TILE}, or 0 for a size that fits the model"
            )


@dataclass(frozen=True)
class SegmentJob(MappingJob):
    """A raster and a model file to maps."""

    program = ("paddy_segmenter", "segment")
    inputs = ("raster", "model", "interest")
    outputs = ("output", "confidence", "probabilities", "polygons")

    raster: str = option("raster to segment")
    model: str = option("model file (.safetensors) from a training")
    output: str = option("class raster to create (GeoTIFF)")
    confidence: str = option("raster of the confidence to create, 0 to 100 percent", "")
    probabilities: str = option("raster of the probabilities to create, a band for each class", "")
    polygons: str = option("polygon layer of the classes to create (GeoPackage), with area and mean confidence", "")

    def __post_init__(self) -> None:
        super().__post_init__()
        rasters = self.output, self.confidence, self.probabilities
        for path in rasters:
            check_suffix(path, RASTERS)
        check_styles(rasters, self.raster)
        check_suffix(self.polygons, (".gpkg",))


@dataclass(frozen=True)
class SegmentManyJob(MappingJob):
    """Many rasters and a model file to maps, one after the other."""

    program = ("paddy_segmenter", "segment-many")
    inputs = ("rasters", "model", "interest")

    model: str = option("model file (.safetensors) from a training")
    output_folder: str = option(
        "folder for the maps: NAME.tif, NAME_confidence.tif, NAME_probabilities.tif, NAME_polygons.gpkg"
    )
    rasters: tuple[str, ...] = option("rasters to segment", ())
    folder: str = option("folder whose GeoTIFFs, JPEG 2000 files and virtual rasters are segmented too", "")
    layers: tuple[str, ...] = option("what is made of each raster beside its classes", (), choices=MAP_LAYERS)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.rasters and not self.folder:
            raise InputError("no raster is given: name rasters or a folder of them")

    @cached_property
    def single_jobs(self) -> tuple[SegmentJob, ...]:
        """A job for each raster that there is when this is asked for first. Raises InputError where the folder holds none."""
        shared = {rule.name: getattr(self, rule.name) for rule in fields(MappingJob)}
        jobs, taken = [], dict[str, str]()
        for raster in dict.fromkeys((*self.rasters, *self._rasters_in_folder())):
            stem = Path(self.output_folder, Path(raster).stem)
            if taken.setdefault(stem.name, raster) != raster:
                raise InputError(
                    f"{taken[stem.name]} and {raster} would both become {stem.name}.tif: rename one, or map them in two runs"
                )
            layers: dict[str, Any] = {
                name: f"{stem}_{name}{'.gpkg' if name == 'polygons' else '.tif'}" for name in self.layers
            }
            jobs.append(SegmentJob(raster, self.model, f"{stem}.tif", **layers, **shared))
        return tuple(jobs)

    def output_paths(self) -> tuple[str, ...]:
        return tuple(path for job in self.single_jobs for path in job.output_paths())

    def _rasters_in_folder(self) -> list[str]:
        if not self.folder:
            return []
        if is_same_file(self.folder, self.output_folder):
            raise InputError(
                f"the maps would lie among the rasters of {self.folder}, and a later run would map them too: choose another output folder"
            )
        try:
            every = sorted(Path(self.folder).iterdir())
        except OSError as error:
            raise InputError(
                f"the folder {self.folder} cannot be read ({error.strerror}): choose an existing one"
            ) from error
        found = [str(path) for path in every if path.suffix.lower() in FOLDER_RASTERS and not path.name.startswith(".")]
        if not found:
            raise InputError(
                f"the folder {self.folder} holds no {' or '.join(FOLDER_RASTERS)} file: choose another one"
            )
        return found
