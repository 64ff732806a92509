from PyQt6.QtGui import QAction as QAction  # where Qt 5 had it
from PyQt6.QtWidgets import *  # as QGIS does
