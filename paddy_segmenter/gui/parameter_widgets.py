"""The widgets of parameters, as Processing makes them: title, range, choices and help come from the job's fields."""

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProcessingContext, QgsProject
from qgis.core import QgsProcessingParameterDefinition as Definition
from qgis.gui import QgsFileWidget, QgsGui, QgsMessageBar, QgsProcessingGui, QgsProcessingParameterWidgetContext
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QWidget


class ParameterWidgets:
    """The widgets of parameters by name, each added to a form when it is made."""

    def __init__(self, messages: QgsMessageBar) -> None:
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._shown_in = QgsProcessingParameterWidgetContext()
        self._shown_in.setProject(QgsProject.instance())
        self._shown_in.setMessageBar(messages)
        self._wrappers: dict[str, Any] = {}
        self._files: dict[str, QgsFileWidget] = {}

    def add_to(self, form: QFormLayout, definition: Definition) -> QWidget:
        """Makes the parameter's widget as a new row of the form."""
        widget = self._new_file(definition) if definition.isDestination() else self._wrapped(definition)
        add_row(form, definition, widget)
        return widget

    def values(self) -> dict[str, Any]:
        """Returns what is entered, by the parameters' names."""
        entered = {name: wrapper.parameterValue() for name, wrapper in self._wrappers.items()}
        return entered | {name: file.filePath() for name, file in self._files.items()}

    def enter(self, values: dict[str, Any]) -> None:
        """Shows these values; parameters that are not named stay as they are."""
        for name in values.keys() & self._wrappers.keys():
            self._wrappers[name].setParameterValue(values[name], self._context)
        for name in values.keys() & self._files.keys():
            self._files[name].setFilePath(values[name] if isinstance(values[name], str) else "")

    def connect(self, name: str, slot: Callable[[], None]) -> None:
        """Has the slot called when the value of a parameter changes."""
        self._wrappers[name].widgetValueHasChanged.connect(lambda wrapper: slot())

    def _wrapped(self, definition: Definition) -> QWidget:
        registry, standard = QgsGui.processingGuiRegistry(), QgsProcessingGui.WidgetType.Standard
        wrapper = registry.createParameterWidgetWrapper(definition, standard)
        wrapper.setWidgetContext(self._shown_in)
        self._wrappers[definition.name()] = wrapper
        return wrapper.createWrappedWidget(self._context)

    def _new_file(self, definition: Definition) -> QWidget:
        """Returns a widget for a file that stays: a model in a temporary one could not be continued."""
        file = self._files[definition.name()] = QgsFileWidget()
        file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        file.setFilter(definition.fileFilter())
        return file


def add_row(form: QFormLayout, definition: Definition, widget: QWidget) -> None:
    """Adds the widget of a parameter with its title and help as a row of the form."""
    label = QLabel(definition.description())
    label.setBuddy(widget)
    for part in (label, widget):
        part.setToolTip(definition.toolTip())  # with the parameter's name, by which the documentation calls it
    widget.setAccessibleName(definition.description())
    widget.setAccessibleDescription(definition.help())
    form.addRow(label, widget)
