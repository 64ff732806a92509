import math
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from paddy_segmenter.core.mapping.estimate import Estimate, check_room, disk_of, memory_of
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Event, Message, Reporter

MB, GB = 10**6, 10**9
MEASURES = {
    "classes": 2,
    "bands": 4,
    "tile": (256, 256),
    "width": 8192,
    "batch": 4,
    "ahead": 2,
    "drawn": 2,
    "network": 0,
    "cache": 0,
}


@pytest.mark.parametrize(
    ("estimate", "sentence"),
    [
        (Estimate(1234, 720, 640 * MB, (20 * MB, 90 * MB)), "1234 tiles, about 12 min, 640 MB of memory, 20 to 90 MB on the disk"),
        (Estimate(1, 3, 5 * MB, (10, 400)), "1 tile, less than a minute, 5 MB of memory, 1 MB on the disk"),
        (Estimate(9, math.nan, 5 * MB, (10, 400)), "9 tiles, the first ones will show how long, 5 MB of memory, 1 MB on the disk"),
        (Estimate(9, 12_000, 1_640 * MB, (800 * MB, 2 * GB)), "9 tiles, about 3 h 20 min, 1.6 GB of memory, 800 MB to 2 GB on the disk"),
        (Estimate(9, 200_000, 12 * GB, (3 * GB, 4_000 * GB)), "9 tiles, about 55 h 33 min, 12 GB of memory, 3 GB to 4 TB on the disk"),
    ],
)  # fmt: skip
def test_an_estimate_is_a_sentence(estimate: Estimate, sentence: str) -> None:
    assert str(estimate) == sentence


def test_memory_grows_with_classes_and_width_and_not_with_anything_else_of_the_raster() -> None:
    base = memory_of(**MEASURES)
    wide, many = memory_of(**MEASURES | {"width": 16_384}), memory_of(**MEASURES | {"classes": 5})
    sums = 4 * 3 * (512 + 256) * 8192
    assert wide - base == sums + 4 * 2 * 512 * 8192 + 2 * 512 * 8192
    assert many - base == sums + 4 * 3 * 512 * 8192 + 4 * 4 * 256**2 * 2 * 3
    assert memory_of(**MEASURES | {"network": 7 * MB}) - base == 7 * MB
    assert memory_of(**MEASURES | {"cache": 5 * MB}) - base == 5 * MB


def test_a_map_takes_more_room_with_a_confidence_and_less_where_there_is_no_data() -> None:
    least, most = disk_of(100 * MB, {"output": 1})
    assert (least, most) == (round(2.5333333 * MB), round(25.333333 * MB))
    with_confidence = disk_of(100 * MB, {"output": 1, "confidence": 1})
    assert with_confidence[0] > least
    assert with_confidence[1] > most
    assert disk_of(100 * MB, {"output": 1}, share=0.05) == (round(0.05 * 2.5333333 * MB), most)


@pytest.mark.parametrize(("free", "outcome"), [(19 * MB, "refused"), (50 * MB, "warned"), (91 * MB, "nothing said")])
def test_a_disk_that_is_too_full_is_told_before_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, report: Reporter, events: list[Event], free: int, outcome: str
) -> None:
    usage = namedtuple("usage", "total used free")
    asked: list[Path] = []
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: asked.append(folder) or usage(GB, GB - free, free))
    estimate = Estimate(1, 1, 1, (20 * MB, 90 * MB))
    output = str(tmp_path / "map.tif")
    if outcome == "refused":
        with pytest.raises(OutputError, match=r"19 MB are free in .*, but the maps take 20 to 90 MB: free disk space"):
            check_room(output, estimate, report)
    else:
        check_room(output, estimate, report)
    warned = [event.level for event in events if isinstance(event, Message)]
    assert warned == (["warning"] if outcome == "warned" else [])
    assert asked == [tmp_path]


def test_a_real_disk_has_room_for_a_small_map(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    check_room(str(tmp_path / "map.tif"), Estimate(1, 1, 1, (10, 400)), report)
    assert events == []
