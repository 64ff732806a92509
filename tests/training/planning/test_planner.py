import json
import math
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from osgeo import gdal

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import load_model, read_card
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Epoch, Event, Message, Reporter
from paddy_segmenter.jobs import PlanJob, TrainJob
from tests.conftest import LEFT, TOP
from training.chips.feed import AHEAD
from training.fit import fit_model
from training.logbook import Logbook
from training.planning.lines import LINES, warn_of
from training.planning.pace import Pace, measure_memory_of_step
from training.planning.planner import announce, plan_training

Write = Callable[..., str]
MB, GB = 10**6, 10**9


@pytest.fixture
def options(tmp_path: Path, write_raster: Write) -> dict[str, object]:
    """Of a training on 128 x 128 pixels, a quarter of them water, the rest paddy, in 16 blocks."""
    labels = np.ones((128, 128), np.uint8)
    labels[::2, ::2] = 2
    image = np.full((128, 128), 100, np.uint16) * labels
    return {
        "rasters": (write_raster("image.tif", image, bands=("red",)),),
        "labels": (write_raster("labels.tif", labels),),
        "value_map": ("1=paddy", "2=water"),
        "output": str(tmp_path / "model.safetensors"),
        "weights": "none",
        "chip": 32,
        "block": 32,
        "buffer": 0,
        "batch": 2,
        "epochs": 2,
        "chips_per_epoch": 4,
        "device": "cpu",
        "precision": "float32",
    }


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """However short a training is, it is measured."""
    monkeypatch.setattr("training.planning.pace.WORTH_MEASURING", 0)


def plan_told(events: list[Event]) -> dict[str, str]:
    """Returns the lines of the plan by what they are about."""
    [told] = [event.text for event in events if isinstance(event, Message) and event.text.startswith("Plan of")]
    return {name.strip(): text.strip() for name, _, text in (line.partition(":") for line in told.splitlines()[1:])}


def warnings_of(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message) and event.level == "warning"]


