from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from paddy_segmenter.core.network.tensor_file import digest_of, write_tensors

TENSORS = {
    "weight": torch.arange(15, dtype=torch.float32).reshape(3, 5).T,
    "a_count": torch.tensor(2**40),
    "empty": torch.zeros(0, 3),
    "last of père": torch.tensor([-0.0, 1e-40, 3e38]),
}


def test_the_library_reads_back_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "tensors.safetensors"
    with path.open("wb") as file:
        write_tensors(file, TENSORS, {"card": '{"name": "père"}'})
    found = load_file(path)
    assert found.keys() == TENSORS.keys()
    for name, tensor in TENSORS.items():
        assert torch.equal(found[name], tensor)
        assert (found[name].dtype, found[name].shape) == (tensor.dtype, tensor.shape)
    with safe_open(path, "pt") as read:
        assert read.metadata() == {"card": '{"name": "père"}'}


def test_a_digest_is_that_of_names_types_shapes_and_bits_in_any_order() -> None:
    digest = digest_of(TENSORS)
    assert digest_of(dict(reversed(TENSORS.items()))) == digest
    others = [
        {**TENSORS, "weight": TENSORS["weight"].contiguous().reshape(3, 5)},
        {**TENSORS, "last of père": torch.tensor([0.0, 1e-40, 3e38])},
        {**TENSORS, "a_count": torch.tensor(2**40).to(torch.float32)},
        {name: tensor for name, tensor in TENSORS.items() if name != "empty"},
    ]
    assert len({digest, *map(digest_of, others)}) == 5


def test_a_type_that_no_network_has_is_not_written(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file, pytest.raises(KeyError):
        write_tensors(file, {"a": torch.zeros(2, dtype=torch.complex64)}, {})


def test_a_header_that_no_reader_would_take_is_not_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("paddy_segmenter.core.network.tensor_file.LONGEST_HEADER", 200)
    path = tmp_path / "large.safetensors"
    with (
        path.open("wb") as file,
        pytest.raises(OSError, match=r"its header of .* bytes is longer than the format allows"),
    ):
        write_tensors(file, {"weight": torch.zeros(2)}, {"course": "x" * 200})
    assert path.stat().st_size == 0
