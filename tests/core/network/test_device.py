import pytest
import torch

from paddy_segmenter.core.network.device import autocast, choose_device, choose_precision
from paddy_segmenter.errors import InputError


def machine_with(monkeypatch: pytest.MonkeyPatch, *, cuda: bool = False, mps: bool = False) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


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
    ("device", "native", "chosen"),
    [
        ("cpu", True, torch.bfloat16),
        ("cpu", False, torch.float32),
        ("cuda", True, torch.bfloat16),
        ("cuda", False, torch.float32),
        ("mps", True, torch.float32),
    ],
)
def test_auto_takes_bfloat16_only_where_it_is_native(
    device: str, native: bool, chosen: torch.dtype, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: native, raising=False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False, raising=False)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (8, 0) if native else (7, 5))
    assert choose_precision("auto", torch.device(device)) == chosen


def test_a_torch_that_cannot_tell_gets_fp32(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(torch.cpu, "_is_avx512_bf16_supported", raising=False)
    monkeypatch.delattr(torch.cpu, "_is_amx_tile_supported", raising=False)
    assert choose_precision("auto", torch.device("cpu")) == torch.float32


@pytest.mark.parametrize(("wanted", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)])
def test_the_context_computes_in_the_wanted_precision(wanted: str, dtype: torch.dtype):
    cpu, layer = torch.device("cpu"), torch.nn.Linear(2, 2)
    with autocast(cpu, choose_precision(wanted, cpu)):
        assert layer(torch.ones(1, 2)).dtype == dtype
    assert layer.weight.dtype == torch.float32
