"""What is asked before a training: layers, classes, a few plain choices, and the rest."""

from typing import Any

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsMessageBar, QgsScrollArea
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QFrame, QTabWidget, QVBoxLayout, QWidget

from ..algorithms.job_algorithm import JobAlgorithm
from ..algorithms.parameters import entries_of
from ..jobs.presets import PRESETS
from ..rules import fields_of
from ..translation.language import tr
from .class_table import ClassTable, classes_from, colours_of, value_map_of
from .layer_list import LayerList, is_label, is_raster
from .parameter_widgets import ParameterWidgets, add_row
from .symbology import classes_of, shown_field

OWN = ("INPUT", "LABELS", "CLASS_FIELD", "VALUE_MAP", "COLOURS")  # parameters with widgets made here
PLAIN = ("UNLABELLED", "PRESET", "BACKBONE", "WEIGHTS", "EPOCHS", "SPLIT", "SPLIT_AREAS", "SPLIT_FIELD", "FOLDS")


class TrainingForm:
    """The pages of a form for all parameters of the algorithm, added to the tabs."""

    def __init__(self, algorithm: JobAlgorithm, tabs: QTabWidget, messages: QgsMessageBar) -> None:
        self._algorithm = algorithm  # the widgets look at its parameters for as long as they live
        self._rules = {rule.name(): rule for rule in algorithm.parameterDefinitions()}
        self._others = ParameterWidgets(messages)
        self._rasters = LayerList(is_raster, self._rules["INPUT"].description())
        self._labels = LayerList(is_label, self._rules["LABELS"].description())
        self._class_field = QComboBox()
        self._class_field.setEditable(True)
        self._class_field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._classes = ClassTable()
        self._shown: tuple[list[str], str] = ([], "")  # the labels and the field whose classes are in the table
        tabs.addTab(self._data_page(), tr("&Data"))
        tabs.addTab(self._page_of([name for name in PLAIN if name in self._rules]), tr("&Settings"))
        rest = [name for name in self._rules if name not in (*OWN, *PLAIN, "OUTPUT")]
        tabs.addTab(self._page_of(rest, QFormLayout.RowWrapPolicy.WrapAllRows), tr("&Advanced"))  # titles are long
        self._labels.changed.connect(self._follow_labels)
        self._class_field.currentTextChanged.connect(self._follow_symbology)
        self._others.connect("PRESET", self._follow_preset)

    def parameters(self) -> dict[str, Any]:
        """Returns what is entered, by the algorithm's names."""
        classes = self._classes.classes()
        return self._others.values() | {
            "INPUT": self._rasters.chosen(),
            "LABELS": self._labels.chosen(),
            "CLASS_FIELD": self._class_field.currentText().strip(),
            "VALUE_MAP": value_map_of(classes),
            "COLOURS": colours_of(classes),
        }

    def enter(self, parameters: dict[str, Any]) -> None:
        """Shows these values; what is not named stays as it is, or becomes what a preset among them makes it."""
        self._others.enter({name: value for name, value in parameters.items() if name == "PRESET"})
        self._others.enter(parameters)
        for name, layers in (("INPUT", self._rasters), ("LABELS", self._labels)):
            if name in parameters:
                layers.choose(_sources_of(parameters[name]))
        if "CLASS_FIELD" in parameters:
            self._class_field.setEditText(parameters["CLASS_FIELD"] or "")
        if "VALUE_MAP" in parameters or "COLOURS" in parameters:
            self._classes.show_classes(classes_from(parameters.get("VALUE_MAP"), parameters.get("COLOURS")))

    def _follow_preset(self) -> None:
        """Shows the values of the preset: what any preset names becomes its own, or the usual one."""
        job, preset = self._algorithm.job, self._others.values()["PRESET"]
        usual = {field.name: field.default for field in fields_of(job)}
        named = {name: usual[name] for values in PRESETS.values() for name in values}
        self._others.enter(entries_of(job, named | PRESETS[preset]))

    def _data_page(self) -> QWidget:
        form = _new_form()
        add_row(form, self._rules["INPUT"], self._rasters)
        add_row(form, self._rules["LABELS"], self._labels)
        add_row(form, self._rules["CLASS_FIELD"], self._class_field)
        form.addRow(tr("Classes"), self._classes)
        self._others.add_to(form, self._rules["OUTPUT"])
        return _scrolled(form)

    def _page_of(
        self, names: list[str], wrapping: QFormLayout.RowWrapPolicy = QFormLayout.RowWrapPolicy.DontWrapRows
    ) -> QWidget:
        form = _new_form()
        form.setRowWrapPolicy(wrapping)
        for name in names:
            self._others.add_to(form, self._rules[name])
        return _scrolled(form)

    def _label_layers(self) -> list[QgsMapLayer]:
        layers = map(QgsProject.instance().mapLayer, self._labels.chosen())
        return [layer for layer in layers if layer is not None]

    def _follow_labels(self) -> None:
        """Offers the fields of the labels, and takes the one that a layer's symbology tells classes by."""
        layers = self._label_layers()
        fields = [layer.fields().names() for layer in layers if isinstance(layer, QgsVectorLayer)]
        entered = self._class_field.currentText()
        self._class_field.blockSignals(True)
        self._class_field.clear()
        self._class_field.addItems(["", *dict.fromkeys(name for names in fields for name in names)])
        proposed = next(filter(None, map(shown_field, layers)), "")
        self._class_field.setCurrentText(entered or proposed)
        self._class_field.blockSignals(False)
        self._follow_symbology()

    def _follow_symbology(self) -> None:
        shown = self._labels.chosen(), self._class_field.currentText()
        if shown != self._shown:
            self._shown = shown
            classes = [each for layer in self._label_layers() for each in classes_of(layer, shown[1])]
            self._classes.show_classes({each.value: each for each in classes}.values())


def _sources_of(entered: Any) -> list[str]:
    layers = entered if isinstance(entered, (list, tuple)) else [entered] if entered else []
    return [layer.id() if isinstance(layer, QgsMapLayer) else str(layer) for layer in layers]


def _new_form() -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _scrolled(form: QFormLayout) -> QgsScrollArea:
    """Returns the form on a page that scrolls where the screen is small, without turning the values that pass under the mouse."""
    page, content = QgsScrollArea(), QWidget()
    layout = QVBoxLayout(content)
    layout.addLayout(form)
    layout.addStretch()
    page.setWidget(content)
    page.setWidgetResizable(True)
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return page
