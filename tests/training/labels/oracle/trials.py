"""A draw as the product reads it, compared with the truth."""

import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import PaddyError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.labelling import label_sites
from training.ground.site import Site
from training.labels.legend import Legend

from .draw import Draw
from .layers import Layer, areas_of, layer_of
from .scene import Scene, scenes_of
from .truth import BACKGROUND, UNLABELLED, Answer, burnt, centres_in, centres_on, sampled
from .values import Values, values_of

VALUES_OFF = 1e-3  # of scaled values, which are read in fp32


class Wrong(AssertionError):
    """What is learnt is not what must be."""


@dataclass(frozen=True)
class Outcome:
    """What came of a draw: right, wrong (with what is), refused, or an error that nobody foresaw; `known` counts the pixels compared."""

    kind: str
    text: str = ""
    known: int = 0

    @property
    def is_good(self) -> bool:
        return self.kind == "right"


def try_out(draw: Draw) -> Outcome:
    """Reads the labels of a draw and compares."""
    with TemporaryDirectory() as place:
        try:
            return Outcome("right", known=_compare(draw, Path(place)))
        except Wrong as error:
            return Outcome("wrong", str(error))
        except PaddyError as error:
            return Outcome("refused", str(error))
        except Exception:  # noqa: BLE001  what nobody foresaw is what is looked for
            return Outcome("error", traceback.format_exc())


def _compare(draw: Draw, folder: Path) -> int:
    scenes = scenes_of(draw, folder)
    first = scenes[0]
    nothing = BACKGROUND if draw.unlabelled == "background" else UNLABELLED
    area_path, areas = areas_of(draw, first.place, folder)

    labels: Layer | Values
    answer_of: Callable[[Scene], Answer]
    if draw.kind == "polygons":
        labels = layer = layer_of(draw, first.place, folder)

        def answer_of(scene: Scene) -> Answer:
            return burnt(layer.shapes, areas, centres_in(scene, first.place), nothing)
    else:
        labels = values = values_of(draw, first, folder)

        def answer_of(scene: Scene) -> Answer:
            within = burnt([], areas, centres_in(scene, first.place), "within")
            found = sampled(values.names, centres_on(scene, values.place), None)
            names = np.where(found.names == None, nothing, found.names)  # noqa: E711 - of each pixel
            return Answer(np.where(within.names == "within", names, UNLABELLED), within.is_certain & found.is_certain)

    legend, sites, events = _read(draw, scenes, labels, area_path, folder)
    answers = [answer_of(scene) for scene in scenes]
    known = sum(
        _compare_site(scene, site, legend, answer) for scene, site, answer in zip(scenes, sites, answers, strict=True)
    )
    _check_legend(legend, answers)
    if isinstance(labels, Layer):
        _check_tally(draw, labels, events)
    return known


def _read(
    draw: Draw, scenes: list[Scene], labels: Layer | Values, areas: str, folder: Path
) -> tuple[Legend, list[Site], list[Event]]:
    has_field = draw.kind == "polygons" and draw.field != "none"
    job = TrainJob(
        tuple(scene.path for scene in scenes), (labels.path,), str(folder / "model.safetensors"),
        class_field="class" if has_field else "",
        unlabelled=draw.unlabelled,
        ignored_values=labels.ignored,
        value_map=labels.value_map,
        labelled_areas=areas,
    )  # fmt: skip
    events: list[Event] = []
    values = "scaled" if draw.is_scaled else "raw"
    rasters = [Raster(scene.path).with_values(values) for scene in scenes]
    legend, sites, _ = label_sites(job, rasters, rasters[0].band_numbers, folder, Reporter(events.append))
    return legend, sites, events


def _compare_site(scene: Scene, site: Site, legend: Legend, answer: Answer) -> int:
    """Raises Wrong where a pixel has another class or another value than it must have. Returns how many classes were compared."""
    height, width = scene.valid.shape
    image, valid, indices = site.read(Window(0, 0, height, width))
    if not np.array_equal(valid, scene.valid):
        raise Wrong("other pixels have data")
    if not np.allclose(image[:, valid], scene.values[:, valid], atol=VALUES_OFF):
        raise Wrong("the values are others")

    found = np.array([*legend.names, UNLABELLED], object)[indices]
    wanted = np.where(scene.valid, answer.names, UNLABELLED)
    off = (found != wanted) & (answer.is_certain | ~scene.valid)
    if off.any():
        row, column = np.argwhere(off)[0]
        raise Wrong(
            f"{off.sum()} pixels, the first in row {row}, column {column}: {found[row, column]!r}, not {wanted[row, column]!r}"
        )
    return int(answer.is_certain.sum())


def _check_legend(legend: Legend, answers: list[Answer]) -> None:
    """Raises Wrong where the model would learn a class that no raster shows, or none that one does."""
    certain = {name for answer in answers for name in answer.names[answer.is_certain]} - {UNLABELLED}
    possible = {name for answer in answers for name in answer.names.flat} - {UNLABELLED}
    has_label = bool(possible - {BACKGROUND})
    if not certain <= set(legend.names) or (has_label and not set(legend.names) <= possible):
        raise Wrong(f"the classes are {legend.names}, not {sorted(certain)}")


def _check_tally(draw: Draw, layer: Layer, events: list[Event]) -> None:
    """Raises Wrong where the line in the log counts other polygons than there are."""
    [line] = [
        event.text for event in events if isinstance(event, Message) and " of them are labels on these " in event.text
    ]
    counts = [int(number) for number in re.findall(r"(?:holds|,|:) (\d+) ", line)]
    if counts[0] != len(layer.shapes):
        raise Wrong(f"{len(layer.shapes)} polygons are told as: {line}")
    without = sum(shape.name is None for shape in layer.shapes)
    if (f", {without} without a class" in line) != bool(without):
        raise Wrong(f"{without} polygons without a class are told as: {line}")
    others = line.partition("does not count: ")[2]
    if sum(map(int, re.findall(r"\d+", others))) != layer.others:
        raise Wrong(f"{layer.others} other features are told as: {line}")
    sums = re.findall(r", (\d+) (?:of them are|without|with an|with a|hidden|outside|beside)", line)
    if sum(map(int, sums)) != counts[0]:
        raise Wrong(f"the parts of the line are not its whole: {line}")
