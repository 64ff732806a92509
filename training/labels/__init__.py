"""Labels of any kind and CRS as class indices on a raster's grid."""
