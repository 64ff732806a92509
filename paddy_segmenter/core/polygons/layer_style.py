"""The style of a layer inside its GeoPackage, where QGIS looks for it."""

from osgeo import gdal, ogr

TABLE = "layer_styles"  # QGIS' own; it hides the table from its users
FIELDS = (
    ("f_table_catalog", ogr.OFTString),
    ("f_table_schema", ogr.OFTString),
    ("f_table_name", ogr.OFTString),
    ("f_geometry_column", ogr.OFTString),
    ("styleName", ogr.OFTString),
    ("styleQML", ogr.OFTString),
    ("styleSLD", ogr.OFTString),
    ("useAsDefault", ogr.OFTInteger),
    ("description", ogr.OFTString),
    ("owner", ogr.OFTString),
    ("ui", ogr.OFTString),
    ("update_time", ogr.OFTString),
)


def store_style(dataset: gdal.Dataset, layer: ogr.Layer, style: str) -> None:
    """Makes a QGIS style (QML) the usual one of a layer of a GeoPackage."""
    table = dataset.CreateLayer(TABLE, None, ogr.wkbNone)
    for name, kind in FIELDS:
        table.CreateField(ogr.FieldDefn(name, kind))
    row = ogr.Feature(table.GetLayerDefn())
    for name, value in {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": layer.GetName(),
        "f_geometry_column": layer.GetGeometryColumn(),
        "styleName": layer.GetName(),
        "styleQML": style,
        "useAsDefault": 1,
    }.items():
        row[name] = value
    table.CreateFeature(row)
