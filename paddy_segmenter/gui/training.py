"""A training that runs, is paused or has ended: what it told so far, whoever looks."""

from dataclasses import fields
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingUtils, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..algorithms.job_algorithm import JobAlgorithm
from ..algorithms.torch_environment import look_before_a_run
from ..errors import InputError
from ..events import Epoch, Event, Message, Panels, Progress
from ..jobs import PlanJob, TrainJob
from ..translation.language import tr
from .training_state import ACTIVE, DONE, FAILED, FINISHING, PAUSED, PAUSING, RUNNING
from .training_task import TrainingTask, prepared


class Training(QObject):
    """One training, or the plan of one, from its start over pauses to its end. Lives on the main thread.

    Args:
        algorithm: trainmodel, a fresh one.
        parameters: what was asked for, by the names of the algorithm.
        is_plan: whether nothing is to be trained.

    Raises:
        EnvironmentMissing: torch is not installed.
        InputError: the parameters break a rule.
    """

    told = pyqtSignal(object)  # an event
    changed = pyqtSignal()  # the state

    def __init__(self, algorithm: JobAlgorithm, parameters: dict[str, Any], is_plan: bool = False) -> None:
        super().__init__()
        self.parameters, self.is_plan = parameters, is_plan
        self.epochs: list[Epoch] = []  # of the course that runs, the last one where there are folds
        self.messages: list[Message] = []
        self.panels: Panels | None = None
        self.outputs: dict[str, Any] = {}
        self.state = FAILED
        self._task: TrainingTask | None = None
        self._start(algorithm)

    @property
    def is_active(self) -> bool:
        """Whether a process works on it."""
        return self.state in ACTIVE

    @property
    def can_finish(self) -> bool:
        """Whether it can be stopped in a way that leaves the best model so far."""
        return self.state == RUNNING and self.job.can_finish and not self.is_plan

    def pause(self) -> None:
        """Ends the process; what was learnt until the last epoch lies beside the model."""
        if self._task and self.is_active:
            self._change(PAUSING)
            self._task.cancel()

    def finish(self) -> None:
        """Ends the training with the best model so far."""
        if self._task and self.can_finish:
            self._task.finish_early()
            self._change(FINISHING)

    def go_on(self, algorithm: JobAlgorithm) -> None:
        """Starts again where it was paused. Raises InputError where a layer is no longer there, EnvironmentMissing where torch is."""
        if not self.is_active:
            self._start(algorithm)

    def close(self, seconds: float) -> None:
        """Ends the process and waits for that, as QGIS does not when the plugin is switched off."""
        if self._task and self.is_active:
            task = self._task
            self.pause()
            task.waitForFinished(round(1000 * seconds))

    def _start(self, algorithm: JobAlgorithm) -> None:
        look_before_a_run()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        broken = algorithm.broken_rule(self.parameters, context)
        if broken:
            raise InputError(broken)
        try:
            job, feedback = prepared(algorithm, self.parameters, context)
        except QgsProcessingException as error:
            raise InputError(str(error)) from error
        self.job = _plan_of(job) if self.is_plan else job
        self.outputs, self.refusal, self.progress = {}, "", Progress(0.0)
        task = self._task = TrainingTask(self.title, algorithm, self.job, feedback)
        task.told.connect(self._hear)
        task.ended.connect(self._end)
        for message in feedback.early:
            self._hear(message)
        self._change(RUNNING)
        QgsApplication.taskManager().addTask(task)

    @property
    def title(self) -> str:
        """What QGIS' list of tasks calls it."""
        return tr("Plan of a training") if self.is_plan else tr("Training of a model")

    def _hear(self, event: Event) -> None:
        if isinstance(event, Epoch):
            if self.job.folds or self.job.optimism == "yes":  # a new course begins
                self.epochs = self.epochs if self._continues(event) else []
            self.epochs = [*(epoch for epoch in self.epochs if epoch.number < event.number), event]
        elif isinstance(event, Progress):
            self.progress = event
        elif isinstance(event, Message):
            self.messages.append(event)
        elif isinstance(event, Panels):
            self.panels = event
        self.told.emit(event)

    def _continues(self, epoch: Epoch) -> bool:
        return bool(self.epochs) and epoch.number > self.epochs[-1].number

    def _end(self, is_done: bool) -> None:
        if self._task:  # from now on the task manager may delete it
            self.outputs = self._task.outputs
            self.refusal = "" if self._task.isCanceled() else self._task.refusal  # it may be cancelled before it runs
        self._task = None
        self._change(DONE if is_done else FAILED if self.refusal else PAUSED)

    def _change(self, state: str) -> None:
        self.state = state
        self.changed.emit()


def _plan_of(job: TrainJob) -> PlanJob:
    blocks = QgsProcessingUtils.generateTempFilename("blocks.gpkg")
    return PlanJob(**{field.name: getattr(job, field.name) for field in fields(job)}, blocks_layer=blocks)
