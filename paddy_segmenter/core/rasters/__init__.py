"""Rasters and polygon layers as they are read and written: grids, masks, bands, legends."""

from .gdal_settings import state_settings

state_settings()  # before whatever reads
