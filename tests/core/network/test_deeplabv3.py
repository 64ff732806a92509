import pytest
import torch
from torch import Tensor, nn

from paddy_segmenter.core.network.decoder import Decoder
from paddy_segmenter.core.network.deeplabv3 import DeepLabV3, ImagePooling, WindowMean, plan_atrous_rates
from paddy_segmenter.core.network.torchvision_parts import ASPPPooling


def small_network(chip: int = 64, output_stride: int = 16, with_decoder: bool = False) -> DeepLabV3:
    torch.manual_seed(0)
    return DeepLabV3("resnet34", 4, 3, output_stride, (1, 2, 3), chip, with_decoder).eval()


class Answer(nn.Module):
    """A head that gives the same cells whatever it gets."""

    def __init__(self, cells: Tensor) -> None:
        super().__init__()
        self.cells = cells

    def forward(self, features: Tensor) -> Tensor:
        return self.cells


def pooled_branch(window: int) -> tuple[ASPPPooling, ImagePooling]:
    torch.manual_seed(0)
    branch = ASPPPooling(6, 5).eval()
    return branch, ImagePooling(branch, window).eval()


@pytest.mark.parametrize(
    ("chip", "output_stride", "rates"),
    [
        (512, 8, (12, 24, 36)),
        (256, 8, (6, 12, 18)),
        (512, 16, (6, 12, 18)),
        (256, 16, (3, 6, 9)),
        (1024, 8, (24, 48, 72)),
        (320, 8, (7, 14, 21)),
        (64, 16, (1, 2, 3)),
        (32, 16, (1, 2, 3)),
    ],
)
def test_rates_keep_the_proportion_of_the_paper_to_the_chip(chip: int, output_stride: int, rates: tuple[int, int, int]):
    assert plan_atrous_rates(chip, output_stride) == rates


def test_a_planned_rate_never_exceeds_its_share_of_the_chip_and_could_not_be_larger():
    for output_stride in (8, 16):
        for chip in range(128, 2049, 16):
            share = chip / output_stride * 36 / 64
            first, _, largest = plan_atrous_rates(chip, output_stride)
            assert largest <= share < 3 * (first + 1)


@pytest.mark.parametrize("backbone", ["resnet50", "resnet101"])
def test_weights_pass_both_ways_between_this_network_and_torchvisions(backbone: str):
    from torchvision.models import segmentation  # importable since torchvision_parts has been imported

    build = getattr(segmentation, f"deeplabv3_{backbone}")
    theirs = build(weights=None, weights_backbone=None, num_classes=5, aux_loss=True).double().eval()
    ours = DeepLabV3(backbone, 3, 5, 8, (12, 24, 36), 64).double().eval()
    theirs.load_state_dict(ours.state_dict(), strict=True)
    ours.load_state_dict(theirs.state_dict(), strict=True)
    image = torch.randn(1, 3, 64, 64, dtype=torch.float64)
    with torch.inference_mode():
        expected, (logits, auxiliary) = theirs(image), ours.forward_with_auxiliary(image)
    torch.testing.assert_close(logits, expected["out"])
    torch.testing.assert_close(auxiliary, expected["aux"])


@pytest.mark.parametrize("with_decoder", [False, True])
def test_logits_have_the_size_of_the_image_and_the_auxiliary_ones_too(with_decoder: bool):
    network, image = small_network(with_decoder=with_decoder), torch.randn(1, 4, 70, 41)
    with torch.inference_mode():
        logits, auxiliary = network.forward_with_auxiliary(image)
        assert torch.equal(network(image), logits)
    assert logits.shape == auxiliary.shape == (1, 3, 70, 41)


def test_a_side_that_is_no_multiple_of_the_stride_does_not_stretch_the_answer():
    network = small_network()
    with torch.inference_mode():
        network.classifier = nn.Sequential(
            Answer(network.classifier(network.backbone(torch.randn(1, 4, 64, 64))["out"]))
        )
        whole, cut = network(torch.zeros(1, 4, 64, 64)), network(torch.zeros(1, 4, 57, 50))
    assert torch.equal(cut, whole[..., :57, :50])


@pytest.mark.parametrize("output_stride", [8, 16])
def test_with_a_decoder_the_classes_are_told_every_four_pixels(output_stride: int):
    network, seen = small_network(output_stride=output_stride, with_decoder=True), []
    network.classifier[-1].register_forward_hook(lambda module, given, answer: seen.append(answer))
    with torch.inference_mode():
        logits = network(torch.randn(1, 4, 70, 41))
    assert seen[0].shape == (1, 3, 18, 11)
    pixels = torch.nn.functional.interpolate(seen[0], scale_factor=4, mode="bilinear")
    torch.testing.assert_close(logits, pixels[..., :70, :41])


def test_the_decoder_lays_each_cell_over_the_fine_cells_of_its_own_ground():
    decoder = Decoder(8).eval()
    decoder.merge = torch.nn.Identity()
    cells = torch.arange(3.0)[:, None].expand(1, 256, 3, 3)  # as high as their row
    joined = decoder(cells, torch.randn(1, 8, 11, 9), 4)
    assert joined.shape == (1, 256 + 48, 11, 9)
    rows = joined[0, 0, :, 0]
    torch.testing.assert_close(rows[2:10], torch.arange(8) / 4 + 0.125)  # halfway between cells where they meet


