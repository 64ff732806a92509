from pathlib import Path

import pytest
from osgeo import gdal

from paddy_segmenter.core.memory import free_memory, whole_memory


def test_what_is_free_is_a_part_of_the_memory_and_shared_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    free = free_memory()
    assert 0 < free <= whole_memory()
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    assert free_memory() == pytest.approx(free / 4, rel=0.1)


def test_where_the_system_tells_nothing_half_of_the_memory_is_taken_for_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paddy_segmenter.core.memory.MEMORY_TABLE", tmp_path / "none")
    assert free_memory() == gdal.GetUsablePhysicalRAM() // 2
