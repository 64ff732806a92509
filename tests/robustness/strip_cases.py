"""Mutants of what a broken-off run left: the next one ends in the undisturbed map whatever became of it."""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.mapping.map_run import MapRun

from . import mutations
from .base_rasters import scene, scene_in_memory
from .case import Case, outputs_in
from .forked_run import Outcome, run

ROWS = 1100  # three strips
ODD_VALUES = (None, True, 0, -1, 1, 64, 10**6, 2**63, 1e308, 0.5, "", "a", [], [1], {}, "x" * 100_000)
ODD_TEXTS = (b"[" * 100_000, b"null", b"[]", b"1", b'"x"', b"\xff\xfe", b"{}", b"", b'{"a":' * 50_000, b"1" * 10_000)
MAPS = ("map.tif", "confidence.tif")


@dataclass(frozen=True)
class BrokenOff:
    """A run that computed all strips and was killed before it wrote its maps, and what it would have written."""

    folder: Path
    journal: Path  # in the folder, all that is hidden
    arguments: list[str]
    maps: list[np.ndarray]

    @property
    def outputs(self) -> Path:
        return self.folder / "out"


def break_off(folder: Path, model: str) -> BrokenOff:
    """Breaks off a run in the folder, and finishes it elsewhere."""
    folder.mkdir()
    raster = folder / "raster.tif"
    gdal.Translate(str(raster), scene_in_memory(scene(ROWS, 40)), outputType=gdal.GDT_Byte, noData=7)
    outputs = folder / "out"
    arguments = ["segment", f"--raster={raster}", f"--model={model}", *outputs_in(outputs, False), "--device=cpu",
                 f"--confidence={outputs / 'confidence.tif'}", "--precision=float32", "--runtime=torch"]  # fmt: skip
    stopped = run(arguments, folder, _dying_before_the_maps)
    assert stopped.code == 9, stopped.errors
    journal = folder / "journal"
    shutil.copytree(outputs, journal)

    whole = run(arguments, folder)
    assert whole.code == 0, whole.errors
    return BrokenOff(folder, journal, arguments, [gdal.Open(str(outputs / name)).ReadAsArray() for name in MAPS])


def make_case(random: Random, folder: Path, broken: BrokenOff) -> Case:
    """Returns a case in the folder of the run that was broken off: only there it goes on."""
    shutil.rmtree(broken.outputs)
    shutil.copytree(broken.journal, broken.outputs)
    job = next(broken.outputs.rglob("job.json"))
    strips = sorted(broken.outputs.rglob("strip_*.npz"))
    strip = random.choice(strips)
    change = random.choice(CHANGES)
    note = change(random, strip, strips, job)
    others = [path for path in strips if path != strip]
    if random.random() < 0.6 and others[0].is_file():
        others[0].unlink()
        note += f", without {others[0].name}"
    return Case(f"{change.__name__.strip('_')} {note}", broken.arguments, partial(_complaint, broken))


def _change_bytes(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    mutate = random.choice((mutations.flip, mutations.flip, mutations.flip, *mutations.ANY_FILE))
    strip.write_bytes(mutate(strip.read_bytes(), random))
    return f"{mutate.__name__} {strip.name}"


def _change_directory(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    """Changes a byte of the zip's directory, which lies at the end."""
    data = bytearray(strip.read_bytes())
    start = data.rfind(b"PK\x01\x02") if random.random() < 0.7 else 0
    place = random.randrange(start, min(start + 120, len(data)))
    data[place] = random.randrange(256)
    strip.write_bytes(data)
    return f"byte {place} of {strip.name}"


def _change_pixels(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    """Rewrites a strip, whole as a zip, with another content."""
    with zipfile.ZipFile(strip) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    arrays = {name: np.load(io.BytesIO(content)) for name, content in entries.items()}
    name = random.choice([each for each in arrays if arrays[each].ndim > 1])
    pixels = arrays[name]
    odd = (pixels.astype(np.float64), pixels[:, :10], pixels[:0], np.zeros((1, 2, 2), np.uint8), np.array(["x"]), None,
           np.concatenate([pixels, pixels]), np.array([{}], object))  # fmt: skip
    number = random.randrange(len(odd))
    buffer = io.BytesIO()
    if odd[number] is not None:
        np.save(buffer, odd[number])
    entries[name] = buffer.getvalue()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for each, content in entries.items():
            file.writestr(each, content)
    data = strip.read_bytes()
    strip.write_bytes(data[: data.index(b"PK")] + packed.getvalue())
    return f"{number} in {name} of {strip.name}"


def _swap_strips(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    other = random.choice([path for path in strips if path != strip])
    first, second = strip.read_bytes(), other.read_bytes()
    strip.write_bytes(second)
    other.write_bytes(first)
    return f"{strip.name} and {other.name}"


def _change_job(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    known = json.loads(job.read_bytes())
    name = random.choice([*known, "threads", "tiles per step"])
    value = random.choice(ODD_VALUES)
    if random.random() < 0.2:
        known.pop(name, None)
    else:
        known[name] = value
    job.write_text(json.dumps(known))
    return f"{name} to {str(value)[:30]}"


def _change_text_of_job(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    text = random.choice((*ODD_TEXTS, None, None, None, None))
    if text is None:
        mutate = random.choice(mutations.TEXT)
        job.write_bytes(mutate(job.read_bytes(), random))
        return mutate.__name__
    job.write_bytes(text)
    return f"{text[:20]!r}"


def _change_kind(random: Random, strip: Path, strips: list[Path], job: Path) -> str:
    """Puts a folder or a link where a file was, or a file too many."""
    target = random.choice((strip, job))
    way = random.randrange(4)
    if way < 3:
        target.unlink()
    if way == 0:
        target.mkdir()
    elif way == 1:
        os.symlink("/etc/hostname", target)
    elif way == 2:
        os.symlink(target.name, target)
    else:
        strip.with_name("strip_99999_0.npz").write_bytes(b"x")
    return f"{('a folder', 'a link', 'a link to itself', 'one too many')[way]} for {target.name}"


Change = Callable[[Random, Path, list[Path], Path], str]
CHANGES: tuple[Change, ...] = (
    _change_bytes, _change_bytes, _change_bytes, _change_directory, _change_directory, _change_pixels, _change_pixels,
    _swap_strips, _change_job, _change_job, _change_text_of_job, _change_kind,
)  # fmt: skip


def _complaint(broken: BrokenOff, outcome: Outcome) -> str:
    if not outcome.is_done:
        return f"not done: {outcome.errors[-300:]}"
    for name, expected in zip(MAPS, broken.maps, strict=True):
        found = gdal.Open(str(broken.outputs / name)).ReadAsArray()
        if not np.array_equal(found, expected):
            return f"{name} differs from the undisturbed one in {int((found != expected).sum())} pixels"
    return ""


@contextmanager
def _dying_before_the_maps() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MapRun, "finish", lambda *_: os._exit(9))
        yield
