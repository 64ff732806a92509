"""Mutants of model files: what is accepted maps as its own network does, all else is refused."""

import copy
import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from osgeo import gdal

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import load_model, save_model
from paddy_segmenter.core.network.normalise import normalise

from . import mutations
from .base_rasters import scene, scene_in_memory
from .case import Case, outputs_in
from .forked_run import Outcome
from .pixel_network import pixel_card

SIDE = 64  # pixels of the raster: one tile
DEEP, LONG, HALF = "DEEP", "LONG", "HALF"  # stand for what json.dumps cannot write
ODD_VALUES = (
    None, True, False, 0, -1, 1, 2, 3, 16, 64, 4096, 4112, 2**31, 2**63, 10**30, LONG, 0.0, 0.5, 1e-320, 1e-6, 1e6, 1e30, 3e38, 1e308,
    math.nan, math.inf, -math.inf, "", "a", "resnet50", "x" * 100_000, "\0", "a\nb", "\x1b[31mred\x1b]0;title\x07", "<script>", HALF,
    "\u202e", "../../etc/passwd", [], [[]], [1], [1, 2, 3], ["a"], [None] * 4, [0.0] * 3, [1.0] * 4, {}, {"a": 1}, DEEP, [1] * 70_000,
)  # fmt: skip
CLEAR = 1e-2  # of the probability: nearer to another class rounding decides
KEY = "paddy_segmenter"


@dataclass(frozen=True)
class WholeModel:
    """A model file taken apart, with a raster to map."""

    header: dict[str, Any]
    tensors: bytes
    raster: Path

    @property
    def card(self) -> dict[str, Any]:
        card: dict[str, Any] = json.loads(self.header["__metadata__"][KEY])
        return card


def write_model(folder: Path) -> WholeModel:
    """Writes a small raster and a model file with opinions, and takes it apart."""
    folder.mkdir()
    raster = folder / "raster.tif"
    gdal.Translate(str(raster), scene_in_memory(scene(SIDE, SIDE)), outputType=gdal.GDT_Byte)
    torch.manual_seed(3)
    card = pixel_card()
    network = DeepLabV3("resnet34", len(card.bands), len(card.classes), 16, (1, 2, 3), SIDE)
    torch.nn.init.normal_(network.classifier[-1].weight, std=0.5)
    save_model(str(folder / "model.safetensors"), network, card)

    data = (folder / "model.safetensors").read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    return WholeModel(json.loads(data[8 : 8 + length]), data[8 + length :], raster)


def make_case(random: Random, folder: Path, whole: WholeModel) -> Case:
    """Returns a case with a mutant in the folder."""
    path = folder / "model.safetensors"
    change = random.choice((_change_card, _change_card, _change_card, _change_tensor, _change_bytes, _change_values))
    data, note = change(random, whole)
    path.write_bytes(data)
    if random.random() < 0.3:
        return Case(f"describe, {note}", ["describe", f"--model={path}"], _control_characters)

    place = folder / "out"
    arguments = ["segment", f"--raster={whole.raster}", f"--model={path}", *outputs_in(place, False), "--device=cpu",
                 "--precision=float32", "--runtime=torch", "--strange-values=accept"]  # fmt: skip
    return Case(note, arguments, partial(_complaint, path, whole.raster, place / "map.tif"))


