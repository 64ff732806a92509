"""What all algorithms share: a job's fields asked for, the job run by the worker, its outputs handed to QGIS."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, get_type_hints

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from ..errors import Cancelled, EnvironmentMissing, PaddyError, WorkerError
from ..events import Listener, Result
from ..rules import Job, fields_of
from ..translation.language import told, tr
from ..worker.process import never, run_job
from .endings import end_cancelled, is_in_terminal
from .entered_checks import beside, unknown_name, unusable_value
from .entered_values import EnteredValues, absolute
from .explanation import Explanation, documentation_of
from .export_place import ExportPlace, kept_until_done
from .feedback_listener import FeedbackListener
from .layer_files import LayerFiles, layers_of
from .output_style import style_on_load
from .parameters import name_of, parameters_of
from .raster_export import RasterExport, write_exports
from .torch_environment import look_before_a_run, torch_environment

ICONS = Path(__file__).parents[1] / "icons"


class JobAlgorithm(QgsProcessingAlgorithm):
    """One kind of job as an algorithm. A subclass names the job and says which of its fields are layers and files."""

    job: ClassVar[type[Job]]
    identifier: ClassVar[str]
    section: ClassVar[str]
    example: ClassVar[str]  # arguments for qgis_process
    keeps_work: ClassVar[bool] = False  # whether a run that is broken off goes on when it is started again

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, list[str]] = {}
        self._exports: list[RasterExport] = []
        self._places: list[ExportPlace] = []

    def layers_and_files(self) -> list[QgsProcessingParameterDefinition]:
        """Returns the parameters for the job's layers, files and bands; the other fields make their own."""
        raise NotImplementedError

    def output_beside(self, file: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Returns the output beside which a run that is broken off leaves the file of a layer for the next one; '': it leaves none."""
        return ""

    def sentence_on_parts(self, outputs: dict[str, Any]) -> str:
        """Returns what to say where a part of the job failed, whose log has the reasons."""
        return tr("a part of it failed, see the log: run it again to make what is missing")

    def figures(self) -> list[QgsProcessingOutputDefinition]:
        """Returns the outputs that are no files. Their names are the keys of the job's result in upper case."""
        return []

    def name(self) -> str:
        return self.identifier

    def group(self) -> str:
        return {"try": tr("Try"), "train": tr("Train"), "map": tr("Map")}[self.section]

    def groupId(self) -> str:
        return self.section

    def createInstance(self) -> "JobAlgorithm":
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(ICONS / f"{self.identifier}.svg")

    def tags(self) -> list[str]:
        """Returns what all are found by; a subclass adds its own words."""
        words = tr(
            "rice,paddy,padi,sawah,land cover,landcover,land use,deep learning,machine learning,CNN,segmentation,classify,predict"
        )
        return words.split(",")

    def helpUrl(self) -> str:
        return documentation_of(self.identifier)

    def shortDescription(self) -> str:
        return self._paragraphs()[0]

    def shortHelpString(self) -> str:
        command = f"qgis_process run paddy_segmenter:{self.identifier} -- {self.example}"
        explanation = Explanation(self._paragraphs(), self.parameterDefinitions(), command, self.helpUrl())
        return explanation.as_text() if is_in_terminal() else explanation.as_page()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for definition in parameters_of(self.job, self.layers_and_files()):
            self.addParameter(definition)
        for figure in self.figures():
            self.addOutput(figure)

    def canExecute(self) -> tuple[bool, str]:
        try:
            look_before_a_run()
        except EnvironmentMissing as error:
            return False, told(error)
        return True, ""

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        try:
            broken = self.broken_rule(parameters, context)
            if broken:
                return False, broken
            torch_environment()
        except PaddyError as error:
            return False, told(error)
        accepted, reason = super().checkParameterValues(parameters, context)
        return accepted, str(reason)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        files = LayerFiles(parameters, context, feedback, lambda file: self._kept_output(file, parameters, context))
        self._exports, self._places = files.raster_exports, files.places
        try:
            for definition in self._sources():
                entered = parameters.get(definition.name())
                layers = layers_of(definition, entered, context) if entered else []
                self._files[definition.name()] = [files.file_of(layer) for layer in layers]
        except PaddyError as error:
            raise QgsProcessingException(told(error)) from error
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            job = self.job_of(parameters, context)
            outputs = self._outputs_of(job, self.do(job, feedback, FeedbackListener(feedback)))
        except Cancelled as error:
            if feedback.isCanceled():
                return end_cancelled(self.keeps_work, feedback)
            raise QgsProcessingException(tr("the job was ended from outside: run it again")) from error
        except PaddyError as error:
            if isinstance(error, WorkerError):
                feedback.pushDebugInfo(error.log)
            raise QgsProcessingException(told(error)) from error

        if outputs.get("FAILED") and is_in_terminal():
            raise QgsProcessingException(self.sentence_on_parts(outputs))

        paths = [getattr(job, name) for name in job.outputs]
        polygons_on_top = sorted(paths, key=lambda path: not path.endswith(".gpkg"))
        style_on_load(polygons_on_top, self._title_of(job, paths), context)
        return outputs

    def job_of(self, parameters: dict[str, Any], context: QgsProcessingContext, are_meant: bool = False) -> Job:
        """Returns the job that was asked for, once `prepareAlgorithm` knows its files. Raises InputError where it breaks a rule.

        `are_meant` says that all that is named is meant, also beside a preset.
        """
        return self._job(EnteredValues(self, parameters, context, are_meant))

    def do(
        self,
        job: Job,
        feedback: QgsProcessingFeedback,
        listener: Listener,
        is_finishing: Callable[[], bool] = never,
    ) -> Result:
        """Makes the files of the layers and does the job, in any thread. Raises what `write_exports` and `run_job` raise."""
        with kept_until_done(self._places, feedback):
            write_exports(self._exports, job, torch_environment(), feedback)
            return run_job(job, torch_environment(), listener, feedback.isCanceled, is_finishing)

    def _title_of(self, job: Job, outputs: list[str]) -> str:
        """Returns what tells a run from others: the name of its first file that is no temporary one, an output or else an input."""
        files = [*outputs[:1], *(path for name in job.inputs for path in [getattr(job, name)] if isinstance(path, str))]
        lasting = [path for path in files if path and not path.startswith(QgsProcessingUtils.tempFolder())]
        return ": ".join([self.displayName(), *(Path(path).stem for path in lasting[:1])])

    def _paragraphs(self) -> list[str]:
        return [tr(" ".join(paragraph.split())) for paragraph in (type(self).__doc__ or "").split("\n\n")]

    def _sources(self) -> list[QgsProcessingParameterDefinition]:
        return [rule for rule in self.parameterDefinitions() if rule.type() in ("raster", "vector", "multilayer")]

    def _job(self, entered: EnteredValues) -> Job:
        kinds, fields = get_type_hints(self.job), fields_of(self.job)
        values, meant = {}, entered.meant(fields)
        for field in fields:
            files = self._files.get(name_of(field))
            if files is None:
                values[field.name] = entered.value(field, kinds[field.name])
            else:
                values[field.name] = next(iter(files), "") if kinds[field.name] is str else tuple(files)
        # What is at its default and not known to be meant is left, for a preset to fill in.
        given = [field.name for field in fields if field.name in meant or values[field.name] != field.default]
        return self.job(**{name: values[name] for name in given})

    def _kept_output(self, file: str, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        output = absolute(self.output_beside(file, parameters, beside(context)))
        return "" if output.startswith(QgsProcessingUtils.tempFolder()) else output

    def _outputs_of(self, job: Job, result: Result) -> dict[str, Any]:
        names = {field.name: name_of(field) for field in fields_of(job)}
        outputs = {names.get(key, key.upper()): value for key, value in result.outputs.items()}
        layers = [output.name() for output in self.outputDefinitions() if output.type() == "outputMultilayer"]
        return {name: value if name in layers else _plain(value) for name, value in outputs.items()}

    def broken_rule(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Returns a sentence on the first name or value that cannot be used, more telling than QGIS' own, or ''."""
        return unknown_name(self, parameters) or unusable_value(self, self._sources(), parameters, context)


def _plain(value: Any) -> Any:
    """Returns lists and tables as JSON text: but for layers, models and logs of QGIS pass on texts and numbers only."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
