"""Polygons of a map: traced, simplified without gaps, measured on the ellipsoid."""
