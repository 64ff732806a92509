"""Rasters and polygon layers as they are read and written: grids, masks, bands, legends."""
