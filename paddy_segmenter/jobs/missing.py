"""What a raster's values mean where the raster itself does not say it."""

LEAVE_OUT, KEEP = "leave-out", "keep"
UNDECLARED_CHOICES = (LEAVE_OUT, KEEP)
UNDECLARED_MISSING = "what to do with a value that a raster does not declare as nodata, but that is far from all others and fills whole patches, as -9999 does"
