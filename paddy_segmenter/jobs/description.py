"""The job that tells what a model file is."""

from dataclasses import dataclass

from ..rules import Job, option


@dataclass(frozen=True)
class DescribeJob(Job):
    """What a model file expects and how good it was."""

    program = ("paddy_segmenter", "describe")
    inputs = ("model",)

    model: str = option("model file (.safetensors)")
