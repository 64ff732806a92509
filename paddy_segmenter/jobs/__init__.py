"""What can be asked of the torch wing: one frozen dataclass per job, checked once, where it is made.

Defaults, ranges, choices and help texts live here and nowhere else; the terminal and the Processing parameters read them.
"""

from ..rules import Job
from .assessment import AssessJob
from .description import DescribeJob
from .scene import SceneJob
from .segmentation import MappingJob, SegmentJob, SegmentManyJob
from .training.job import PlanJob, TrainJob

__all__ = [
    "JOBS",
    "AssessJob",
    "DescribeJob",
    "MappingJob",
    "PlanJob",
    "SceneJob",
    "SegmentJob",
    "SegmentManyJob",
    "TrainJob",
]

JOBS: tuple[type[Job], ...] = (SceneJob, TrainJob, PlanJob, SegmentJob, SegmentManyJob, AssessJob, DescribeJob)
