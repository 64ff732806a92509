"""Where interpreters lie, as tables for the systems that these tests do not run on."""

import pytest

from paddy_segmenter.worker.interpreters import pythons_in, pythons_of_host

BUNDLE = "/Applications/QGIS.app/Contents"
FRAMEWORK = "/Applications/QGIS LTR.app/Contents/Frameworks/Python.framework"


@pytest.mark.parametrize(
    ("prefixes", "system", "expected"),
    [
        (["/usr"], "Linux", ["/usr/bin/python3.12", "/usr/bin/python3"]),
        (["/usr", "/usr"], "Linux", ["/usr/bin/python3.12", "/usr/bin/python3"]),
        (
            [r"C:\Program Files\QGIS 3.44\apps\Python312"],
            "Windows",
            [
                r"C:\Program Files\QGIS 3.44\apps\Python312\python.exe",
                r"C:\Program Files\QGIS 3.44\apps\Python312\python3.exe",
            ],
        ),
        (
            [r"D:\Büro\OSGeo4W\apps\Python312"],
            "Windows",
            [r"D:\Büro\OSGeo4W\apps\Python312\python.exe", r"D:\Büro\OSGeo4W\apps\Python312\python3.exe"],
        ),
        (
            [f"{FRAMEWORK}/Versions/3.12"],
            "Darwin",
            [
                f"{FRAMEWORK}/Versions/3.12/bin/python3.12",
                f"{FRAMEWORK}/Versions/3.12/bin/python3",
                "/Applications/QGIS LTR.app/Contents/MacOS/bin/python3.12",
                "/Applications/QGIS LTR.app/Contents/MacOS/bin/python3",
                "/Applications/QGIS LTR.app/Contents/MacOS/python3.12",
                "/Applications/QGIS LTR.app/Contents/MacOS/python3",
            ],
        ),
        (
            [f"{BUNDLE}/Frameworks"],
            "Darwin",
            [
                f"{BUNDLE}/Frameworks/bin/python3.12",
                f"{BUNDLE}/Frameworks/bin/python3",
                f"{BUNDLE}/MacOS/bin/python3.12",
                f"{BUNDLE}/MacOS/bin/python3",
                f"{BUNDLE}/MacOS/python3.12",
                f"{BUNDLE}/MacOS/python3",
            ],
        ),
        (["/opt/homebrew"], "Darwin", ["/opt/homebrew/bin/python3.12", "/opt/homebrew/bin/python3"]),
    ],
)
def test_the_python_of_qgis_is_looked_for_beside_its_prefixes(prefixes, system, expected):
    assert pythons_of_host(prefixes, (3, 12), system) == expected


@pytest.mark.parametrize(
    ("folder", "system", "expected"),
    [
        ("/home/ann/my env", "Linux", ["/home/ann/my env/bin/python3", "/home/ann/my env/bin/python"]),
        ("/Users/ann/env", "Darwin", ["/Users/ann/env/bin/python3", "/Users/ann/env/bin/python"]),
        (r"C:\Users\Änn\env", "Windows", [r"C:\Users\Änn\env\Scripts\python.exe", r"C:\Users\Änn\env\python.exe"]),
    ],
)
def test_an_environment_holds_its_python_where_its_system_puts_it(folder, system, expected):
    assert pythons_in(folder, system) == expected