def test_a_normalisation_that_is_given_stands_in_the_plan(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    plan = plan_training(PlanJob(**options, normalisation=("50:250:120:30",)), report)
    assert [plan[name] for name in ("low", "high", "mean", "std")] == [[50.0], [250.0], [120.0], [30.0]]
    assert "cut off at the figures given for it" in plan_told(events)["values"]


def test_a_plan_alone_says_what_a_training_would_do_and_neither_trains_nor_writes(
    tmp_path: Path, options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    before = set(tmp_path.iterdir())
    plan = plan_training(PlanJob(**options), report)
    assert set(tmp_path.iterdir()) == before
    assert not [event for event in events if isinstance(event, Epoch)]
    assert json.loads(json.dumps(plan)) == plan
    assert plan["classes"] == {"paddy": 9984, "water": 3328}  # 13 of 16 blocks of 1024 pixels
    assert plan["validated"] == 3 * 1024
    assert (plan["training_blocks"], plan["validation_blocks"]) == (13, 3)
    assert (plan["steps_per_epoch"], plan["epochs"], plan["coarse_epochs"], plan["trainings"]) == (2, 2, 1, 1)
    assert (plan["low"], plan["high"]) == ([100.0], [200.0])
    assert plan["mean"] == pytest.approx([125.0])
    assert plan["std"] == pytest.approx([100 * math.sqrt(3) / 4])
    assert plan["atrous_rates"] == [1, 2, 3]
    assert plan["decided"] == ["bands", "atrous_rates"]
    assert (plan["memory"], plan["seconds"]) == (None, None)


def test_the_lines_of_a_plan_name_places_shares_and_the_options_that_were_left_open(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    plan_training(PlanJob(**options), report)
    told = plan_told(events)
    assert told["recipe"] == "preset recommended; ground to validate on is kept out by the split blocks"
    assert told["ground"] == "1 raster of 1.5 m per pixel, in blocks of up to 32 x 32 pixels (48 x 48 m): 13 to train and 3 to validate"  # fmt: skip
    assert told["labels"] == "3 ha to learn from and 0.69 ha to validate on"
    assert told["classes"] == "paddy 75.0%, water 25.0% of what is learnt"
    assert told["bands"] == "red [bands]"
    assert told["values"].endswith("red 100 to 200 (mean 125, deviation 43.3)")
    assert told["context"] == "atrous rates 1, 2, 3 [atrous_rates]: beside each cell, the network looks at what lies 12, 24 and 36 m away"  # fmt: skip
    assert told["chips"] == "32 x 32 pixels (48 x 48 m), 2 at once"
    assert told["steps"] == "2 per epoch, up to 2 epochs: 4 in all; it stops after 15 epochs without a better validation, where those at output stride 16 never count"  # fmt: skip
    assert "the first epoch takes 16" in told["detail"]
    assert told["time"] == "so short a training is not measured: the first epoch shows how long it takes"


def test_a_disk_that_is_too_full_for_the_model_is_told_before_the_first_step(
    options: dict[str, object], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [60 * MB]
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=free[0]))
    with pytest.raises(OutputError, match=r"are free in .*, but the model takes .* free disk space or"):
        plan_training(PlanJob(**options), report)
    assert not any("Plan of" in event.text for event in events if isinstance(event, Message))

    free[0] = 600 * MB  # enough for the model, not for two checkpoints
    plan_training(PlanJob(**options), report)
    [warning] = [text for text in warnings_of(events) if "are free" in text]
    assert "the disk may run full" in warning


def test_a_plan_needs_no_weights(
    tmp_path: Path, options: dict[str, object], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.hub.get_dir", lambda: str(tmp_path))
    plan = plan_training(PlanJob(**options | {"weights": "imagenet"}), report)
    assert plan["weights"] == "imagenet"
    assert plan_told(events)["network"].endswith("starting from the weights imagenet")
    [told] = [event.text for event in events if isinstance(event, Message) and "initial weights" in event.text]
    assert told == "initial weights: imagenet, which the training is going to download; the plan goes without them"


def test_the_plan_names_the_classes_that_are_learnt_and_not_validated_on(
    options: dict[str, object], report: Reporter, events: list[Event], write_raster: Write
) -> None:
    labels = np.ones((128, 128), np.uint8)
    labels[::2, ::2] = 2
    labels[0:8, 0:8] = 3  # all of it in one of the 16 blocks
    rare = options | {
        "labels": (write_raster("rare.tif", labels),),
        "value_map": ("1=paddy", "2=water", "3=salt pan"),
    }
    plan = plan_training(PlanJob(**rare), report)
    assert plan["unvalidated"] == ["salt pan"]
    assert plan_told(events)["classes"].endswith("of what is learnt; not validated on: salt pan")
    [warning] = [text for text in warnings_of(events) if "validate on" in text]
    assert warning.startswith("no pixel to validate on has one of the classes salt pan: no figure will say")

    events.clear()
    assert plan_training(PlanJob(**rare, folds=2), report)["unvalidated"] == []
    assert not any("validate on has" in text for text in warnings_of(events))


@pytest.mark.parametrize(("schedule", "course"), [
    ("poly", "falling almost evenly (poly)"),
    ("cosine", "falling slowly at both ends (cosine)"),
    ("one_cycle", "falling like cosine after a long rise (one_cycle)"),
    ("constant", "staying there (constant)"),
])  # fmt: skip
def test_the_plan_says_what_becomes_of_the_learning_rate(
    options: dict[str, object], schedule: str, course: str
) -> None:
    job = TrainJob(**options | {"schedule": schedule, "learning_rate": 1e-4})
    told = LINES["learning"](SimpleNamespace(job=job, decided=()))
    assert told == f"loss cross_entropy + 0.5 dice; optimiser adamw, learning rate up to 0.0001, {course}"


def test_epochs_that_all_count_are_not_told_apart(options: dict[str, object]) -> None:
    plan = SimpleNamespace(job=TrainJob(**options), decided=(), steps_per_epoch=2, coarse_epochs=0)
    assert LINES["steps"](plan).endswith("it stops after 15 epochs without a better validation")


def test_the_plan_of_a_training_with_a_decoder_names_it_and_its_finer_cells(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    plan_training(PlanJob(**options | {"decoder": "yes"}), report)
    told = plan_told(events)
    assert told["network"].startswith("DeepLabV3+ on resnet34")
    assert told["detail"].startswith("output stride 8: an answer for each cell of 4 x 4 pixels (6 x 6 m)")


def test_what_is_left_open_is_decided_and_marked(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    left_open = {"block": 0, "chips_per_epoch": 0, "batch": 0, "device": "auto", "precision": "auto"}
    plan = plan_training(PlanJob(**options | left_open | {"epochs": 1}), report)
    told = plan_told(events)
    marked = {"ground": "block", "chips": "batch", "steps": "chips_per_epoch", "machine": "device"}
    for line, option in marked.items():
        assert f"[{option}]" in told[line]
        assert option in plan["decided"]
    assert 0 < plan["batch"] <= 16
    assert plan["block"] == 32
    assert "up to 1 epoch: " in told["steps"]
    at_random = plan_training(PlanJob(**options | left_open | {"split": "random"}), report)
    assert "block" not in at_random["decided"]  # its cells are as large as a chip
    assert plan["device"] in ("cpu", "cuda", "mps")


@pytest.mark.usefixtures("measured")
def test_time_is_measured_at_each_output_stride_and_counts_all_trainings(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    plan = plan_training(PlanJob(**options | {"epochs": 4, "folds": 2, "optimism": "yes"}), report)
    assert plan["trainings"] == 5
    fine, coarse = plan["seconds_per_epoch"]["8"], plan["seconds_per_epoch"]["16"]
    assert coarse > 0
    assert fine > 0
    assert plan["seconds"] == pytest.approx(5 * (2 * fine + 2 * coarse), abs=1)
    assert (plan["training_blocks"], plan["validation_blocks"]) == (8, 8)
    assert "at the most for all 5 trainings: " in plan_told(events)["time"]


@pytest.mark.usefixtures("measured")
def test_the_last_training_learns_from_all_folds_and_takes_longer(options: dict[str, object], report: Reporter) -> None:
    plan = plan_training(PlanJob(**options | {"epochs": 200, "folds": 2, "chips_per_epoch": 0}), report)
    fine, coarse = plan["seconds_per_epoch"]["8"], plan["seconds_per_epoch"]["16"]
    assert plan["seconds"] == pytest.approx(4 * (100 * fine + 100 * coarse), rel=0.01)


@pytest.mark.usefixtures("measured")
def test_a_validation_takes_longer_where_there_is_more_to_validate(
    options: dict[str, object], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.planning.pace._time", lambda task: 1.0)
    plans = [plan_training(PlanJob(**options | {"validation_share": share}), report) for share in (0.1, 0.5)]
    few, many = (plan["seconds_per_epoch"]["8"] for plan in plans)
    assert many > few > 2  # an epoch of two steps


@pytest.mark.usefixtures("measured")
def test_a_training_is_the_same_with_and_without_a_measurement(
    tmp_path: Path, options: dict[str, object], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    strides, forward = [], DeepLabV3.forward_with_auxiliary

    def note_stride(network: DeepLabV3, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        strides.append(network.output_stride)
        return forward(network, image)

    def train() -> dict[str, torch.Tensor]:
        strides.clear()
        fit_model(TrainJob(**options), report)
        return load_model(str(tmp_path / "model.safetensors"))[0].state_dict()

    monkeypatch.setattr(DeepLabV3, "forward_with_auxiliary", note_stride)
    measured = train()
    assert len(strides) > 4
    monkeypatch.setattr("training.planning.pace.WORTH_MEASURING", 50)
    unmeasured = train()
    assert strides == [16, 16, 8, 8]
    assert all(torch.equal(measured[name], unmeasured[name]) for name in measured)


@pytest.mark.usefixtures("measured")
def test_a_step_that_takes_more_memory_than_is_free_is_warned_of_with_a_remedy(
    options: dict[str, object], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.planning.planner.free_memory_on", lambda device: 200 * MB)
    plan = plan_training(PlanJob(**options), report)
    assert 200 * MB < plan["memory"] < 2 * GB  # seven copies of the weights are most of it
    [warning] = [text for text in warnings_of(events) if "memory" in text]
    assert warning.endswith("but 200 MB are free: choose a smaller batch and let accumulate make up for it, or a smaller chip, or output_stride 16")  # fmt: skip
    events.clear()
    monkeypatch.setattr("training.planning.planner.free_memory_on", lambda device: 20 * GB)
    larger = plan_training(PlanJob(**options | {"batch": 16}), report)
    assert larger["memory"] > plan["memory"]
    assert not [text for text in warnings_of(events) if "memory" in text]


@pytest.mark.parametrize(("device", "steps"), [("cpu", AHEAD + 2), ("cuda", 1)])
def test_the_memory_of_a_step_counts_all_chips_that_are_drawn_by_then(
    options: dict[str, object], monkeypatch: pytest.MonkeyPatch, device: str, steps: int
) -> None:
    def draw(chips: int) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.zeros(chips, 3, 32, 32), torch.zeros(chips, 32, 32, dtype=torch.int64)

    trial = nullcontext((SimpleNamespace(device=torch.device(device)), draw))
    learner = SimpleNamespace(job=TrainJob(**options | {"accumulate": 10}), rehearsal=lambda stride: trial)
    monkeypatch.setattr("training.planning.pace.measure_memory", lambda gradients, draw: (7, 1000))
    chip = 32 * 32 * (3 * 4 + 8)
    assert measure_memory_of_step(learner) == 2 * 7 + 1000 + steps * 2 * 10 * chip


@pytest.mark.parametrize(("optimiser", "weight_decay", "warned"), [
    ("adamw", 0.02, False), ("adam", 0.02, True), ("sgd", 0.02, True), ("sgd", 0.001, False), ("adam", 1e-4, False),
])  # fmt: skip
def test_much_weight_decay_in_the_gradient_is_warned_of(
    options: dict[str, object],
    report: Reporter,
    events: list[Event],
    optimiser: str,
    weight_decay: float,
    warned: bool,
) -> None:
    job = TrainJob(**options | {"optimiser": optimiser, "weight_decay": weight_decay})
    warn_of(SimpleNamespace(job=job, memory=None, unvalidated=()), report)
    told = f"weight_decay is {weight_decay:g}, which {optimiser} adds to the gradient: choose about 0.0001, or the optimiser adamw"
    assert warnings_of(events) == ([told] if warned else [])


@pytest.mark.usefixtures("measured")
def test_a_training_keeps_its_plan_and_reports_it_beside_what_it_took(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    job = TrainJob(**options)
    fit_model(job, report)
    plan = read_card(job.output).training["plan"]
    assert plan["classes"] == {"paddy": 9984, "water": 3328}
    assert plan["seconds"] > 0
    assert "planned were at most 0 h 0 min" in Path(job.report_paths[0]).read_text(encoding="utf-8")


def test_the_plan_is_told_once_for_all_trainings_and_then_what_differs(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    fit_model(TrainJob(**options | {"epochs": 1, "folds": 2}), report)
    told = plan_told(events)
    assert "8 to train and 8 to validate" in told["ground"]
    later = [event.text for event in events if isinstance(event, Message) and "all else as in the plan" in event.text]
    assert [text.partition(",")[0] for text in later] == [
        "8 blocks to train and 8 to validate",
        "16 blocks to train and 0 to validate",
    ]


@pytest.mark.parametrize(("asked", "known", "measured"), [
    ("yes", None, True), ("auto", None, False), ("auto", {"accuracy": 0.9}, True), ("no", {"accuracy": 0.9}, False),
])  # fmt: skip
def test_a_training_that_goes_on_measures_the_baseline_where_it_is_asked_for_now(
    options: dict[str, object],
    report: Reporter,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    known: object,
    measured: bool,
) -> None:
    monkeypatch.setattr("training.planning.planner.measure_baseline", lambda *given: "measured")
    job = TrainJob(**options, baseline=asked)
    log = Logbook(job)
    log.plan = {"split": job.split, "baseline": known}
    ground = SimpleNamespace(training_blocks=[1], validation_blocks=[])
    learner = SimpleNamespace(steps_per_epoch=4, normalisation=None)
    assert (announce(job, ground, learner, log, report) == "measured") is measured


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disks have room for anything."""
    monkeypatch.setattr("training.planning.planner.check_training_room", lambda *given: None)


@pytest.mark.parametrize(("split", "told"), [
    ("blocks", "4 steps per epoch; all else as in the plan"),
    ("random", "4 steps per epoch; the split is random and nothing stops it early, all else as in the plan"),
])  # fmt: skip
def test_what_differs_from_the_plan_is_told_of_later_trainings(
    options: dict[str, object], roomy: None, report: Reporter, events: list[Event], split: str, told: str
) -> None:
    job = TrainJob(**options)
    log = Logbook(job)
    log.plan = {"split": "blocks"}
    ground = SimpleNamespace(training_blocks=[1], validation_blocks=[])
    announce(replace(job, split=split), ground, SimpleNamespace(steps_per_epoch=4), log, report)
    assert events == [Message(f"1 block to train and 0 to validate, {told}")]


def test_a_training_that_goes_on_tells_the_plan_that_it_began_with_once(
    options: dict[str, object], roomy: None, report: Reporter, events: list[Event]
) -> None:
    job = TrainJob(**options)
    begun, resumed = Logbook(job), Logbook(job)
    begun.plan, begun.plan_lines = {"split": "blocks"}, "Plan of the training.\n  steps:     4 per epoch"
    resumed.go_on(begun.notes())
    ground = SimpleNamespace(training_blocks=[1], validation_blocks=[])
    for _ in range(2):
        announce(job, ground, SimpleNamespace(steps_per_epoch=4), resumed, report)
    differs = Message("1 block to train and 0 to validate, 4 steps per epoch; all else as in the plan")
    as_begun = Message("the plan as it was when the training was begun:")
    assert events == [as_begun, Message(begun.plan_lines), differs, differs]
    assert resumed.notes()["plan_lines"] == begun.plan_lines


def test_the_plan_of_folds_of_areas_says_what_is_dealt(
    options: dict[str, object], report: Reporter, events: list[Event], write_polygons: Write
) -> None:
    halves = [(LEFT, TOP - 96, LEFT + 96, TOP, "train"), (LEFT + 96, TOP - 96, LEFT + 192, TOP, "validation")]
    areas = write_polygons("areas.gpkg", halves, field="kind")
    split = {"split": "polygons", "split_areas": areas, "split_field": "kind"}
    plan_training(PlanJob(**options | split | {"folds": 2}), report)
    told = plan_told(events)["recipe"]
    assert (
        "2 folds, into which the areas that say train or validation are dealt whole; all other ground is left" in told
    )


def test_a_plan_is_refused_what_a_training_is_refused(
    tmp_path: Path, options: dict[str, object], report: Reporter
) -> None:
    job = PlanJob(**options)
    with pytest.raises(OutputError, match="does not exist: create it"):
        plan_training(replace(job, output=str(tmp_path / "missing" / "model.safetensors")), report)


def blocks_in(path: str) -> list[tuple[str, int, int, tuple[float, float, float, float]]]:
    """Returns purpose, fold, labelled pixels and left, right, bottom, top of each block."""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
    return [(each["purpose"], each["fold"], each["labelled"], each.GetGeometryRef().GetEnvelope()) for each in dataset.GetLayer(0)]  # fmt: skip


def test_a_plan_draws_the_blocks_of_its_split(tmp_path: Path, options: dict[str, object], report: Reporter) -> None:
    path = str(tmp_path / "blocks.gpkg")
    plan = plan_training(PlanJob(**options, blocks_layer=path), report)
    assert plan["blocks_layer"] == path
    blocks = blocks_in(path)
    assert Counter(purpose for purpose, *_ in blocks) == {"training": 13, "validation": 3}
    assert {(fold, labelled) for _, fold, labelled, _ in blocks} == {(0, 1024)}
    side = 32 * 1.5
    assert blocks[1][3] == (LEFT + side, LEFT + 2 * side, TOP - side, TOP)


def test_a_plan_draws_which_fold_validates_on_which_block(
    tmp_path: Path, options: dict[str, object], report: Reporter
) -> None:
    path = str(tmp_path / "blocks.gpkg")
    plan_training(PlanJob(**options, blocks_layer=path, folds=4), report)
    assert Counter(fold for _, fold, *_ in blocks_in(path)) == {1: 4, 2: 4, 3: 4, 4: 4}


def test_the_plan_tells_what_a_method_without_depth_reaches(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    """Water is twice as bright as paddy in each pixel."""
    plan = plan_training(PlanJob(**options, baseline="yes"), report)
    assert (plan["baseline"]["accuracy"], plan["baseline"]["miou"]) == (1.0, 1.0)
    told = plan_told(events)["baseline"]
    assert told.startswith("a linear discriminant analysis of the bands and their means over 7 and 19 pixels has accuracy 1.000 and mIoU 1.000 on the ground to validate on, learnt and measured in ")  # fmt: skip
    assert told.endswith(" s: the network has to beat that")


@pytest.mark.parametrize(("seconds", "told"), [
    (0.0, "the baseline takes longer than a tenth of an epoch and is left out; baseline yes measures it"),
    (1000.0, "a linear discriminant analysis of the bands"),
])  # fmt: skip
def test_a_baseline_is_left_out_where_it_takes_longer_than_a_tenth_of_an_epoch(
    options: dict[str, object],
    seconds: float,
    told: str,
    report: Reporter,
    events: list[Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("training.planning.planner.is_worth_measuring", lambda learner: True)
    monkeypatch.setattr("training.planning.planner.measure_memory_of_step", lambda learner: MB)
    paces = {8: Pace(seconds, 0.0), 16: Pace(seconds, 0.0)}
    monkeypatch.setattr("training.planning.planner.measure_paces", lambda *given: paces)
    plan = plan_training(PlanJob(**options), report)
    assert (plan["baseline"] is None) is (seconds == 0)
    assert plan_told(events)["baseline"].startswith(told)


def test_a_training_that_is_not_measured_has_no_baseline_unless_asked_for(
    options: dict[str, object], report: Reporter, events: list[Event]
) -> None:
    assert plan_training(PlanJob(**options), report)["baseline"] is None
    assert "is not measured for so short a training" in plan_told(events)["baseline"]
