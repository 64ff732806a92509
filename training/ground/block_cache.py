"""How much of the rasters and labels stays in memory once it was read: chips come back to the same ground again and again."""

from osgeo import gdal

from paddy_segmenter.core.memory import free_memory

SHARE = 0.25  # of the free memory: the network and its gradients want theirs, and so does QGIS
GIGABYTE = 2**30


def set_block_cache(gigabytes: float) -> None:
    """Lets GDAL keep up to so many gigabytes of decoded blocks, in the files' own number types; 0: a quarter of the free memory.

    What was used longest ago makes room. The limit holds for the whole process.
    """
    gdal.SetCacheMax(round(gigabytes * GIGABYTE) or round(SHARE * free_memory()))
