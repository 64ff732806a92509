import json
from pathlib import Path

import torch

from training.machine import describe_machine, describe_versions

ROOT = Path(__file__).resolve().parents[2]


def test_the_plugins_version_is_the_one_in_its_metadata() -> None:
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert f"\nversion={describe_versions()['plugin']}\n" in metadata


def test_versions_name_what_figures_may_depend_on() -> None:
    versions = describe_versions()
    short = torch.__version__.partition("+")[0]  # some builds leave out what they are for
    assert versions["torch"] in (torch.__version__, short)
    assert set(versions) == {"plugin", "python", "torch", "torchvision", "safetensors", "numpy", "gdal", "cuda"}


def test_a_machine_is_described_in_plain_values() -> None:
    machine = describe_machine(torch.device("cpu"), torch.bfloat16)
    assert (machine["device"], machine["gpu"], machine["precision"]) == ("cpu", None, "bfloat16")
    assert machine["threads"] == torch.get_num_threads()
    assert machine["processor"]
    assert json.loads(json.dumps(machine)) == machine
