"""What is known of the environment and what is being done to it. It outlives the page, which may be closed meanwhile."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qgis.core import Qgis, QgsApplication, QgsNetworkAccessManager, QgsTask
from qgis.PyQt.QtCore import QT_VERSION_STR, QObject, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkProxy

from ..algorithms.torch_environment import places
from ..errors import Cancelled, PaddyError
from ..events import Event, Listener, Progress
from ..translation.language import tr
from ..worker.diagnosis import diagnosis, remember_failure
from ..worker.installation import Installation, install, remove_environment
from ..worker.survey import Facts, Survey, survey
from ..worker.torch_builds import Build

NOTHING_YET = Survey("", "", Facts(), "", Facts(), (), (), 0)
SCHEMES = {QNetworkProxy.ProxyType.Socks5Proxy: "socks5", QNetworkProxy.ProxyType.HttpProxy: "http",
           QNetworkProxy.ProxyType.HttpCachingProxy: "http"}  # fmt: skip
Work = Callable[[Listener, Callable[[], bool]], Any]


class EnvironmentTask(QgsTask):
    """One piece of work in a thread of QGIS; its events come as a signal."""

    told = pyqtSignal(object)

    def __init__(self, title: str, work: Work, ended: "Callable[[EnvironmentTask], None]") -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._work = work
        self._ended = ended
        self.answer: Any = None
        self.fault = ""

    def run(self) -> bool:
        try:
            self.answer = self._work(self.told.emit, self.isCanceled)
        except Cancelled:
            return False
        except PaddyError as error:
            self.fault = str(error)
            remember_failure(error)
            return False
        return True

    def finished(self, done: bool) -> None:
        if not done and not self.fault:
            broken = tr("it ended with an error of the plugin: see the Python messages of QGIS, and report it")
            self.fault = tr("Cancelled: nothing was left behind.") if self.isCanceled() else broken
        self._ended(self)


class EnvironmentWork(QObject):
    """Looks, installs and removes, one at a time and beside QGIS' own work."""

    changed = pyqtSignal()
    told = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.survey = NOTHING_YET
        self.plan: Installation | None = None  # while it is carried out
        self.fault = ""  # of the last piece of work
        self.progress = Progress(0.0)
        self._task: EnvironmentTask | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._task is not None

    def look(self) -> None:
        """Finds out anew what is there."""
        setting, own_folder = places()
        self._start(tr("Looking for torch"), lambda *_: survey(setting, own_folder), self._end_look)

    def plan_for(self, build: Build, wheels: str) -> Installation:
        """Returns what `install` would do."""
        seen = self.survey
        numpy = seen.host_facts.versions.get("numpy", "")
        return Installation(places()[1], seen.host, numpy, build, wheels, proxy_of_qgis(), seen.present)

    def install(self, plan: Installation) -> None:
        """Carries the plan out."""
        self.plan, self.progress = plan, Progress(0.0)
        title = tr("Installing torch for Paddy Segmenter")
        self._start(title, lambda tell, is_cancelled: install(plan, tell, is_cancelled), self._end_change)

    def remove(self) -> None:
        """Removes the plugin's own environment."""
        folder = places()[1]
        self._start(tr("Removing the environment"), lambda *_: remove_environment(folder), self._end_change)

    def cancel(self) -> None:
        """Breaks off what is being done; the end of it is told as usual."""
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Breaks off what is being done and waits until it has tidied up: the plugin goes."""
        task = self._task
        if task is not None:
            self._task = None
            task.cancel()
            task.waitForFinished(10_000)

    def diagnosis(self) -> str:
        """Returns the text for bug reports."""
        programs = {"QGIS": Qgis.QGIS_VERSION, "Qt": QT_VERSION_STR}
        return diagnosis(self.survey, programs, str(Path.home()))

    def _start(self, title: str, work: Work, ended: "Callable[[EnvironmentTask], None]") -> None:
        if self._task is not None:
            return
        self.fault = ""
        self._task = EnvironmentTask(title, work, ended)
        self._task.told.connect(self._hear)
        QgsApplication.taskManager().addTask(self._task)
        self.changed.emit()

    def _hear(self, event: Event) -> None:
        if isinstance(event, Progress):
            self.progress = event
            if self._task is not None:
                self._task.setProgress(100 * event.share)
        self.told.emit(event)

    def _end_look(self, task: EnvironmentTask) -> None:
        if task is not self._task:  # the plugin has gone
            return
        self._task = None
        self.survey = task.answer or self.survey
        self.fault = self.fault or task.fault
        self.changed.emit()

    def _end_change(self, task: EnvironmentTask) -> None:
        if task is not self._task:
            return
        self._task, self.plan = None, None
        self.look()
        self.fault = task.fault
        self.changed.emit()


def proxy_of_qgis() -> str:
    """Returns the address of the proxy in QGIS' settings with its password, or '' where QGIS leaves it to the system."""
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    scheme = SCHEMES.get(proxy.type())
    if scheme is None or not proxy.hostName():
        return ""
    login = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
    return f"{scheme}://{login}{proxy.hostName()}:{proxy.port()}"
