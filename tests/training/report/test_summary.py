from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT
from training.ground.ground import Ground
from training.ground.survey import survey
from training.metrics import Figures
from training.outcome import Outcome
from training.report.summary import class_rows, glance, list_facts, tell_epochs, tell_preset, tell_split

from .conftest import NAMES, SIDE


def told(ground: Ground, outcome: Outcome) -> str:
    return " ".join(glance(ground, outcome, class_rows(outcome.best, ground)))


def test_a_row_says_how_well_a_class_is_mapped_and_what_that_rests_on(ground: Ground, outcome: Outcome) -> None:
    paddy, village = class_rows(outcome.best, ground)
    assert (paddy["name"], village["name"]) == NAMES
    assert (paddy["recall"], village["recall"], village["precision"]) == (1.0, pytest.approx(0.5, abs=0.01), 1.0)
    for index, row in enumerate((paddy, village)):
        holding = [block.counts[index] for block in ground.validation_blocks if block.counts[index]]
        assert (row["support"], row["blocks"]) == (sum(holding), len(holding))
        assert row["learnt"] == sum(block.counts[index] for block in ground.training_blocks)


def test_the_summary_says_what_the_figures_are_and_how_far_they_can_be_trusted(
    ground: Ground, outcome: Outcome
) -> None:
    text, pixels = told(ground, outcome), int(outcome.best.matrix.sum())
    assert f"{100 * outcome.best.accuracy:.1f}% of the labelled pixels right" in text
    assert f"knows {NAMES[0]} best (IoU {outcome.best.iou[0]:.3f}) and village least" in text
    assert f"{pixels:,} labelled pixels, about {pixels * 1.5**2 / 1e4:.2f} hectares" in text
    assert f"in {len(ground.validation_blocks)} blocks of 1 raster" in text
    assert "Epoch 2 of 3 was kept because it was the best on this very ground. That flatters" in text
    assert "more epochs may bring more" not in text


def test_ground_that_several_rasters_show_is_said_to_count_for_each(
    job: TrainJob, outcome: Outcome, tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    image = np.random.default_rng(0).integers(1, 1000, (2, SIDE, SIDE // 2)).astype(np.uint16)
    west, east = (
        write_raster(f"{number}.tif", part, left=LEFT + 1.5 * number * SIDE // 2) for number, part in enumerate(image)
    )
    apart, again = (
        told(survey(replace(job, rasters=rasters), tmp_path, report), outcome)
        for rasters in ((west, east), (*job.rasters, west))
    )
    assert "blocks of 2 rasters." in apart
    assert "blocks of 2 rasters; ground that several of them show counts once for each." in again


def test_of_folds_it_says_that_the_network_in_the_file_was_measured_nowhere(ground: Ground, outcome: Outcome) -> None:
    text = told(ground, replace(outcome, folds=[{}, {}]))
    assert "kept out of their training, networks made like it map" in text
    assert (
        "Epoch 2 of 3 was chosen for all 2 folds together by these very figures, which flatters them a little" in text
    )
    assert "learnt from all folds for 2 epochs and was itself measured nowhere" in text
    assert "was kept because" not in text


def test_the_best_and_the_average_accuracy_of_all_epochs_are_told(outcome: Outcome) -> None:
    curves = [outcome.curves[0] | {"validation_accuracy": accuracy} for accuracy in (0.25, 0.75, 0.5)]
    text = tell_epochs(replace(outcome, curves=curves))
    assert "Over all 3 epochs the accuracy was 75.0% at best and 50.0% on average" in text
    assert tell_epochs(replace(outcome, curves=[{"loss": 1.0}])) == ""


@pytest.mark.parametrize(("preset", "kind", "told"), [
    ("recommended", "random", ""),
    ("study", "blocks", "there to compare with"),
    ("study", "random", "its split is random: neighbours of the ground that was measured on were learnt, which flatters"),
])  # fmt: skip
def test_a_preset_that_is_there_to_compare_with_is_named(preset: str, kind: str, told: str) -> None:
    text = " ".join(tell_preset({"preset": preset, "split": {"kind": kind}}))
    assert told in text
    assert bool(text) == bool(told)
    assert ("flatters" in text) == (preset == "study" and kind == "random")


def test_a_training_that_was_best_when_it_ended_asks_for_more(ground: Ground, outcome: Outcome) -> None:
    assert "more epochs may bring more" in told(ground, replace(outcome, best_epoch=3))


def test_classes_that_are_missed_or_not_measured_are_named(ground: Ground, outcome: Outcome) -> None:
    missed = replace(outcome, best=Figures(np.array([[70, 0], [30, 0]])))
    assert "finds nothing of village" in told(ground, missed)
    unmeasured = replace(outcome, best=Figures(np.array([[70, 0], [0, 0]])))
    assert "holds no pixel of village: nothing is known" in told(ground, unmeasured)


def test_long_lists_of_classes_are_cut_short(ground: Ground, outcome: Outcome) -> None:
    paddy, village = class_rows(outcome.best, ground)
    rows = [paddy, village | {"support": 0}] + [village | {"name": f"crop {n}", "support": 0} for n in range(20)]
    [sentence] = [each for each in glance(ground, outcome, rows) if "holds no pixel" in each]
    assert "crop 6, and 13 more: nothing is known" in sentence


def test_a_split_is_told_in_sentences_and_as_facts(ground: Ground) -> None:
    split = {"kind": "blocks", "block": 32, "buffer": 16, "share": 0.2, "validation": [{"row": 0}],
             "audit": {"copied_pixels": 3}}  # fmt: skip
    assert "blocks of up to 32 pixels" in tell_split(split, ground)
    assert f"{len(ground.validation_blocks)} blocks with labels were kept out" in tell_split(split, ground)
    assert list_facts(split) == [
        ("kind", "blocks"),
        ("side of the blocks (pixels)", "32"),
        ("buffer (pixels)", "16"),
        ("share that was asked for", "0.2"),
        ("audit: copied pixels", "3"),
    ]


@pytest.mark.parametrize("kind", ["polygons", "random"])
def test_other_splits_are_told_too(kind: str, ground: Ground) -> None:
    text = tell_split({"kind": kind, "block": 32, "buffer": 0}, ground)
    assert ("flatters the figures" in text) == (kind == "random")
    assert f"{len(ground.validation_blocks)}" in text


def test_folds_are_judged_on_all_labelled_ground(ground: Ground, outcome: Outcome) -> None:
    whole = replace(ground, validation_blocks=(), training_blocks=ground.training_blocks + ground.validation_blocks)
    rows = class_rows(outcome.best, whole)
    assert [row["blocks"] for row in rows] == [sum(b.counts[i] > 0 for b in whole.training_blocks) for i in range(2)]
    text = tell_split({"kind": "blocks", "block": 32, "buffer": 16, "folds": [{}, {}, {}]}, whole)
    third = len(whole.training_blocks) // 3
    assert f"{third} blocks with labels were kept out" in text
    assert "This was done 3 times" in text
