"""Rasters to maps: tiles, strips, their journal, and the files put together from them."""
