from PyQt6.QtCore import *  # as QGIS does
