"""What happens to a training whose comparison with a random split is impossible, fails, or is broken off."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from paddy_segmenter.core.network.model_file import read_card
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Epoch, Event, Reporter
from paddy_segmenter.jobs import PlanJob, TrainJob
from tests.training.stops import stop_after, texts, train_job
from training.cross_validation import Trainings
from training.fit import fit_model
from training.ground.ground import Ground
from training.ground.survey import survey
from training.optimism import measure_optimism, prepare_comparison
from training.outcome import Outcome
from training.planning.planner import plan_training

WritePlots = Callable[..., tuple[str, str]]

FEW = (
    "optimism compares with a random split, but that is impossible: 4 cells of a chip's size have labels, too few for 5 folds:"
    " choose fewer folds, label more ground, or choose optimism no"
)
ONE = (
    "optimism compares with a random split, but that is impossible: all labels lie within one cell of a chip's size, 64 x 64"
    " pixels, so that nothing is left to validate on: choose the chip 32, or label more ground, or choose optimism no"
)


@pytest.mark.parametrize("kind", [TrainJob, PlanJob])
@pytest.mark.parametrize(("chip", "folds", "told"), [(32, 5, FEW), (64, 0, ONE)])
def test_too_few_cells_to_compare_with_are_refused_before_the_first_training(
    tmp_path: Path, write_plots: WritePlots, report: Reporter, events: list[Event],
    kind: type[TrainJob], chip: int, folds: int, told: str,
) -> None:  # fmt: skip
    asked = train_job(tmp_path, write_plots(4, 16), chip=chip, block=0, buffer=0, folds=folds)
    survey(asked, tmp_path, report)  # its blocks are a quarter of a chip, so that there are enough of them
    events.clear()
    job = kind(**vars(replace(asked, optimism="yes")))
    with pytest.raises(InputError) as refused:
        (plan_training if isinstance(job, PlanJob) else fit_model)(job, report)
    assert str(refused.value) == told
    assert not [event for event in events if isinstance(event, Epoch)]
    assert not list(tmp_path.glob("**/*.safetensors"))


def test_a_comparison_that_fails_says_how_to_finish_without_it(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    def train(job: TrainJob, ground: Ground, report: Reporter, epochs: int) -> Outcome:
        raise InputError("the loss is no longer finite: choose a lower learning rate or precision float32")

    job = train_job(tmp_path, fields, optimism="yes")
    comparison = prepare_comparison(job, survey(job, tmp_path, report), tmp_path, report)
    honest = Outcome(None, (1, 2, 3), None)  # type: ignore[arg-type] # of which nothing is looked at
    with pytest.raises(
        InputError, match=r"\(the loss is no longer finite: .*\): train again with optimism no, which goes on"
    ):
        measure_optimism(job, comparison, honest, tmp_path, Trainings(job, train, report))


@pytest.mark.usefixtures("every_epoch")
def test_a_training_that_was_stopped_while_it_was_compared_is_finished_without_a_comparison(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = train_job(tmp_path / "model", fields, epochs=2, coarse_share=0.0, optimism="yes")
    stopped = stop_after(job, 1, 2, 1)  # in the training on the random split
    honest = [event for event in stopped if isinstance(event, Epoch)][:2]
    fit_model(replace(job, optimism="no"), report)
    assert "the training goes on after epoch 2 of 2" in texts(events)
    assert not [event for event in events if isinstance(event, Epoch)]
    training = read_card(job.output).training
    assert [curve["loss"] for curve in training["curves"]] == [epoch.figures["loss"] for epoch in honest]
    assert "optimism" not in training["split"]
