"""The job that creates a practice scene."""

from dataclasses import dataclass

from ..rules import Job, option
from .files import RASTERS, check_suffix


@dataclass(frozen=True)
class SceneJob(Job):
    """A synthetic paddy landscape with labels."""

    program = ("training", "scene")
    outputs = ("output", "labels", "label_raster")

    output: str = option("raster to create: 4 bands (blue, green, red, near infrared), uint16")
    labels: str = option("polygon layer to create (GeoPackage), with the fields class and name", "")
    label_raster: str = option("class raster to create, on the grid of the scene", "")
    width: int = option("width of the scene in pixels", 1024, minimum=64, maximum=200_000)
    height: int = option("height of the scene in pixels", 1024, minimum=64, maximum=200_000)
    gsd: float = option(
        "ground sample distance in metres; 1.5 is a pan-sharpened SPOT-6 image", 1.5, minimum=0.25, maximum=30.0
    )
    seed: int = option(
        "number that the landscape grows from: same seed, same landscape", 0, minimum=0, maximum=2**31 - 1
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self.output, RASTERS)
        check_suffix(self.labels, (".gpkg",))
        check_suffix(self.label_raster, RASTERS)
