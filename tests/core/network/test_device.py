import platform
from pathlib import Path

import pytest
import torch

from paddy_segmenter.core.network import processor
from paddy_segmenter.core.network.device import autocast, choose_device, choose_precision, move_to
from paddy_segmenter.errors import InputError


def machine_with(monkeypatch: pytest.MonkeyPatch, *, cuda: bool = False, mps: bool = False) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


def answer_as_torch(monkeypatch: pytest.MonkeyPatch, instructions: set[str], question: str) -> None:
    """Has torch tell these instructions to a question that only newer or only older versions answer."""
    told = {name: name in instructions for name in {"avx512_bf16", "amx_tile", *instructions}}
    if question == "get_capabilities":
        monkeypatch.setattr(torch.cpu, question, lambda: told, raising=False)
        return
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    for name in ("avx512_bf16", "amx_tile"):
        monkeypatch.setattr(torch.cpu, question.replace("*", name), lambda name=name: told[name], raising=False)


@pytest.mark.parametrize(
    ("cuda", "mps", "chosen"),
    [(True, True, "cuda"), (True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto_takes_the_fastest_device_there_is(cuda: bool, mps: bool, chosen: str, monkeypatch: pytest.MonkeyPatch):
    machine_with(monkeypatch, cuda=cuda, mps=mps)
    assert choose_device("auto").type == chosen
    assert choose_device("cpu").type == "cpu"


@pytest.mark.parametrize("wanted", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused_with_a_remedy(wanted: str, monkeypatch: pytest.MonkeyPatch):
    machine_with(monkeypatch)
    with pytest.raises(InputError, match=f"device is {wanted}.*choose auto or cpu"):
        choose_device(wanted)


@pytest.mark.parametrize(
    ("capability", "chosen"), [((9, 0), torch.bfloat16), ((8, 0), torch.bfloat16), ((7, 5), torch.float32)]
)
def test_auto_takes_bfloat16_on_gpus_that_have_it(
    capability: tuple[int, int], chosen: torch.dtype, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert choose_precision("auto", torch.device("cuda")) == chosen


def test_auto_takes_fp32_on_apples_gpus_whatever_the_processor_has(monkeypatch: pytest.MonkeyPatch):
    answer_as_torch(monkeypatch, {"amx_tile"}, "get_capabilities")
    assert choose_precision("auto", torch.device("mps")) == torch.float32


@pytest.mark.parametrize("question", ["get_capabilities", "_is_*_supported"])
@pytest.mark.parametrize("system", ["Linux", "Windows"])
@pytest.mark.parametrize(
    ("maker", "instructions", "chosen"),
    [
        ("GenuineIntel", {"avx512_bf16", "amx_tile"}, torch.bfloat16),  # Sapphire Rapids
        ("GenuineIntel", {"avx512_bf16"}, torch.float32),  # the same in a virtual machine that hides AMX, Cooper Lake
        ("GenuineIntel", set(), torch.float32),  # laptops
        ("AuthenticAMD", {"avx512_bf16"}, torch.bfloat16),  # Zen 4
        ("AuthenticAMD", set(), torch.float32),  # Zen 3
        ("", {"bf16", "sve_bf16"}, torch.float32),  # ARM, such as Graviton 3: has it, but nobody has measured it here
    ],
)
def test_auto_takes_bfloat16_on_processors_that_are_fast_in_it(
    maker: str, instructions: set[str], chosen: torch.dtype, system: str, question: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    answer_as_torch(monkeypatch, instructions, question)
    monkeypatch.setattr(processor, "TABLE", tmp_path / "cpuinfo")
    if system == "Linux":
        (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nvendor_id\t: {maker}\nmodel name\t: Processor\n")
        monkeypatch.setattr(platform, "processor", lambda: "x86_64")
    else:
        monkeypatch.setattr(platform, "processor", lambda: f"Family 6 Model 207 Stepping 2, {maker}")
    assert choose_precision("auto", torch.device("cpu")) == chosen


def test_a_torch_that_cannot_tell_gets_fp32(monkeypatch: pytest.MonkeyPatch):
    for name in ("get_capabilities", "_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        monkeypatch.delattr(torch.cpu, name, raising=False)
    assert choose_precision("auto", torch.device("cpu")) == torch.float32


@pytest.mark.parametrize(("wanted", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)])
def test_the_context_computes_in_the_wanted_precision(wanted: str, dtype: torch.dtype):
    cpu, layer = torch.device("cpu"), torch.nn.Linear(2, 2)
    with autocast(cpu, choose_precision(wanted, cpu)):
        assert layer(torch.ones(1, 2)).dtype == dtype
    assert layer.weight.dtype == torch.float32


def test_filters_are_laid_out_channel_by_channel():
    network = move_to(torch.nn.Sequential(torch.nn.Conv2d(4, 8, 3), torch.nn.BatchNorm2d(8)), torch.device("cpu"))
    assert network[0].weight.is_contiguous(memory_format=torch.channels_last)
