import platform
from pathlib import Path

import pytest

from paddy_segmenter.core.network import processor
from paddy_segmenter.core.network.processor import name_processor


def test_a_processor_is_called_as_linux_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processor, "TABLE", tmp_path / "cpuinfo")
    (tmp_path / "cpuinfo").write_text(
        "vendor_id\t: AuthenticAMD\nmodel\t\t: 17\nmodel name\t: AMD EPYC 9R14\nstepping\t: 1\n"
    )
    assert name_processor() == "AMD EPYC 9R14"


@pytest.mark.parametrize(
    ("told", "machine", "name"), [("AMD64 Family 25", "AMD64", "AMD64 Family 25"), ("", "arm64", "arm64")]
)
def test_where_there_is_no_table_python_names_the_processor(
    told: str, machine: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processor, "TABLE", tmp_path / "cpuinfo")
    monkeypatch.setattr(platform, "processor", lambda: told)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert name_processor() == name
