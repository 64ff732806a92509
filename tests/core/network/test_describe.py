import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from paddy_segmenter.core.card import LegendClass, ModelCard, Normalisation
from paddy_segmenter.core.network.describe import describe_model, tell_origin
from paddy_segmenter.core.network.model_file import build_network, save_model
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import DescribeJob

CARD = ModelCard(
    backbone="resnet34",
    bands=("green", ""),
    normalisation=Normalisation((12.0, 0.5), (900.0, 4000.0), (400.0, 1800.0), (120.0, 500.0)),
    gsd=1.5,
    chip=64,
    output_stride=16,
    atrous_rates=(1, 2, 3),
    classes=(LegendClass(1, "hutan", (0, 90, 0)), LegendClass(7, "sawah", (255, 255, 0))),
)
RECORD = {
    "data": [{"raster": f"{name}.tif", "gsd": 1.5} for name in "abcdefg"],
    "split": {"kind": "blocks", "share": 0.2, "validation": [{"row": 0}, {"row": 512}]},
    "epochs": 30,
    "best_epoch": 21,
    "validation": {"accuracy": 0.95625, "miou": 0.875, "iou": {"hutan": 0.9, "sawah": None}},
}


def describe(
    folder: Path, training: dict[str, Any], report: Reporter, events: list[Event]
) -> tuple[dict[str, Any], str]:
    card, path = replace(CARD, training=training), str(folder / "model.safetensors")
    save_model(path, build_network(card), card)
    description = describe_model(DescribeJob(path), report)
    (message,) = events
    assert isinstance(message, Message)
    return description, message.text


def test_a_description_tells_what_the_model_expects_and_how_good_it_was(
    tmp_path: Path, report: Reporter, events: list[Event]
):
    description, text = describe(tmp_path, RECORD, report, events)
    for fact in ("resnet34", "1.5 m", "chips of 64", "1. green, values 12 to 900", "2. unnamed", "7: sawah"):
        assert fact in text
    for figure in ("best epoch: 21", "accuracy: 0.9563", "mean IoU: 0.875", "IoU of hutan: 0.9"):
        assert figure in text
    assert "IoU of sawah" not in text
    assert "split: kind blocks, share 0.2, validation 2 in all" in text
    assert "data: raster a.tif, gsd 1.5; raster b.tif" in text
    assert "raster e.tif, gsd 1.5; 2 more" in text
    assert json.loads(json.dumps(description)) == description
    assert description["classes"][1] == {"value": 7, "name": "sawah", "colour": [255, 255, 0]}
    assert (description["accuracy"], description["miou"]) == (0.95625, 0.875)
    assert description["training"] == RECORD
    assert description["bytes"] == (tmp_path / "model.safetensors").stat().st_size


@pytest.mark.parametrize(
    "training", [{}, {"validation": 3, "split": {"kind": [[[]]]}}, {"validation": {"iou": [1, 2], "accuracy": "good"}}]
)
def test_a_record_without_the_usual_entries_is_described_too(
    training: dict[str, Any], tmp_path: Path, report: Reporter, events: list[Event]
):
    description, text = describe(tmp_path, training, report, events)
    assert "validation:" in text
    assert description["training"] == training


def test_a_record_cannot_write_to_the_terminal_what_it_would_obey(
    tmp_path: Path, report: Reporter, events: list[Event]
) -> None:
    hostile = "\x1b]0;PWNED\x07\x1b[2J\n"
    record = {
        "split": hostile,
        "data": [{hostile: hostile}],
        "validation": {"iou": {hostile: 0.5}, "accuracy": hostile},
    }
    _, text = describe(tmp_path, record, report, events)
    assert r"split: \x1b]0;PWNED\x07\x1b[2J\n" in text
    assert "\x1b" not in text
    assert "\n\n" not in text
    origin = tell_origin(replace(CARD, training={"started": "\x1b[2J\n\n"}), "m\udcff\x07.safetensors")
    assert origin == r"mapped by m\udcff\x07.safetensors (DeepLabV3 on resnet34, trained \x1b[2J\n\n)"


def test_a_file_that_is_no_model_is_refused(tmp_path: Path, report: Reporter):
    (tmp_path / "notes.safetensors").write_text("not a model")
    with pytest.raises(InputError, match=r"notes\.safetensors is damaged or not"):
        describe_model(DescribeJob(str(tmp_path / "notes.safetensors")), report)


def test_what_a_model_maps_says_by_which_one_of_when_and_how_good() -> None:
    network = "DeepLabV3 on resnet34"
    assert tell_origin(CARD, "/models/sawah.safetensors") == f"mapped by sawah.safetensors ({network})"
    card = replace(CARD, training=RECORD | {"started": "2026-05-04T03:02:01+00:00"})
    assert tell_origin(card, "sawah.safetensors") == (
        f"mapped by sawah.safetensors ({network}, trained 2026-05-04, accuracy 0.956, mean IoU 0.875 on ground kept out of the training)"
    )
