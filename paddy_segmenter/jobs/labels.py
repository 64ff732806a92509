"""What the jobs that read labels ask alike."""

VALUE_MAP = (
    "classes that are renamed or merged, as VALUE=NAME: VALUE is what a class raster or the class field holds, and those with the"
    " same NAME become one class; empty: none"
)
LABELLED_AREAS = "polygons beyond which no ground counts, whatever the labels say; empty: all ground counts"
