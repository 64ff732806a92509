"""The chips of a training: how large they are, how many, which, and how they are varied."""

from dataclasses import dataclass

from ...errors import InputError
from ...rules import Job, option
from ...variations import describe_variations, variations_of


@dataclass(frozen=True)
class ChipOptions(Job):
    """The chips that the network is shown."""

    chip: int = option("side of the square training chips in pixels, a multiple of 16", 256, minimum=32, maximum=2048)
    epochs: int = option("epochs at the most", 40, minimum=1, maximum=100_000)
    chips_per_epoch: int = option("chips drawn per epoch; 0: as many as cover the training ground twice, at least 128", 0,
                                  minimum=0, maximum=10_000_000, advanced=True)  # fmt: skip
    least_labelled: float = option("least share of a chip that is labelled: windows with less are drawn anew, as long as there are better ones",
                                   0.01, minimum=0.0, maximum=1.0, advanced=True)  # fmt: skip
    balance: float = option("share of the chips that are centred on a pixel of a class, each class as often as the others, for classes that are"
                            " rare; the other chips lie where labels lie", 0.0, minimum=0.0, maximum=1.0)  # fmt: skip
    mixed: float = option("share of the chips that are to hold several classes: windows where one class has more than three quarters"
                          " of the labels are drawn anew, as long as there are better ones", 0.0, minimum=0.0, maximum=1.0, advanced=True)  # fmt: skip
    augment: tuple[str, ...] = option(f"changes to how chips are varied, as NAME=PROBABILITY or NAME=PROBABILITY:STRENGTH; without one it is"
                                      f" {describe_variations()}", (), advanced=True)  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        variations_of(self.augment)
        if self.chip % 16:
            raise InputError(
                f"chip is {self.chip} pixels, but must be a multiple of 16: try {max(32, round(self.chip / 16) * 16)}"
            )
