"""A training as a task of QGIS: it runs in a thread of the task manager, while QGIS stays free."""

from typing import Any, cast

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..algorithms.job_algorithm import JobAlgorithm
from ..errors import Cancelled, PaddyError, WorkerError
from ..events import Message, Progress
from ..jobs import TrainJob
from ..translation.language import tr


class TrainingTask(QgsTask):
    """Does a job that the algorithm has made ready. Its events are emitted by `told`, from the task's thread.

    Attributes:
        outputs: the job's results when it is done.
        refusal: a sentence on why there are none, '' where it was cancelled or is done.
    """

    told = pyqtSignal(object)
    ended = pyqtSignal(bool)

    def __init__(self, title: str, algorithm: JobAlgorithm, job: TrainJob, feedback: "TaskFeedback") -> None:
        super().__init__(title, _flags())
        self.outputs: dict[str, Any] = {}
        self.refusal = tr("the task ended unexpectedly: see QGIS' log of Python errors")  # until it ends in another way
        self._algorithm, self._job, self._feedback = algorithm, job, feedback
        self._is_finishing = False
        feedback.listener = self._hear

    def run(self) -> bool:
        """Called by the task manager in its thread."""
        try:
            result = self._algorithm.do(self._job, self._feedback, self._hear, lambda: self._is_finishing)
        except Cancelled:
            self.refusal = "" if self.isCanceled() else tr("the job was ended from outside: run it again")
            return bool(self.isCanceled())  # else QGIS would call a pause a failure
        except PaddyError as error:
            if isinstance(error, WorkerError) and error.log:
                self._hear(Message(error.log))
            self.refusal = str(error)
            return False
        self.outputs, self.refusal = result.outputs, ""
        return True

    def finish_early(self) -> None:
        """Asks the job to end with the best that it has."""
        self._is_finishing = True

    def cancel(self) -> None:
        """Called by the dialog, by QGIS' list of tasks and where QGIS ends."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, result: bool) -> None:
        """Called by the task manager on the main thread."""
        self.ended.emit(result and bool(self.outputs))

    def _hear(self, event: object, /) -> None:
        if isinstance(event, Progress):
            self.setProgress(100 * event.share)
        self.told.emit(event)


def _flags() -> "QgsTask.Flag":
    """Returns what QGIS may do with a training: cancel it. Its end is told by the plugin; QGIS before 3.26 tells it, too."""
    silent = getattr(QgsTask.Flag, "Silent", None)
    return QgsTask.Flag.CanCancel if silent is None else QgsTask.Flag.CanCancel | silent


class TaskFeedback(QgsProcessingFeedback):
    """What the making of files tells, as events for the task that they are made for; before there is one they are kept."""

    def __init__(self) -> None:
        super().__init__(False)
        self.early: list[Message] = []
        self.listener: Any = self.early.append

    def pushInfo(self, info: str) -> None:
        self.listener(Message(info))

    def pushWarning(self, warning: str) -> None:
        self.listener(Message(warning, "warning"))


def prepared(
    algorithm: JobAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[TrainJob, TaskFeedback]:
    """Returns the job that the parameters ask for, each of which the form shows. On the main thread, where layers may be touched.

    Raises InputError, or QgsProcessingException with such an error's sentence, where they cannot be used.
    """
    feedback = TaskFeedback()
    algorithm.prepareAlgorithm(parameters, context, feedback)
    return cast("TrainJob", algorithm.job_of(parameters, context, are_meant=True)), feedback
