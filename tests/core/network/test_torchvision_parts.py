import sys
from pathlib import Path

import pytest

from paddy_segmenter.core.network import torchvision_parts
from paddy_segmenter.errors import EnvironmentMissing


def test_a_torchvision_that_is_already_imported_is_left_alone():
    before = {name: module for name, module in sys.modules.items() if name.startswith("torchvision")}
    torchvision_parts.import_torchvision()
    assert {name: module for name, module in sys.modules.items() if name.startswith("torchvision")} == before


def test_a_torchvision_that_does_not_fit_in_another_way_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "torchvision").mkdir()
    (tmp_path / "torchvision" / "__init__.py").write_text("raise RuntimeError('different CUDA\\nmajor versions')")
    monkeypatch.delitem(sys.modules, "torchvision")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EnvironmentMissing, match=r"different CUDA major versions.*install the two together"):
        torchvision_parts.import_torchvision()