@pytest.mark.parametrize(("backbone", "with_decoder"), [("resnet34", False), ("resnet34", True), ("resnet50", True)])
def test_a_changed_output_stride_makes_the_network_that_one_built_so_would_be(backbone: str, with_decoder: bool):
    changed = DeepLabV3(backbone, 4, 3, 16, (1, 2, 3), 128, with_decoder).eval()
    built = DeepLabV3(backbone, 4, 3, 8, (2, 4, 6), 128, with_decoder).eval()
    built.load_state_dict(changed.state_dict())
    changed.set_output_stride(8, (2, 4, 6))
    image = torch.randn(1, 4, 160, 128)
    with torch.inference_mode():
        assert torch.equal(changed(image), built(image))
    assert changed.output_stride == 8


@pytest.mark.parametrize(("output_stride", "with_decoder"), [(8, False), (16, False), (16, True)])
def test_a_training_step_reaches_every_weight(output_stride: int, with_decoder: bool):
    network = small_network(output_stride=output_stride, with_decoder=with_decoder).train()
    logits, auxiliary = network.forward_with_auxiliary(torch.randn(2, 4, 64, 64))
    (logits.square().mean() + auxiliary.square().mean()).backward()
    assert all(weight.grad is not None and weight.grad.any() for weight in network.parameters())


def test_bfloat16_gives_logits_in_fp32_close_to_those_of_fp32():
    network, image = small_network(), torch.randn(1, 4, 96, 96)
    with torch.inference_mode():
        exact = network(image)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rounded = network(image)
        converted = small_network().bfloat16()(image.bfloat16())
    assert rounded.dtype == converted.dtype == torch.float32
    for logits in (rounded, converted):
        assert (logits - exact).abs().max() < 0.05 * exact.abs().max()


@pytest.mark.parametrize(("height", "width"), [(8, 8), (5, 3), (1, 1)])
def test_image_pooling_is_torchvisions_on_maps_up_to_the_window(height: int, width: int):
    theirs, ours = pooled_branch(window=8)
    cells = torch.randn(2, 6, height, width)
    torch.testing.assert_close(ours(cells), theirs(cells))


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_gradients_of_a_chips_mean_are_not_those_of_a_padding(layout: torch.memory_format):
    """A GPU adds up a padding's gradients in bfloat16 one cell after the other: 237 of 246 ms of a step's kernels on an H100."""
    _, ours = pooled_branch(window=8)
    cells = torch.randn(2, 6, 8, 8, requires_grad=True).contiguous(memory_format=layout)
    pooled = ours(cells)
    assert pooled.is_contiguous(memory_format=layout)
    steps, seen = [pooled.grad_fn], set()
    while steps:
        if step := steps.pop():
            seen.add(type(step).__name__)
            steps += [before for before, _ in step.next_functions]
    assert "ConvolutionBackward0" in seen
    assert not [name for name in seen if "Pad" in name]


@pytest.mark.parametrize("window", [7, 8])
def test_image_pooling_of_a_cell_is_torchvisions_of_the_window_around_it(window: int):
    theirs, ours = pooled_branch(window)
    cells = torch.randn(1, 6, 20, 13)
    pooled = ours(cells)
    assert pooled.shape == (1, 5, 20, 13)
    for row in range(20):
        for column in range(13):
            top, left = (min(max(at - window // 2, 0), size - window) for at, size in ((row, 20), (column, 13)))
            around = theirs(cells[..., top : top + window, left : left + window])[..., 0, 0]
            torch.testing.assert_close(pooled[..., row, column], around)


def test_image_pooling_of_inner_cells_does_not_change_when_the_tile_grows():
    _, ours = pooled_branch(window=8)
    large = torch.randn(1, 6, 40, 44)
    small = large[..., 10:30, 7:35]
    inner = ours(small)[..., 4:-4, 4:-4]
    assert torch.equal(inner, ours(large)[..., 14:26, 11:31])


def test_image_pooling_of_bfloat16_cells_rounds_once_at_the_end():
    torch.manual_seed(0)
    cells = torch.rand(1, 512, 64, 64).bfloat16()
    exact = cells.double().mean(dim=(-2, -1), keepdim=True)
    assert torch.equal(WindowMean(64)(cells), exact.bfloat16())


@pytest.mark.parametrize("with_decoder", [False, True])
def test_a_pixel_is_answered_alike_in_a_small_and_in_a_large_tile(with_decoder: bool):
    torch.manual_seed(0)
    network = DeepLabV3("resnet34", 1, 2, 16, (1, 2, 3), 32, with_decoder).double().eval()
    ground = torch.randn(1, 1, 1664, 32, dtype=torch.float64)
    with torch.inference_mode():
        large, small = network(ground), network(ground[..., 160:1504, :])
    torch.testing.assert_close(small[..., 656:688, :], large[..., 816:848, :], rtol=0, atol=1e-12)