def _file(header: dict[str, Any], tensors: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + tensors


def _change_card(random: Random, whole: WholeModel) -> tuple[bytes, str]:
    card, header = whole.card, copy.deepcopy(whole.header)
    notes = []
    for _ in range(random.choice((1, 1, 2))):
        place = random.choice(list(_places(card)))
        notes.append(_change_at(card, place, random))
    header["__metadata__"][KEY] = _as_text(card)
    return _file(header, whole.tensors), f"card: {', '.join(notes)}"


def _change_at(card: dict[str, Any], place: tuple[Any, ...], random: Random) -> str:
    inner: Any = card
    for name in place[:-1]:
        inner = inner[name]
    if random.random() < 0.15:
        del inner[place[-1]]
        return f"{place} deleted"
    inner[place[-1]] = random.choice(ODD_VALUES)
    return f"{place} to {str(inner[place[-1]])[:30]!r}"


def _places(part: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in pairs:
        yield from _places(value, (*place, name))


def _as_text(card: dict[str, Any]) -> str:
    text = json.dumps(card).replace(f'"{LONG}"', "1" + "0" * 400).replace(f'"{HALF}"', '"\\ud800"')
    return text.replace(f'"{DEEP}"', "[" * 3000 + "]" * 3000)


def _change_tensor(random: Random, whole: WholeModel) -> tuple[bytes, str]:
    header = copy.deepcopy(whole.header)
    name = random.choice([each for each in header if each != "__metadata__"])
    entry = header[name]
    start, end = entry["data_offsets"]
    changed = random.choice((
        {"shape": [*entry["shape"][::-1]]}, {"shape": [1, *entry["shape"]]}, {"dtype": "F16"}, {"dtype": "I32"}, {"dtype": "XX"},
        {"dtype": "U8", "shape": [end - start]}, {"data_offsets": [0, 4]}, {"data_offsets": [start, 2**60]}, {"shape": [-1]},
        {"shape": [2**40, 2**40]}, None,
    ))  # fmt: skip
    if changed is None:
        header[f"z{name}"] = header.pop(name)
    else:
        entry |= changed
    return _file(header, whole.tensors), f"tensor {name}: {changed}"


def _change_bytes(random: Random, whole: WholeModel) -> tuple[bytes, str]:
    """Changes the file as a whole, or the length of its header."""
    data = _file(whole.header, whole.tensors)
    if random.random() < 0.2:
        length = random.choice((0, 1, 2**31, 2**63, 2**64 - 1, 100_000_001, random.getrandbits(64)))
        return struct.pack("<Q", length) + data[8:], f"length of the header {length}"
    mutate = random.choice(mutations.ANY_FILE)
    head = 8 + struct.unpack("<Q", data[:8])[0]
    if random.random() < 0.5:
        return mutate(data[:head], random) + data[head:], f"{mutate.__name__} header"
    return mutate(data, random), mutate.__name__


def _change_values(random: Random, whole: WholeModel) -> tuple[bytes, str]:
    """Fills a tensor with one odd number, or flips a bit of a weight."""
    name = random.choice([each for each, entry in whole.header.items() if entry.get("dtype") == "F32"])
    start, end = whole.header[name]["data_offsets"]
    tensors = bytearray(whole.tensors)
    number = random.choice((math.nan, math.inf, -1.0, 0.0, 1e38, None))
    if number is None:
        tensors[random.randrange(start, end)] ^= 1 << random.randrange(8)
    else:
        tensors[start:end] = struct.pack("<f", number) * ((end - start) // 4)
    return _file(whole.header, bytes(tensors)), f"values of {name}: {number}"


def _control_characters(outcome: Outcome) -> str:
    shown = {letter for letter in outcome.output + outcome.errors if ord(letter) < 32} - {"\n", "\t"}
    return f"control characters on the terminal: {sorted(shown)}" if shown else ""


def _complaint(path: Path, raster: Path, target: Path, outcome: Outcome) -> str:
    """Compares the map with the answer of the network that the file holds, where all of the raster is one tile."""
    if not outcome.is_done:
        return _control_characters(outcome)
    if f"tiles of {SIDE} x {SIDE}" not in outcome.output:
        return ""
    network, card = load_model(str(path))
    image = torch.from_numpy(gdal.Open(str(raster)).ReadAsArray().astype(np.float32))[None]
    with torch.inference_mode():
        inputs = normalise(image, torch.ones(1, SIDE, SIDE, dtype=torch.bool), card.normalisation)
        probabilities = network(inputs).softmax(dim=1)[0]

    first, second = probabilities.topk(2, dim=0).values
    expected = np.array([each.value for each in card.classes])[probabilities.argmax(dim=0).numpy()]
    is_clear = (first - second > CLEAR).numpy()
    is_number = probabilities.isfinite().all(dim=0).numpy()
    mapped = gdal.Open(str(target))
    classes = mapped.ReadAsArray()
    if (classes[~is_number] != mapped.GetRasterBand(1).GetNoDataValue()).any():
        return "classes where the network answers NaN"
    wrong = int(((classes != expected) & is_clear & is_number).sum())
    return (
        f"{wrong} of {classes.size} pixels are not what the network answers" if wrong else _control_characters(outcome)
    )
