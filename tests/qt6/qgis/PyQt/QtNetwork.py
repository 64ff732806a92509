from PyQt6.QtNetwork import *  # as QGIS does
