"""What the jobs that read labels ask alike."""

VALUE_MAP = (
    "classes that are renamed or merged, as VALUE=NAME: VALUE is what a class raster or the class field holds, and those with the"
    " same NAME become one class; empty: none"
)
IGNORED_VALUES = (
    "values of a class raster, or whole numbers in the class field, that never count, not even with unlabelled background; empty: none."
    " Nodata is another thing: ground without a label, which unlabelled decides about. Words cannot be ignored: filter their polygons"
    " out of the layer, and with unlabelled background keep the labelled areas clear of them"
)
LABELLED_AREAS = "polygons beyond which no ground counts, whatever the labels say; empty: all ground counts"
