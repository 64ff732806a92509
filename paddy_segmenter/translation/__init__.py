"""Texts in the user's language: those that the QGIS wing shows, and those that the torch wing tells in English."""
