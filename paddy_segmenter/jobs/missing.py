"""What a raster's values mean where the raster itself does not say it."""

LEAVE_OUT, KEEP = "leave-out", "keep"
UNDECLARED_CHOICES = (LEAVE_OUT, KEEP)
UNDECLARED_MISSING = "what to do with a value that looks like missing data though the raster does not declare it: far from all others and in whole patches, such as -9999"
