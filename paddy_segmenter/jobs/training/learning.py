"""How a network learns from its chips: the steps, what moves the weights, and what the training makes small."""

from dataclasses import dataclass

from ...errors import InputError
from ...loss_terms import LOSSES, parse_loss
from ...rules import Job, option

CLASS_WEIGHTS = ("none", "balanced")
OPTIMISERS = ("adamw", "adam", "sgd")
SCHEDULES = ("poly", "cosine", "one_cycle", "constant")
FREEZES = ("none", "batchnorm", "backbone")
LEAST_BATCH = 2  # chips: batch normalisation has nothing to compare in one
LEAST_LEARNING_RATE = 1e-7


@dataclass(frozen=True)
class LearningOptions(Job):
    """The steps of a training."""

    batch: int = option(
        "chips that are computed at once, by all processes together where torchrun starts several; 0: as many as memory suffices for, 16 at the"
        " most",
        8,
        minimum=0,
        maximum=4096,
    )
    accumulate: int = option("batches whose gradients make one step: nearly the same as a batch that many times as large. The network takes the"
                             " memory of one, the chips take that of all",
                             1, minimum=1, maximum=1024, advanced=True)  # fmt: skip
    learning_rate: float = option("highest learning rate; 0: found by a range test, which takes as long as 80 steps", 1e-3,
                                  minimum=0.0, maximum=1.0)  # fmt: skip
    backbone_rate: float = option("learning rate of the backbone as a share of the heads' rate; 0.1 to 0.3 keeps more of pretrained weights;"
                                  " without effect where freeze is backbone",
                                  1.0, minimum=0.001, maximum=10.0, advanced=True)  # fmt: skip
    warm_up: float = option("share of the steps over which the learning rate rises to its highest; one_cycle takes 0.3 at least", 0.05,
                            minimum=0.0, maximum=0.9, advanced=True)  # fmt: skip
    schedule: str = option("how the learning rate falls after that: poly (almost evenly), cosine (slowly at both ends), one_cycle"
                           " (like cosine, after a long rise) or constant (not at all)", "poly", choices=SCHEDULES, advanced=True)  # fmt: skip
    optimiser: str = option("what moves the weights; sgd has a momentum of 0.9 and wants a learning rate about ten times as high", "adamw",
                            choices=OPTIMISERS, advanced=True)  # fmt: skip
    weight_decay: float = option("weight decay of the optimiser: 0.02 suits adamw; adam and sgd, which add it to the gradient, want about 0.0001",
                                 0.02, minimum=0.0, maximum=1.0, advanced=True)  # fmt: skip
    clip_norm: float = option("norm to which longer gradients are shortened; 0: none are", 5.0, minimum=0.0, maximum=1e6,
                              advanced=True)  # fmt: skip
    ema_decay: float = option("share of itself that the moving average of the weights keeps at each step; this average becomes the model;"
                              " 0: the latest weights do", 0.995, minimum=0.0, maximum=0.99999, advanced=True)  # fmt: skip
    freeze: str = option("what stays as in the initial weights: none, batchnorm (the statistics of the normalisation that they bring; for"
                         " batches below 8) or backbone (for few labels and good initial weights)", "none", choices=FREEZES,
                         advanced=True)  # fmt: skip
    loss: str = option(f"loss that the training makes small: a sum of {', '.join(LOSSES)}, each with its weight before it",
                       "cross_entropy + 0.5 dice", advanced=True)  # fmt: skip
    class_weights: str = option("weights of the classes in cross_entropy, focal and the auxiliary head: none, or balanced (labelled pixels of all classes over"
                                " classes times pixels of the class, so that a rare class counts as much as a common one); without effect on dice and lovasz", "none",
                                choices=CLASS_WEIGHTS)  # fmt: skip
    auxiliary_weight: float = option("weight of the cross-entropy of the auxiliary head, which looks at the third stage of the backbone; 0: it is left out",
                                     0.4, minimum=0.0, maximum=10.0, advanced=True)  # fmt: skip

    @property
    def chips_per_step(self) -> int:
        """Chips between one step of the weights and the next."""
        return self.batch * self.accumulate

    def __post_init__(self) -> None:
        super().__post_init__()
        parse_loss(self.loss)
        if 0 < self.batch < LEAST_BATCH:
            raise InputError(
                f"batch is {self.batch}: the least is {LEAST_BATCH}, or 0 for as many as memory suffices for"
            )
        if 0 < self.learning_rate < LEAST_LEARNING_RATE:
            raise InputError(
                f"learning_rate is {self.learning_rate}: the least is {LEAST_LEARNING_RATE}, or 0 to have it found"
            )
