"""What GDAL and PROJ do is stated here, not inherited: a map does not depend on the environment of whoever makes it.

Inherited are where data and drivers lie, how to get into the net, and what opens a door there: proxies, keys, certificates.
"""

import os
from collections.abc import MutableMapping

from osgeo import gdal, osr

STATED = {
    "CPL_DEBUG": "OFF",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",  # else masks, georeference and names beside a file would not be seen
    "GDAL_PAM_ENABLED": "YES",  # those in .aux.xml too
    "GDAL_VRT_ENABLE_PYTHON": "NO",  # no file that a user gives runs code
    "GTIFF_HONOUR_NEGATIVE_SCALEY": "NO",
    "GTIFF_IGNORE_READ_ERRORS": "NO",  # a damaged file is told, not read as zeros
    # GTIFF_POINT_GEO_IGNORE is left as it is: where it is set, also to NO, GDAL overrules GEOREF_SOURCES.
    "OGR_ENABLE_PARTIAL_REPROJECTION": "NO",
    "OGR_CT_FORCE_TRADITIONAL_GIS_ORDER": "NO",
    "OSR_DEFAULT_AXIS_MAPPING_STRATEGY": "AUTHORITY_COMPLIANT",
    "OSR_USE_NON_DEPRECATED": "YES",
    "VRT_SHARED_SOURCE": "YES",
}

SETTINGS_BEGIN_WITH = (
    "CPL_", "GDAL_", "GPKG_", "GTIFF_", "HFA_", "JP2", "NETCDF_", "OGR_", "OSR_", "PROJ_", "TIFF_", "VRT_", "VSI_",
)  # fmt: skip
INHERITED_BEGIN_WITH = (
    "CPL_AWS_", "CPL_AZURE_", "CPL_CURL_", "CPL_GCE_", "CPL_GS_", "CPL_VSIL_CURL_", "GDAL_HTTP_", "PROJ_CURL_",
)  # fmt: skip
INHERITED = {
    "CPL_TMPDIR",
    "GDAL_CONFIG_FILE",
    "GDAL_CURL_CA_BUNDLE",
    "GDAL_DATA",
    "GDAL_DRIVER_PATH",
    "GDAL_PAM_PROXY_DIR",
    "GDAL_PROXY_AUTH",
    "GDAL_SKIP",
    "OGR_SKIP",
    "PROJ_AUX_DB",
    "PROJ_DATA",
    "PROJ_LIB",
    "PROJ_USER_WRITABLE_DIRECTORY",
}


# An option of gdal.Warp: else GDAL adds the geoid to the values of one band whose CRS counts heights.
AS_THEY_ARE = "-novshift"


def state_settings(environment: MutableMapping[str, str] = os.environ) -> None:
    """Makes GDAL and PROJ of this process work as is stated here. Takes the settings that are not inherited from the environment."""
    for name in list(environment):
        if _is_setting(name):
            del environment[name]
    for name, value in STATED.items():  # they outdo GDAL's configuration file too
        gdal.SetConfigOption(name, value)
    osr.SetPROJEnableNetwork(False)


def _is_setting(name: str) -> bool:
    name = name.upper()
    is_inherited = name in INHERITED or name.startswith(INHERITED_BEGIN_WITH)
    return name.startswith(SETTINGS_BEGIN_WITH) and not is_inherited
