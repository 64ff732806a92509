"""A model file as ONNX, for other runtimes."""

from pathlib import Path

import torch

from paddy_segmenter.core.network.folding import fold_batchnorm
from paddy_segmenter.core.network.model_file import load_model

from .material import made

OPSET = 18  # the first that torch's exporter writes without a conversion


def onnx_of(model: str, tile: tuple[int, int], batch: int = 1) -> str:
    """Returns the ONNX file of the network, BatchNorm folded: "image" (batch, bands, *tile), normalised, to logits."""
    return made(f"{Path(model).stem}_{batch}x{tile[0]}x{tile[1]}.onnx", lambda path: _export(model, path, tile, batch))


def _export(model: str, path: str, tile: tuple[int, int], batch: int) -> None:
    network, card = load_model(model)
    fold_batchnorm(network)
    image = torch.zeros(batch, len(card.bands), *tile)
    torch.onnx.export(network, (image,), path, input_names=["image"], output_names=["logits"], opset_version=OPSET,
                      external_data=False, verbose=False)  # fmt: skip
