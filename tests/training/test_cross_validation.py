import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.network.model_file import read_card
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Epoch, Event, Message, Progress, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP
from training.checkpoints import Checkpoints
from training.course import Fit
from training.cross_validation import Trainings, cross_validate, plan_trainings, sum_up
from training.fit import fit_model
from training.ground.ground import Ground
from training.ground.split import split_ground
from training.ground.survey import survey
from training.learning.optimisation import Optimisation
from training.logbook import Logbook
from training.metrics import Figures
from training.optimism import Comparison, measure_optimism, prepare_comparison
from training.outcome import Outcome
from training.report.gallery import Gallery

Write = Callable[..., str]
NORMALISATION = Normalisation((0.0,), (1.0,), (0.5,), (0.3,))


def outcome(*matrices: list[list[int]], coarse_epochs: int = 0) -> Outcome:
    """What a training has come to whose epochs were judged so."""
    judged = [Figures(np.array(matrix)) for matrix in matrices]
    curves = [{"loss": 1.0 / epoch, "validation_miou": each.miou} for epoch, each in enumerate(judged, 1)]
    return Outcome(NORMALISATION, (1, 2, 3), judged[-1], len(judged), curves, judged, coarse_epochs, chips_per_epoch=8)


GOOD, FAIR, POOR = [[90, 10], [10, 90]], [[75, 25], [25, 75]], [[50, 50], [50, 50]]


def test_the_folds_figures_come_from_their_summed_confusion_matrices() -> None:
    small, large = [[9, 1], [0, 0]], [[100, 0], [300, 600]]
    together = sum_up([outcome(small), outcome(large)])
    np.testing.assert_array_equal(together.best.matrix, [[109, 1], [300, 600]])
    assert together.best.accuracy == 709 / 1010
    assert together.curves[0]["validation_accuracy"] == 709 / 1010
    assert together.curves[0]["loss"] == 1.0


def test_the_best_and_the_average_accuracy_are_taken_over_all_epochs_of_the_folds_together() -> None:
    folds = [outcome(GOOD, POOR, POOR), outcome(POOR, FAIR, FAIR, GOOD)]
    assert sum_up(folds).over_epochs == pytest.approx(
        {"best_accuracy": 0.7, "average_accuracy": (0.7 + 0.625 + 0.625) / 3}
    )
    assert Outcome(NORMALISATION, (1, 2, 3), Figures.of_nothing(2)).over_epochs == {}


def test_one_epoch_is_chosen_for_all_folds_among_those_that_all_reached() -> None:
    first = outcome(POOR, FAIR, POOR)
    second = outcome(GOOD, FAIR, FAIR, GOOD)  # its own best are the first and the fourth
    together = sum_up([first, second])
    assert together.best_epoch == 2
    assert len(together.curves) == 3
    np.testing.assert_array_equal(together.best.matrix, 2 * np.array(FAIR))


def test_epochs_at_a_coarser_stride_are_not_chosen() -> None:
    folds = [outcome(GOOD, POOR, FAIR, coarse_epochs=1)] * 2
    assert sum_up(folds).best_epoch == 3


def test_an_epoch_without_figures_is_not_chosen() -> None:
    nothing = [[0, 0], [0, 0]]
    assert math.isnan(Figures(np.array(nothing)).miou)
    assert sum_up([outcome(nothing, POOR)] * 2).best_epoch == 2


@pytest.mark.parametrize(
    ("changes", "number", "told"),
    [
        ({}, 1, ""),
        ({"folds": 5}, 6, "6 trainings of up to 40 epochs (5 on the folds, 1 on all folds): they take about 6 times"),
        ({"folds": 2, "epochs": 1}, 3, "3 trainings of up to 1 epoch (2 on the folds"),
        ({"optimism": "yes"}, 2, "2 trainings of up to 40 epochs (1 for the model, 1 on a random split to compare with)"),
        ({"folds": 3, "optimism": "yes"}, 7, "(3 on the folds, 1 on all folds, 3 on a random split to compare with)"),
    ],
)  # fmt: skip
def test_how_many_trainings_there_will_be_is_told_before(
    report: Reporter, events: list[Event], changes: dict[str, object], number: int, told: str
) -> None:
    job = TrainJob(("a.tif",), ("a.gpkg",), "a.safetensors", **changes)
    trainings = Trainings(job, lambda *course: outcome(GOOD), report)
    assert sum(plan_trainings(job).values()) == number
    assert told in "".join(event.text for event in events if isinstance(event, Message))
    assert bool(events) == bool(told)
    for _ in range(number):
        trainings.next_report().progress(1.0)
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert shares == pytest.approx([(each + 1) / number for each in range(number)])


