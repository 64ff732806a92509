from types import SimpleNamespace
from typing import Any

import pytest

from paddy_segmenter.core.identity import changes
from paddy_segmenter.jobs import TrainJob
from training.training_identity import identity_of_training

GROUND: Any = SimpleNamespace(sites=[SimpleNamespace(bands=(1, 2))], block=256)


def identity(content: str = "5f", name: str = "a.tif", **changed: Any) -> dict[str, Any]:
    """Returns the identity of a training whose raster has this content and is called so."""
    site = {"files": [{"file": name, "bytes": 7, "sha256": content}], "labelled_pixels_sha256": "1", "masks": [], "left_out": {},
            "burnt_labels_sha256": "2"}  # fmt: skip
    job = TrainJob(**{"rasters": (name,), "labels": ("b.gpkg",), "output": "m.safetensors"} | changed)
    return identity_of_training(job, GROUND, {"data": [site], "weights": None})


@pytest.mark.parametrize(
    "other",
    [
        {"name": "/mnt/elsewhere/c.tif"},
        {"labels": ("./b.gpkg|layername=b",)},
        {"device": "cpu", "precision": "bfloat16"},
        {"bands": (1, 2), "block": 256},
        {"loss": "cross_entropy+0.5 dice"},
        {"output": "other.safetensors", "on_stop": "model", "keep_last": "yes", "cache": 1.0},
    ],
)
def test_what_means_the_same_is_the_same_training(other: dict[str, Any]) -> None:
    assert changes(identity(), identity(**other)) == []


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ({"content": "60"}, "pixels of the rasters"),
        ({"seed": 1}, "seed"),
        ({"loss": "cross_entropy"}, "loss"),
        ({"augment": ("blur=0.5",)}, "augment"),
        ({"value_map": ("1=rice",)}, "value_map"),
        ({"atrous_rates": (1, 2, 3)}, "atrous_rates"),
    ],
)
def test_what_means_something_else_is_another_training(other: dict[str, Any], name: str) -> None:
    assert changes(identity(), identity(**other)) == [name]
