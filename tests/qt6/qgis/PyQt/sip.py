from PyQt6.sip import *  # as QGIS does