@pytest.fixture
def fields(write_plots: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """Image and labels of 8 x 8 plots of 16 pixels; one of the four blocks of 64 pixels is unlabelled in part."""
    return write_plots(8, 16, (slice(20), slice(40)))


def train_job(tmp_path: Path, fields: tuple[str, str], **changes: object) -> TrainJob:
    settings = {"weights": "none", "chip": 32, "block": 64, "buffer": 4, "batch": 4, "epochs": 2, "chips_per_epoch": 8,
                "coarse_share": 0.0, "device": "cpu", "precision": "float32"}  # fmt: skip
    return TrainJob(fields[:1], fields[1:], str(tmp_path / "model.safetensors"), **(settings | changes))


def compared(job: TrainJob, folder: Path, report: Reporter) -> Comparison:
    return prepare_comparison(job, survey(job, folder, report), folder, report)


def messages(events: list[Event]) -> str:
    return "\n".join(event.text for event in events if isinstance(event, Message))


def test_folds_judge_all_labelled_ground_and_the_model_learns_from_all_of_it(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    # Nothing is learnt at this rate, so that a fold stops early and the last training has to stop, too.
    job = train_job(tmp_path, fields, folds=2, epochs=6, patience=1, learning_rate=1e-7, baseline="yes")
    outputs = fit_model(job, report)
    training = read_card(outputs["output"]).training
    split = training["split"]
    assert training["validation"]["pixels"] == 128 * 128 - 20 * 40
    assert sum(fold["figures"]["pixels"] for fold in split["folds"]) == 128 * 128 - 20 * 40
    assert [len(fold["validation"]) for fold in split["folds"]] == [2, 2]
    assert {(each["row"], each["column"]) for fold in split["folds"] for each in fold["validation"]} == {
        (row, column) for row in (0, 64) for column in (0, 64)
    }
    assert all(fold["audit"]["shared_pixels"] == 0 for fold in split["folds"])
    assert outputs["best_epoch"] == training["best_epoch"] < 6
    assert outputs["miou"] == pytest.approx(training["validation"]["miou"], abs=1e-6)
    assert "learnt from all folds" in split["model"]
    assert training["baseline"]["figures"]["support"] == training["validation"]["support"]
    assert (training["validation"]["blocks"], training["validation"]["intervals"]["miou"]) == (4, None)
    assert training["ended"] == f"after {many(outputs['best_epoch'], 'epoch')}, the best for all folds together"

    chips = json.loads((tmp_path / "model.report.json").read_text(encoding="utf-8"))["chips"]
    assert [chip["kind"][0] for chip in chips] == list("bbbmmmwww")  # of 16
    assert {chip["fold"] for chip in chips} == {1, 2}
    for chip in chips:
        blocks = split["folds"][chip["fold"] - 1]["validation"]
        assert any(0 <= chip["row"] - each["row"] < 64 > chip["column"] - each["column"] >= 0 for each in blocks)

    told = messages(events)
    assert "3 trainings of up to 6 epochs (2 on the folds, 1 on all folds)" in told
    assert "fold 2 of 2" in told
    assert training["baseline"]["sentence"] in told
    assert "it is not ahead beyond chance; try more epochs, more labels or another split" in told
    assert f"the model learns from all folds for {many(outputs['best_epoch'], 'epoch')}" in told
    assert "4 blocks to train and 0 to validate" in told
    epochs = [event for event in events if isinstance(event, Epoch)]
    last = [event.number for event in epochs if "validation_miou" not in event.figures]
    assert last == list(range(1, outputs["best_epoch"] + 1))
    assert epochs[-1].number == last[-1]


def test_a_fold_that_is_lost_among_its_coarse_epochs_ends_the_job_and_a_later_one_is_warned_of(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = train_job(tmp_path, fields, folds=2)
    splits = [*split_ground(survey(job, tmp_path, report), job, tmp_path, report)]

    def validated(*folds: Outcome) -> Outcome:
        left = iter(folds)
        return cross_validate(job, iter(splits), Trainings(job, lambda *_: next(left), report))

    whole = outcome(POOR, FAIR, GOOD, coarse_epochs=1)
    with pytest.raises(InputError, match="the loss of fold 2 is no longer finite in epoch 2, before any at the output"):
        validated(whole, replace(outcome(POOR, coarse_epochs=1), lost_in=2))
    together = validated(whole, replace(outcome(POOR, FAIR, coarse_epochs=1), lost_in=3))
    assert together.best_epoch == 2
    assert "fold 2 ended after 2 epochs, as its loss was no longer finite" in messages(events)


def test_a_loss_that_is_lost_on_all_folds_hands_out_no_network_with_the_figures_of_another(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([1.0, 1.0, 1.0, 1.0, 1.0, math.nan])
    shown = iter([FAIR, GOOD, FAIR, GOOD, POOR])
    monkeypatch.setattr("training.learner.Learner.train_epoch", lambda *_: next(losses))
    monkeypatch.setattr("training.course.validate", lambda *_: Figures(np.array(next(shown))))
    job = train_job(tmp_path, fields, folds=2, epochs=2, coarse_share=0.0)
    with pytest.raises(InputError, match="the loss of the training on all folds is no longer finite in epoch 2 of 2"):
        fit_model(job, report)
    assert not (tmp_path / "model.safetensors").exists()


def test_without_ground_to_validate_on_the_newest_epoch_counts_and_nothing_stops_early(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    job = train_job(tmp_path, fields, folds=2, epochs=3, patience=1, chips_per_epoch=4)
    kept = Checkpoints(job.output, Logbook(job), report).next()
    fit = Fit(job, survey(job, tmp_path, report), kept, report)
    fit.run(job.epochs)
    assert fit.outcome.best_epoch == len(fit.outcome.curves) == 3
    assert torch.equal(
        fit.best_network().state_dict()["classifier.4.weight"],
        fit.learner.averaged.state_dict()["classifier.4.weight"],
    )


@pytest.mark.parametrize("folds", [0, 2])
def test_a_random_split_is_trained_by_the_same_recipe_for_as_many_steps(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, folds: int
) -> None:
    courses = []

    def train(job: TrainJob, ground: Ground, report: Reporter, epochs: int) -> Outcome:
        courses.append((job, ground, epochs))
        return outcome(FAIR, GOOD)

    job = train_job(tmp_path, fields, folds=folds, optimism="yes", epochs=9, chips_per_epoch=0, patience=1)
    honest = outcome(POOR, FAIR, POOR)
    found = measure_optimism(job, compared(job, tmp_path, report), honest, tmp_path, Trainings(job, train, report))
    assert len(courses) == max(1, folds)
    for used, ground, epochs in courses:
        assert (used.split, used.epochs, used.chips_per_epoch, epochs) == ("random", 9, honest.chips_per_epoch, 3)
        assert used.patience >= used.epochs
        assert (ground.block, ground.buffer) == (32, 0)
        assert len(ground.validation_blocks) == (8 if folds else 3)
    assert found["random"]["accuracy"] == 0.9
    assert found["excess"]["accuracy"] == pytest.approx(0.9 - honest.best.accuracy)


@pytest.mark.parametrize("folds", [0, 2])
@pytest.mark.parametrize("empty", ["honest", "random"])
def test_a_split_on_which_nothing_was_measured_leaves_the_optimism_open(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], folds: int, empty: str
) -> None:
    nothing = [[0, 0], [0, 0]]
    honest, random = (outcome(nothing if empty == kind else FAIR) for kind in ("honest", "random"))
    job = train_job(tmp_path, fields, folds=folds, optimism="yes")
    trainings = Trainings(job, lambda *course: random, report)
    found = measure_optimism(job, compared(job, tmp_path, report), honest, tmp_path, trainings)
    assert found["excess"] == {"accuracy": None, "miou": None, "weighted_iou": None}
    assert "optimism: not known, because no labelled pixel was measured on one of the two splits" in messages(events)


@pytest.mark.parametrize("lost", ["honest", "random"])
def test_a_training_whose_loss_was_lost_leaves_the_optimism_open(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], lost: str
) -> None:
    honest, random = (replace(outcome(FAIR), lost_in=2 if lost == kind else 0) for kind in ("honest", "random"))
    job = train_job(tmp_path, fields, optimism="yes")
    trainings = Trainings(job, lambda *course: random, report)
    found = measure_optimism(job, compared(job, tmp_path, report), honest, tmp_path, trainings)
    assert found["excess"] == {"accuracy": None, "miou": None, "weighted_iou": None}
    assert "optimism: not known, because a training ended early, as its loss was no longer finite" in messages(events)


def test_a_fold_on_which_nothing_was_measured_does_not_hide_how_far_the_others_are_apart(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    outcomes = iter([outcome([[0, 0], [0, 0]]), outcome(GOOD), outcome(FAIR)])
    job = train_job(tmp_path, fields, folds=3)
    trainings = Trainings(job, lambda *course: next(outcomes), report)
    together = cross_validate(job, split_ground(survey(job, tmp_path, report), job, tmp_path, report), trainings)
    low, high = Figures(np.array(FAIR)).miou, Figures(np.array(GOOD)).miou
    assert f"(folds {low:.3f} to {high:.3f}) at epoch 1" in messages(events)
    assert together.folds[0]["figures"]["miou"] is None


@pytest.mark.parametrize("folds", [0, 2])
def test_a_random_split_takes_the_batches_and_the_rates_that_were_found(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, folds: int
) -> None:
    jobs = []

    def train(job: TrainJob, ground: Ground, report: Reporter, epochs: int) -> Outcome:
        jobs.append(job)
        return outcome(FAIR)

    found = [{"batch": 16, "learning_rate": 1e-3}, {"batch": 8, "learning_rate": 3e-4}]
    job = train_job(tmp_path, fields, folds=folds, optimism="yes", batch=0, learning_rate=0.0)
    honest = replace(outcome(FAIR), found=found[0], folds=[{"found": each} for each in found[:folds]])
    measure_optimism(job, compared(job, tmp_path, report), honest, tmp_path, Trainings(job, train, report))
    assert [{"batch": each.batch, "learning_rate": each.learning_rate} for each in jobs] == found[: folds or 1]


def test_each_fold_says_what_its_training_found(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    rates = iter((1e-3, 3e-4))
    job = train_job(tmp_path, fields, folds=2, learning_rate=0.0)
    trainings = Trainings(job, lambda *course: replace(outcome(FAIR), found={"learning_rate": next(rates)}), report)
    together = cross_validate(job, split_ground(survey(job, tmp_path, report), job, tmp_path, report), trainings)
    assert [fold["ended"] for fold in together.folds] == ["", ""]
    assert [fold["found"] for fold in together.folds] == [{"learning_rate": 1e-3}, {"learning_rate": 3e-4}]


@pytest.mark.parametrize("folds", [0, 2])
def test_a_random_split_to_compare_areas_with_leaves_alone_what_they_leave_alone(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter, folds: int
) -> None:
    grounds = []

    def train(job: TrainJob, ground: Ground, report: Reporter, epochs: int) -> Outcome:
        grounds.append(ground)
        return outcome(FAIR)

    side = 32 * 1.5
    kinds = ["train", "train", "validation", "test"]  # four strips, 32 rows each
    strips = [(LEFT, TOP - (row + 1) * side, LEFT + 4 * side, TOP - row * side, kind) for row, kind in enumerate(kinds)]
    areas = write_polygons("areas.gpkg", strips, field="kind")
    job = train_job(
        tmp_path, fields, folds=folds, optimism="yes", split="polygons", split_areas=areas, split_field="kind", buffer=0
    )
    comparison = compared(job, tmp_path, report)
    measure_optimism(job, comparison, outcome(FAIR), tmp_path, Trainings(job, train, report))
    used = {
        (b.window.row, b.window.column) for each in grounds for b in (*each.training_blocks, *each.validation_blocks)
    }
    assert used == {(row, column) for row in (0, 32, 64) for column in (0, 32, 64, 96)}
    # Of 12 cells a third, as of the areas, or half of them in each of two folds.
    assert [len(each.validation_blocks) for each in grounds] == ([6, 6] if folds else [4])


def test_the_optimism_of_a_random_split_is_measured_by_as_many_steps_and_stored(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps, step = [], Optimisation.step

    def count(optimisation: Optimisation) -> bool:
        steps.append(optimisation)
        return step(optimisation)

    monkeypatch.setattr(Optimisation, "step", count)
    monkeypatch.setattr("training.learner.FEWEST_CHIPS", 1)  # so that the steps depend on the ground that is learnt
    visits, visit = [], Gallery.visit
    monkeypatch.setattr(Gallery, "visit", lambda *given: visits.append(given) or visit(*given))
    outputs = fit_model(train_job(tmp_path, fields, optimism="yes", chips_per_epoch=0), report)
    assert len(visits) == 1  # nothing is shown of the random split
    honest, random = (steps.count(each) for each in dict.fromkeys(steps))
    assert honest == random > 0

    training = read_card(outputs["output"]).training
    optimism = training["split"]["optimism"]
    assert training["split"]["kind"] == "blocks"
    assert optimism["random"]["pixels"] == pytest.approx(0.2 * (128 * 128 - 20 * 40), rel=0.1)  # three of 16 cells
    assert optimism["excess"]["miou"] == pytest.approx(
        optimism["random"]["miou"] - training["validation"]["miou"], abs=2e-6
    )
    told = messages(events)
    assert "2 trainings of up to 2 epochs (1 for the model, 1 on a random split to compare with)" in told
    assert f"optimism: a random split of the same ground shows accuracy {optimism['random']['accuracy']:.3f}" in told
    assert "the split is random: " not in told  # the warning is no news here
