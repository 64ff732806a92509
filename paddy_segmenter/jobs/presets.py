"""Presets of a training: options that belong together, by name."""

from typing import Any

# What a preset does not name stays at its default.
PRESETS: dict[str, dict[str, Any]] = {
    "recommended": {},
    # Heryadi et al. on SPOT-6: what they name, also where it is the default here, so that it stays when that moves.
    "study": {
        "weights": "imagenet",
        "output_stride": 8,
        "decoder": "no",
        "atrous_rates": (12, 24, 36),
        "coarse_share": 0.0,
        "chip": 256,
        "balance": 0.0,
        "mixed": 0.0,
        "augment": ("orientation=1:4", "scale=0", "gain=0", "offset=0"),  # quarter turns and nothing else
        "split": "random",
        "validation_share": 0.2,
        "optimiser": "adam",
        "loss": "cross_entropy",
        "class_weights": "none",
        "auxiliary_weight": 0.0,
        "clip_norm": 0.0,
        "ema_decay": 0.0,
        "warm_up": 0.0,
        "schedule": "constant",
        # They name no learning rate and no weight decay; these are ours.
        "learning_rate": 1e-4,
        "weight_decay": 1e-4,
    },
}
