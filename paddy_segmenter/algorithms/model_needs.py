"""What a model wants of a raster, told by the torch wing: QGIS itself reads no model files."""

from dataclasses import dataclass

from qgis.core import QgsFeedback

from ..events import Event
from ..jobs import DescribeJob
from ..worker.environment import Environment
from ..worker.process import run_job


@dataclass(frozen=True)
class ModelNeeds:
    """The ground sample distance in metres and the names of the bands that a model learnt from."""

    gsd: float
    bands: tuple[str, ...]


def needs_of(model: str, environment: Environment, feedback: QgsFeedback) -> ModelNeeds:
    """Returns what the model file says of itself. Raises PaddyError where it cannot be read, Cancelled where the user wants that."""
    told = run_job(DescribeJob(model), environment, _listen_to_none, feedback.isCanceled).outputs
    return ModelNeeds(float(told["gsd"]), tuple(told["bands"]))


def _listen_to_none(event: Event, /) -> None:
    """Leaves the description out of the log, which is about another job."""
