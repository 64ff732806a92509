from pathlib import Path

import pytest

from paddy_segmenter.core.claim import claimed
from paddy_segmenter.errors import InputError, OutputError


def test_an_output_is_made_by_one_run_at_a_time(tmp_path: Path) -> None:
    output = str(tmp_path / "map.tif")
    with claimed(output):
        with pytest.raises(InputError, match=r"another run writes .*map.tif: wait for its end"), claimed(output):
            pass
        with claimed(str(tmp_path / "other.tif")):
            pass
    with claimed(output):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_no_claim(tmp_path: Path) -> None:
    (tmp_path / ".map.tif.lock").touch()
    with claimed(str(tmp_path / "map.tif")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"), claimed(str(tmp_path / "absent" / "map.tif")):
        pass
