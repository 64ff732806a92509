import pytest
import torch
from torch import Tensor, nn

from paddy_segmenter.core.network.backbones import ARCHITECTURES, build_backbone


def stir_batch_norms(network: nn.Module) -> None:
    """Gives the normalisation layers figures as a training would, so that a mix-up of layers shows."""
    for layer in (module for module in network.modules() if isinstance(module, nn.BatchNorm2d)):
        layer.running_mean.normal_(0, 0.1)
        layer.running_var.uniform_(0.5, 2)
        nn.init.uniform_(layer.weight, 0.2, 0.6)


def strided_stages(network: nn.Module, image: Tensor) -> dict[str, Tensor]:
    stem = network.maxpool(network.relu(network.bn1(network.conv1(image))))
    third = network.layer3(network.layer2(network.layer1(stem)))
    return {"aux": third, "out": network.layer4(third)}


@pytest.mark.parametrize("output_stride", [8, 16])
@pytest.mark.parametrize("name", ["resnet34", "resnet50", "resnet101"])
def test_every_kth_cell_of_a_dilated_stage_is_what_the_strided_stage_computes(name: str, output_stride: int):
    torch.manual_seed(0)
    strided = ARCHITECTURES[name].build().double().eval()
    stir_batch_norms(strided)
    dilated = build_backbone(name, 3, output_stride).double().eval()
    weights = {key: value for key, value in strided.state_dict().items() if not key.startswith("fc.")}
    dilated.load_state_dict(weights)
    image = torch.randn(1, 3, 100, 75, dtype=torch.float64)
    with torch.inference_mode():
        expected, found = strided_stages(strided, image), dilated(image)
    for stage, stride in (("aux", 16), ("out", 32)):
        every = stride // output_stride
        assert found[stage].shape[-2:] == (-(-100 // output_stride), -(-75 // output_stride))
        difference = found[stage][..., ::every, ::every] - expected[stage]
        assert difference.abs().max() < 1e-12 * expected[stage].abs().max()


@pytest.mark.parametrize("bands", [1, 4, 12])
def test_any_number_of_bands_goes_in(bands: int):
    features = build_backbone("resnet34", bands, 16).eval()(torch.zeros(1, bands, 32, 48))
    assert {name: tuple(cells.shape) for name, cells in features.items()} == {
        "fine": (1, 64, 8, 12),
        "aux": (1, 256, 2, 3),
        "out": (1, 512, 2, 3),
    }
