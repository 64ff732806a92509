from PyQt6.QtGui import *  # as QGIS does
