import pytest
import torch
from torch import nn

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.core.network.folding import fold_batchnorm


@pytest.mark.parametrize("backbone", ["resnet34", "resnet50"])
def test_a_folded_network_gives_the_same_answers_and_has_no_batchnorm_left(backbone: str) -> None:
    torch.manual_seed(0)
    network = DeepLabV3(backbone, 3, 2, 16, (1, 2, 3), 64).double().train()
    for _ in range(2):  # statistics and weights that are not those of the start
        network(torch.randn(2, 3, 64, 64, dtype=torch.float64) * 3 + 1)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias)
    network.eval()
    image = torch.randn(1, 3, 96, 64, dtype=torch.float64)
    with torch.inference_mode():
        expected = network(image)
    fold_batchnorm(network)
    with torch.inference_mode():
        torch.testing.assert_close(network(image), expected)
    assert not [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
