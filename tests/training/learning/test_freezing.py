import pytest
import torch

from paddy_segmenter.core.network.deeplabv3 import DeepLabV3
from paddy_segmenter.jobs.training.learning import FREEZES as NAMES
from tests.training.learning.conftest import TinyNetwork, draw, fill_gradients, train_job
from training.learning.freezing import FREEZES, freeze
from training.learning.optimisation import Optimisation

PRETRAINED = {"weights": "imagenet", "learning_rate": 0.1}


def changed_by_training(network: TinyNetwork, **options: object) -> set[str]:
    """Returns the names of the weights and statistics that a few steps change, where the network was at rest before."""
    job = train_job(**PRETRAINED, **options)
    freeze(network.eval(), job)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    optimisation = Optimisation(network, job, lambda step: 1.0)
    for _ in range(3):
        fill_gradients(network, draw(4))
        optimisation.step()
    after = network.state_dict()
    return {name for name in after if not torch.equal(before[name], after[name])}


def bring_statistics(network: TinyNetwork) -> None:
    """The backbone's normalisation has seen something, as that of pretrained weights has; the head's has not."""
    network.backbone[1].running_mean.fill_(0.3)


def test_everything_moves_where_nothing_is_frozen(tiny: TinyNetwork) -> None:
    assert tuple(FREEZES) == NAMES
    bring_statistics(tiny)
    assert changed_by_training(tiny) == set(tiny.state_dict())


def test_a_frozen_backbone_keeps_its_weights_and_statistics(tiny: TinyNetwork) -> None:
    bring_statistics(tiny)
    expected = {name for name in tiny.state_dict() if not name.startswith("backbone")}
    assert changed_by_training(tiny, freeze="backbone") == expected


def test_frozen_statistics_are_those_that_the_weights_bring(tiny: TinyNetwork) -> None:
    bring_statistics(tiny)
    kept = {f"backbone.1.{name}" for name in ("running_mean", "running_var", "num_batches_tracked")}
    assert changed_by_training(tiny, freeze="batchnorm") == set(tiny.state_dict()) - kept


def test_a_frozen_normalisation_computes_with_the_statistics_that_it_keeps(tiny: TinyNetwork) -> None:
    bring_statistics(tiny)
    freeze(tiny, train_job(**PRETRAINED, freeze="batchnorm"))
    images, _ = draw(4)
    alone = tiny.backbone(images[:1])
    assert torch.allclose(tiny.backbone(images)[:1], alone)


def test_an_auxiliary_head_without_a_weight_is_not_trained(tiny: TinyNetwork) -> None:
    freeze(tiny, train_job(auxiliary_weight=0.0))
    assert {name for name, weight in tiny.named_parameters() if not weight.requires_grad} == \
        {"aux_classifier.weight", "aux_classifier.bias"}  # fmt: skip


@pytest.mark.parametrize(("what", "frozen"), [("none", 0), ("backbone", 36), ("batchnorm", 36)])
def test_the_real_network_has_the_parts_that_are_frozen(what: str, frozen: int) -> None:
    network = DeepLabV3("resnet34", 3, 2, 16, (1, 2, 3), 32)
    for layer in network.backbone.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.fill_(0.1)
    freeze(network, train_job(weights="imagenet", freeze=what))
    layers = [layer for layer in network.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    assert sum(not layer.training for layer in layers) == frozen
    assert network.classifier[0].training
    assert all(weight.requires_grad != (what == "backbone") for weight in network.backbone.parameters())
