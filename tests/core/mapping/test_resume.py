"""A segmentation that is broken off, in whatever way, continues and ends in the same bytes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from paddy_segmenter.command_line import arguments_of
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.events import Event, Reporter
from tests.conftest import LEFT, TOP
from tests.core.mapping.broken_runs import Jobs, break_off, bytes_of, job_maker, messages


@pytest.fixture
def job(tmp_path: Path, write_raster: Callable[..., str]) -> Jobs:
    return job_maker(tmp_path, write_raster)


def test_a_cancelled_run_leaves_no_map_and_continues(job: Jobs, report: Reporter, events: list[Event]) -> None:
    whole, broken = job("whole.tif"), job("broken.tif")
    segment_raster(whole, report)
    for share in (0.4, 0.3, 0.96):  # the second time only what is left counts; the last one is in the assembly
        break_off(broken, share)
        assert not any(map(os.path.exists, broken.output_paths()))
    events.clear()
    segment_raster(broken, report)
    assert "continues from the strips that an earlier run finished" in messages(events)
    assert bytes_of(broken) == bytes_of(whole)
    assert not list(Path(broken.output).parent.glob(".*"))


def test_a_run_that_continues_with_other_threads_than_this_machine_has_says_so(
    job: Jobs, report: Reporter, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, usual = job("broken.tif"), torch.get_num_threads()
    break_off(broken, 0.6)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2 * usual)
    segment_raster(broken, report)
    assert f"of {2 * usual}, as it began, so that all strips are computed alike" in messages(events)


def test_a_changed_job_starts_anew_and_says_so(job: Jobs, report: Reporter, events: list[Event]) -> None:
    whole = job("whole.tif", overlap=16)
    segment_raster(whole, report)
    break_off(job("broken.tif"), 0.6)
    events.clear()
    changed = job("broken.tif", overlap=16)
    segment_raster(changed, report)
    assert "starts anew, an earlier run was another job: tiles changed" in messages(events)
    assert bytes_of(changed) == bytes_of(whole)


def test_a_raster_that_was_replaced_starts_anew(job: Jobs, report: Reporter, events: list[Event]) -> None:
    broken = job()
    break_off(broken, 0.6)
    os.utime(broken.raster, (1, 1))
    events.clear()
    segment_raster(broken, report)
    assert "starts anew, an earlier run was another job: raster files changed" in messages(events)


def declare_beside(raster: str, declaration: str) -> None:
    """Writes into the file beside a raster what is declared of its first band, as QGIS does."""
    band = f'<PAMRasterBand band="1">{declaration}</PAMRasterBand>'
    Path(f"{raster}.aux.xml").write_text(f"<PAMDataset>{band}</PAMDataset>")


def test_nodata_that_was_declared_beside_the_raster_starts_anew(
    job: Jobs, report: Reporter, events: list[Event]
) -> None:
    broken = job()
    break_off(broken, 0.6)
    declare_beside(broken.raster, "<NoDataValue>7</NoDataValue>")
    segment_raster(broken, report)
    assert "starts anew, an earlier run was another job: nodata and masks changed" in messages(events)


def test_statistics_beside_the_raster_change_nothing(job: Jobs, report: Reporter, events: list[Event]) -> None:
    broken = job()
    declare_beside(broken.raster, "<NoDataValue>nan</NoDataValue>")  # which is not even itself
    break_off(broken, 0.6)
    declare_beside(broken.raster, '<NoDataValue>nan</NoDataValue><Metadata><MDI key="STATISTICS_MEAN">9</MDI></Metadata>')  # fmt: skip
    segment_raster(broken, report)
    assert "continues from the strips that an earlier run finished" in messages(events)


def test_an_area_of_interest_that_was_redrawn_starts_anew(
    job: Jobs, write_polygons: Callable[..., str], report: Reporter, events: list[Event]
) -> None:
    area = write_polygons("area.gpkg", [(LEFT, TOP - 2400, LEFT + 24, TOP, "here")])
    broken = job(interest=area)
    break_off(broken, 0.6)
    write_polygons("area.gpkg", [(LEFT, TOP - 2400, LEFT + 40, TOP, "here")])
    events.clear()
    segment_raster(broken, report)
    assert "another job: area of interest changed" in messages(events)


@pytest.mark.slow
def test_a_killed_run_continues_and_ends_in_the_same_bytes(job: Jobs, report: Reporter) -> None:
    whole, killed = job("whole.tif"), job("killed.tif")
    segment_raster(whole, report)
    command = [sys.executable, *arguments_of(killed)]
    strips, seen = Path(killed.output).with_name(".killed.tif.strips"), 0
    while seen < 3:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None and len(list(strips.glob("*.npz"))) <= seen:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
        assert not any(map(os.path.exists, killed.output_paths()))
        seen += 1
        assert len(list(strips.glob("*.npz"))) >= seen
    segment_raster(killed, report)
    assert bytes_of(killed) == bytes_of(whole)
