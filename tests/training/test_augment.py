import torch

from training.augment import ORIENTATIONS, orient, orient_randomly


def test_the_eight_orientations_are_all_different() -> None:
    square = torch.arange(9).reshape(3, 3)
    assert len({tuple(orient(square, o).flatten().tolist()) for o in range(ORIENTATIONS)}) == 8


def test_image_validity_and_labels_turn_together() -> None:
    labels = torch.arange(16).reshape(4, 4)
    image = torch.stack([labels, labels + 100]).float()
    generator = torch.Generator().manual_seed(0)
    seen = set()
    for _ in range(60):
        turned, valid, turned_labels = orient_randomly(image, labels > 5, labels, generator)
        assert torch.equal(turned[0], turned_labels.float())
        assert torch.equal(turned[1], turned_labels.float() + 100)
        assert torch.equal(valid, turned_labels > 5)
        seen.add(tuple(turned_labels.flatten().tolist()))
    assert len(seen) == ORIENTATIONS
