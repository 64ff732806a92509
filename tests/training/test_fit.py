import json
import math
import shlex
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from paddy_segmenter.band_figures import band_figures_of
from paddy_segmenter.command_line import job_from_arguments
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.core.names import shown_name
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.model_file import load_model, read_card
from paddy_segmenter.errors import Cancelled, EnvironmentMissing, InputError, OutputError
from paddy_segmenter.events import Epoch, Event, Message, Reporter
from paddy_segmenter.jobs import AssessJob, SegmentJob, TrainJob
from tests.conftest import LEFT, TOP
from training.assessment.accuracy import assess_maps
from training.chips.places import Place, Places
from training.fit import fit_model
from training.learning.gradients import Gradients
from training.learning.losses import LOSSES

Write = Callable[..., str]


@pytest.fixture
def fields(write_plots: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """Image and labels of 6 x 6 plots of 32 pixels."""
    return write_plots(6, 32)


def train_job(tmp_path: Path, fields: tuple[str, str], **changes: object) -> TrainJob:
    settings = {"weights": "none", "chip": 64, "block": 64, "output_stride": 8, "batch": 4, "epochs": 10, "chips_per_epoch": 32,
                "coarse_share": 0.0, "device": "cpu", "precision": "float32"}  # fmt: skip
    return TrainJob((fields[0],), (fields[1],), str(tmp_path / "model.safetensors"), **(settings | changes))


@pytest.mark.slow
def test_a_training_learns_and_its_model_maps_what_it_measured(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    outputs = fit_model(train_job(tmp_path, fields), report)
    card = read_card(outputs["output"])
    epochs = [event for event in events if isinstance(event, Epoch)]
    assert [event.number for event in epochs] == list(range(1, 11))
    assert epochs[-1].figures["loss"] < 0.5 * epochs[0].figures["loss"]
    assert epochs[-2].figures["learning_rate"] > epochs[-1].figures["learning_rate"] == 0
    mious = [event.figures["validation_miou"] for event in epochs]
    assert card.training["best_epoch"] == 1 + mious.index(max(mious))
    assert outputs["miou"] == max(mious) > 0.8
    assert card.training["curves"] == [event.figures for event in epochs]
    assert card.training["last_epoch"]["miou"] == pytest.approx(mious[-1], abs=1e-6)
    told = band_figures_of(tuple(card.training["normalisation"].split("; ")))
    assert told == [pytest.approx(band) for band in zip(*vars(card.normalisation).values(), strict=True)]
    assert outputs["report"] == str(tmp_path / "model.report.html")
    assert "At a glance" in Path(outputs["report"]).read_text(encoding="utf-8")
    history = json.loads((tmp_path / "model.history.json").read_text(encoding="utf-8"))
    assert history == [{"epoch": event.number, **event.figures} for event in epochs]
    chips = json.loads((tmp_path / "model.report.json").read_text(encoding="utf-8"))["chips"]
    assert [chip["kind"] for chip in chips] == sorted(chip["kind"] for chip in chips)  # best, median, worst
    assert (card.gsd, card.chip, card.atrous_rates) == (1.5, 64, (1, 2, 3))

    mapped = str(tmp_path / "map.tif")
    segment_raster(SegmentJob(fields[0], outputs["output"], mapped, precision="float32"), report)
    held_out = validation_only(tmp_path, fields[1], card.training["split"]["validation"])
    figures = assess_maps(AssessJob((mapped,), (held_out,)), report)
    assert figures["miou"] == pytest.approx(outputs["miou"], abs=1e-6)


def test_a_training_with_a_decoder_makes_a_model_that_maps_with_it(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    model = fit_model(train_job(tmp_path, fields, decoder="yes", epochs=2, coarse_share=0.5), report)["output"]
    network, card = load_model(model)
    assert card.decoder
    assert network.decoder is not None
    segment_raster(SegmentJob(fields[0], model, str(tmp_path / "map.tif"), precision="float32"), report)
    assert "DeepLabV3+ on resnet34" in gdal.Open(str(tmp_path / "map.tif")).GetMetadataItem("TIFFTAG_IMAGEDESCRIPTION")


def validation_only(tmp_path: Path, labels: str, blocks: list[dict[str, int]]) -> str:
    path = str(tmp_path / "held_out.tif")
    gdal.Translate(path, labels, noData=0)
    dataset = gdal.Open(path, gdal.GA_Update)
    values, kept = dataset.ReadAsArray(), np.zeros((192, 192), bool)
    for b in blocks:
        kept[b["row"] : b["row"] + b["height"], b["column"] : b["column"] + b["width"]] = True
    dataset.WriteArray(np.where(kept, values, 0))
    return path


def test_the_same_seed_trains_the_same_network(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    def train(seed: int) -> dict[str, torch.Tensor]:
        fit_model(train_job(tmp_path, fields, epochs=1, chips_per_epoch=8, seed=seed), report)
        return load_model(str(tmp_path / "model.safetensors"))[0].state_dict()

    first, again, other = train(1), train(1), train(2)
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["classifier.4.weight"], other["classifier.4.weight"])


def test_chips_are_drawn_in_a_thread_beside_the_network(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, draw = [], Places.read_around

    def note_thread(places: Places, place: Place, side: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        threads.append(threading.get_ident())
        return draw(places, place, side)

    monkeypatch.setattr(Places, "read_around", note_thread)
    fit_model(train_job(tmp_path, fields, epochs=1, chips_per_epoch=8), report)
    assert len(threads) >= 8
    assert threading.get_ident() not in threads


def test_it_stops_when_nothing_gets_better(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    fit_model(train_job(tmp_path, fields, epochs=9, chips_per_epoch=4, patience=2, learning_rate=1e-7), report)
    numbers = [event.number for event in events if isinstance(event, Epoch)]
    best = read_card(str(tmp_path / "model.safetensors")).training["best_epoch"]
    assert len(numbers) == best + 2 < 9
    assert f"stopped after epoch {best + 2}: nothing better since epoch {best}" in [
        e.text for e in events if isinstance(e, Message)
    ]


def test_a_loss_that_is_no_longer_finite_ends_the_training_with_a_remedy(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOSSES, "dice", lambda logits, *others: logits.mean() * torch.nan)
    with pytest.raises(InputError, match="the loss is no longer finite: choose a lower learning rate"):
        fit_model(train_job(tmp_path, fields, epochs=2, chips_per_epoch=8), report)
    assert not (tmp_path / "model.safetensors").exists()


def test_a_loss_that_is_lost_in_the_third_epoch_hands_out_the_network_of_the_second(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute, computed = Gradients.compute, []

    def lose(gradients: Gradients, *batch: torch.Tensor) -> float:
        computed.append(None)
        return compute(gradients, *batch) if len(computed) <= 2 else math.nan

    monkeypatch.setattr(Gradients, "compute", lose)
    job = train_job(tmp_path, fields, epochs=4, chips_per_epoch=4, output_stride=16)
    outputs = fit_model(job, report)
    network, card = load_model(outputs["output"])
    assert int(network.backbone.bn1.num_batches_tracked) == outputs["best_epoch"] <= 2
    assert card.training["ended"].startswith("ended in epoch 3, whose loss was not finite: the best network so far")
    assert any("the loss is no longer finite in epoch 3" in warning for warning in card.training["warnings"])


def test_the_preset_study_trains_at_a_constant_rate_and_tells_the_accuracy_over_all_epochs(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    job = TrainJob(fields[:1], fields[1:], str(tmp_path / "model.safetensors"), preset="study", weights="none", chip=32, batch=4,
                   epochs=2, chips_per_epoch=8, device="cpu", precision="float32")  # fmt: skip
    training = read_card(fit_model(job, report)["output"]).training
    epochs = [event.figures for event in events if isinstance(event, Epoch)]
    assert [(figures["learning_rate"], figures["output_stride"]) for figures in epochs] == [(1e-4, 8)] * 2
    accuracies = [figures["validation_accuracy"] for figures in epochs]
    assert training["over_epochs"] == {"best_accuracy": max(accuracies), "average_accuracy": sum(accuracies) / 2}
    assert (training["preset"], training["split"]["kind"]) == ("study", "random")
    told = "\n".join(event.text for event in events if isinstance(event, Message))
    assert f"over all 2 epochs: accuracy {max(accuracies):.3f} at best, {sum(accuracies) / 2:.3f} on average" in told
    page = (tmp_path / "model.report.html").read_text(encoding="utf-8")
    assert "the preset study, which follows the reference study" in page
    assert "moving average" not in page


@pytest.mark.slow
def test_the_first_epochs_run_at_a_coarser_stride_and_the_best_is_chosen_among_the_others(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    strides, forward = [], DeepLabV3.forward_with_auxiliary

    def note_stride(network: DeepLabV3, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        strides.append(network.output_stride)
        return forward(network, image)

    monkeypatch.setattr(DeepLabV3, "forward_with_auxiliary", note_stride)
    job = train_job(tmp_path, fields, epochs=4, chips_per_epoch=8, coarse_share=0.5, learning_rate=1e-7)
    outputs = fit_model(job, report)
    assert strides == [16] * 4 + [8] * 4
    assert outputs["best_epoch"] > 2
    assert "the first 2 epochs take 16" in "".join(event.text for event in events if isinstance(event, Message))
    assert load_model(outputs["output"])[0].output_stride == 8


def test_weights_that_cannot_be_had_are_told_before_a_raster_is_read(
    tmp_path: Path, report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.hub.get_dir", lambda: str(tmp_path))

    def be_offline(*_: object, **__: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr("urllib.request.urlopen", be_offline)
    job = train_job(tmp_path, ("no longer there.tif", "nor this.tif"), weights="imagenet")
    with pytest.raises(EnvironmentMissing, match=r"cannot be downloaded .* or choose weights none to start at random"):
        fit_model(job, report)
    assert all(isinstance(event, Message) for event in events)


def test_a_place_that_cannot_take_the_model_is_told_before_the_training(tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event]) -> None:  # fmt: skip
    job = train_job(tmp_path / "missing", fields)
    with pytest.raises(OutputError, match="does not exist: create it"):
        fit_model(job, report)
    assert events == []


def test_the_network_of_the_last_epoch_is_kept_beside_that_of_the_best_one(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    options = {"epochs": 9, "chips_per_epoch": 4, "patience": 2, "learning_rate": 1e-7, "keep_last": "yes"}
    outputs = fit_model(train_job(tmp_path, fields, **options), report)
    paths = outputs["output"], str(tmp_path / "model.last.safetensors")
    (best, best_card), (last, last_card) = map(load_model, paths)
    steps = [int(network.backbone.bn1.num_batches_tracked) for network in (best, last)]  # one in each epoch
    assert steps == [best_card.training["best_epoch"], best_card.training["best_epoch"] + 2]
    assert last_card.training["best_epoch"] == last_card.training["epochs"] == steps[1]
    assert last_card.training["validation"] == best_card.training["last_epoch"]
    assert best_card.training["validation"]["miou"] == pytest.approx(outputs["miou"], abs=1e-6)


def test_a_cancelled_training_leaves_no_model(tmp_path: Path, fields: tuple[str, str]) -> None:
    def cancel_at_first_epoch(event: Event) -> None:
        if isinstance(event, Epoch):
            report.cancel()

    report = Reporter(cancel_at_first_epoch)
    with pytest.raises(Cancelled):
        fit_model(train_job(tmp_path, fields, epochs=3, chips_per_epoch=8), report)
    left = {path.name for path in tmp_path.glob("model.*")}
    assert left <= {"model.tensorboard"}  # which is watched while a training runs, and goes on with it


def test_a_class_name_that_no_card_can_hold_is_learnt_as_it_can_be_shown(
    tmp_path: Path, fields: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    boxes = [(LEFT, TOP - 90, LEFT + 280, TOP, "paddy"), (LEFT, TOP - 280, LEFT + 280, TOP - 100, "vil\x07lage")]
    labels = write_polygons("fields.gpkg", boxes)
    job = train_job(tmp_path, (fields[0], labels), class_field="crop", epochs=1, chips_per_epoch=8)
    fit_model(job, report)
    names = [each.name for each in read_card(job.output).classes]
    assert names == ["paddy", shown_name("vil\x07lage")]


def test_a_batch_and_a_learning_rate_that_are_looked_for_train_the_same_network_as_if_they_were_given(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.learning.batch.LARGEST", 4)
    monkeypatch.setattr("training.learning.range_test.STEPS_PER_DECADE", 1)

    def train(**options: object) -> tuple[str, dict[str, torch.Tensor]]:
        fit_model(train_job(tmp_path, fields, epochs=2, chips_per_epoch=8, coarse_share=0.5, **options), report)
        network, card = load_model(str(tmp_path / "model.safetensors"))
        return card.training["command"], network.state_dict()

    command, found = train(batch=0, learning_rate=0.0)
    job = job_from_arguments(TrainJob, shlex.split(command)[4:])  # after python -m training fit
    assert job.batch == 4
    _, given = train(batch=4, learning_rate=job.learning_rate)
    assert all(torch.equal(found[name], given[name]) for name in found)


def test_where_memory_runs_out_the_batch_is_halved_and_the_steps_stay_the_same(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, forward = [], DeepLabV3.forward_with_auxiliary

    def fail_at_eight(network: DeepLabV3, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        seen.append(len(images))
        if len(images) > 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(network, images)

    def rates_of(**options: object) -> list[float]:
        events.clear()
        fit_model(train_job(tmp_path, fields, output_stride=16, epochs=2, chips_per_epoch=8, **options), report)
        return [event.figures["learning_rate"] for event in events if isinstance(event, Epoch)]

    monkeypatch.setattr(DeepLabV3, "forward_with_auxiliary", fail_at_eight)
    halved = rates_of(batch=8)
    assert seen == [8] + [4] * 4
    assert halved[-1] == 0
    assert "gradients are added up over 4 at a time" in "".join(e.text for e in events if isinstance(e, Message))
    monkeypatch.setattr(DeepLabV3, "forward_with_auxiliary", forward)
    assert rates_of(batch=8) == rates_of(batch=4, accumulate=2) == halved


def test_a_frozen_backbone_comes_out_as_it_went_in(tmp_path: Path, fields: tuple[str, str], report: Reporter) -> None:
    def train(name: str, **options: object) -> dict[str, torch.Tensor]:
        job = train_job(tmp_path, fields, epochs=1, chips_per_epoch=8, output_stride=16, **options)
        fit_model(replace(job, output=str(tmp_path / name)), report)
        return load_model(str(tmp_path / name))[0].state_dict()

    before = train("first.safetensors")
    after = train("second.safetensors", weights=str(tmp_path / "first.safetensors"), freeze="backbone")
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed == {name for name in before if not name.startswith("backbone")}
