import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from tests.training.shares import CHIPS, compute
from training import processes
from training.fit import fit_model

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[..., str]
Results = dict[str, Tensor]

pytestmark = [
    pytest.mark.skipif(not torch.distributed.is_available(), reason="torch is built without distributed"),
    pytest.mark.skipif(os.name == "nt", reason="torchrun on Windows wants a torch that is built with libuv"),
]


def torchrun(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)


def run_two(*arguments: str) -> tuple[int, str]:
    """Returns the exit code and what two processes printed."""
    with torchrun(*arguments) as child:
        told, _ = child.communicate(timeout=120)
    return child.returncode, told


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Results]:
    folder = tmp_path_factory.mktemp("shares")
    code, told = run_two("-m", "tests.training.shares", "compute", str(folder))
    assert code == 0, told
    return load_file(folder / "0.safetensors"), load_file(folder / "1.safetensors")


@pytest.fixture(scope="module")
def whole() -> Results:
    return compute()


def test_each_process_draws_other_chips_and_both_together_those_of_one(shares: tuple[Results, Results], whole: Results) -> None:  # fmt: skip
    first, second = (share["drawn"] for share in shares)
    assert len(first) == len(second) == CHIPS // 2
    assert torch.equal(torch.stack([first, second], dim=1).flatten(0, 1), whole["drawn"])
    assert len(whole["drawn"].unique(dim=0)) == CHIPS


def test_two_processes_come_to_the_loss_the_gradients_and_the_statistics_of_one(shares: tuple[Results, Results], whole: Results) -> None:  # fmt: skip
    names = [name for name in whole if name not in ("drawn", "least")]
    assert any("num_batches" in name for name in names)
    for share in shares:
        for name in names:
            # The losses are computed in single precision: what is left of it is 1e-7 of the largest figure.
            largest = float(whole[name].abs().max())
            torch.testing.assert_close(share[name], whole[name], rtol=0, atol=2e-5 * largest + 1e-9)


def test_both_processes_have_the_same_to_the_last_bit(shares: tuple[Results, Results]) -> None:
    first, second = shares
    assert all(torch.equal(first[name], second[name]) for name in first if name != "drawn")
    assert first["least"] == 4


def test_statistics_that_are_frozen_stay_so(shares: tuple[Results, Results]) -> None:
    for share in shares:
        means = [tensor for name, tensor in share.items() if "running_mean" in name]
        frozen = [tensor for name, tensor in share.items() if name.startswith("frozen.") and "running_mean" in name]
        assert 0 < len(frozen) < len(means)
        assert all((mean == 0.1).all() for mean in frozen)
        assert not all((mean == 0.1).all() for mean in means)


def test_what_fails_in_one_process_is_told_once_and_ends_the_others(tmp_path: Path) -> None:
    code, told = run_two("-m", "tests.training.shares", "fail", str(tmp_path))
    assert code == 1
    assert told.count("Error: the second process cannot read its raster") == 1
    assert "cancelled" not in told
    assert "unexpected" not in told


def test_where_memory_runs_out_in_one_process_all_end_with_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    code, told = run_two("-m", "tests.training.shares", "exhaust", str(tmp_path))
    assert code == 1
    assert told.count("\nError: ") == 1
    assert "\nError: memory does not suffice for 2 chips at once in one of the 2 processes: " in told
    assert "give batch 0" in told
    assert "unexpected" not in told
    assert "cancelled" not in told


def test_a_batch_that_cannot_be_shared_evenly_is_refused_once(tmp_path: Path) -> None:
    code, told = run_two("-m", "tests.training.shares", "compute", str(tmp_path), "--batch=5")
    assert code == 1
    assert told.count("batch is 5, which 2 processes cannot share evenly: give a multiple of 2") == 1


@pytest.fixture
def job(tmp_path: Path, write_raster: Write) -> TrainJob:
    """Plots of two crops under noise, and a training at a rate so low that rounding is not blown up from step to step."""
    generator = np.random.default_rng(0)
    plots = np.kron(generator.integers(0, 2, (6, 6)), np.ones((32, 32), int))
    image = write_raster("image.tif", (300 + 400 * plots + generator.normal(0, 100, plots.shape)).astype(np.uint16))
    labels = write_raster("labels.tif", (plots + 1).astype(np.uint8))
    return TrainJob((image,), (labels,), str(tmp_path / "two" / "model.safetensors"), weights="none", chip=64, block=64, batch=4,
                    accumulate=2, output_stride=16, epochs=2, chips_per_epoch=8, device="cpu", precision="float32", optimiser="sgd",
                    learning_rate=1e-5, augment=("noise=0.5", "blur=0.5", "gamma=0.5"))  # fmt: skip


@pytest.mark.slow
def test_two_processes_train_the_network_that_one_trains(tmp_path: Path, job: TrainJob, report: Reporter) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    code, told = run_two(*arguments_of(job))
    assert code == 0, told
    assert told.count("epoch 2: ") == told.count("output: ") == 1
    alone = TrainJob(**{**vars(job), "output": str(tmp_path / "one" / "model.safetensors")})
    fit_model(alone, report)
    left = [sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("one", "two")]
    assert left[0] == left[1]
    events = [list((tmp_path / folder).rglob("events.*")) for folder in ("one", "two")]
    assert len(events[0]) == len(events[1]) <= 1

    one, two = (json.loads((tmp_path / each / "model.history.json").read_text()) for each in ("one", "two"))
    for expected, epoch in zip(one, two, strict=True):
        # Sums in single precision, over four chips or over two and two, differ in the sixth digit.
        assert epoch == pytest.approx(expected, rel=2e-5)
    one, two = (load_file(tmp_path / each / "model.safetensors") for each in ("one", "two"))
    assert one.keys() == two.keys()
    for name in one:
        largest = float(one[name].abs().max())
        torch.testing.assert_close(two[name], one[name], rtol=0, atol=1e-4 * largest + 1e-6)


def test_a_raster_that_is_missing_is_told_once(tmp_path: Path, job: TrainJob) -> None:
    (tmp_path / "two").mkdir()
    missing = TrainJob(**{**vars(job), "rasters": (str(tmp_path / "missing.tif"),)})
    code, told = run_two(*arguments_of(missing))
    assert code == 1
    assert told.count("missing.tif") == 1
    assert list((tmp_path / "two").iterdir()) == []


@pytest.mark.slow
def test_a_cancelled_training_ends_all_processes_and_leaves_no_model(tmp_path: Path, job: TrainJob) -> None:
    (tmp_path / "two").mkdir()
    endless = TrainJob(**{**vars(job), "epochs": 1000})
    with torchrun(*arguments_of(endless), start_new_session=True) as child:
        assert child.stdout is not None
        while "epoch 1: " not in (line := child.stdout.readline()):
            assert line
        os.killpg(child.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        rest = child.stdout.read()
    assert child.returncode != 0
    assert rest.count("cancelled") == 1
    assert not list((tmp_path / "two").glob("*.safetensors"))


def test_a_process_that_nobody_joined_is_the_only_one(report: Reporter, job: TrainJob) -> None:
    assert (processes.count(), processes.number(), processes.is_first(), processes.least(7)) == (1, 0, True, 7)
    with processes.together(job, report) as told:
        assert told is report
