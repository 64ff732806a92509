#!/usr/bin/env bash
# Installs what is missing: QGIS and GDAL as packages of the system, torch and the tools in .venv.
# Where everything is there it does nothing and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

SYSTEM_PYTHON=/usr/bin/python3 # the one QGIS embeds; any other has neither qgis nor osgeo
DEBIAN_PACKAGES=(qgis python3-qgis gdal-bin python3-gdal python3-venv zip ca-certificates)
FREE_GIGABYTES=10 # QGIS takes 2, the environment 2 (7 with CUDA builds of torch)
CONSTRAINTS=.venv/constraints.txt
STAMP=.venv/installed # what the environment was made of

stop() {
    printf '\nSet-up stopped: %s\n' "$1" >&2
    exit 1
}

need_space() {
    local free
    free=$(df -Pk "$1" | awk 'NR == 2 {print int($4 / 1048576)}')
    ((free >= FREE_GIGABYTES)) || stop "$free GB are free in $1, but $FREE_GIGABYTES GB are needed: make room and run make again."
}

has_system_packages() {
    local program
    for program in qgis_process gdal_translate zip; do
        command -v "$program" >/dev/null || return 1
    done
    "$SYSTEM_PYTHON" -c 'import ensurepip, numpy, osgeo.gdal, qgis.core' 2>/dev/null
}

install_system_packages() {
    local install="apt-get install --no-install-recommends ${DEBIAN_PACKAGES[*]}"
    command -v apt-get >/dev/null || stop "QGIS with Python for $SYSTEM_PYTHON, GDAL's programs or zip are missing, and there is no apt-get here: \
install them with this system's packages (Fedora: qgis python3-qgis gdal python3-gdal zip; Arch: qgis gdal python-gdal zip) and run make again."
    [[ $(id -u) == 0 ]] || stop "QGIS or a package that goes with it is missing, and only root can install it: \
run  sudo apt-get update && sudo $install  and then make again."
    need_space /usr
    export DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin"
    apt-get update && $install -y -o DPkg::Lock::Timeout=300 </dev/null ||
        stop "Debian's packages could not be installed (the reason stands above): check the network and run make again."
    has_system_packages || stop "QGIS is installed, but $SYSTEM_PYTHON cannot import it: \
QGIS must come from the system's own packages, so remove other builds and run make again."
}

wanted() { # what the environment must be made of, as text
    "$SYSTEM_PYTHON" -c 'import sys; print("python", *sys.version_info[:2])'
    # QGIS' numpy must win: GDAL was built against it.
    "$SYSTEM_PYTHON" -c 'import numpy; print(f"numpy=={numpy.__version__}")'
    cat requirements.txt requirements-dev.txt
}

install_environment() {
    local made_of
    made_of=$(wanted)
    [[ -e $STAMP && $(<"$STAMP") == "$made_of" ]] && return
    "$SYSTEM_PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
        stop "$SYSTEM_PYTHON is older than Python 3.10: use Debian 12, Ubuntu 22.04 or something newer."
    # An environment of another Python, left from before an upgrade of the system, is of no use.
    [[ -e $STAMP && $(head -n 1 "$STAMP") != "$(head -n 1 <<<"$made_of")" ]] && rm -rf .venv
    [[ -d .venv ]] || need_space .
    rm -f "$STAMP"
    "$SYSTEM_PYTHON" -m venv --system-site-packages .venv
    grep '^numpy==' <<<"$made_of" >"$CONSTRAINTS"
    # PIP_OPTIONS are several words.
    # shellcheck disable=SC2086
    .venv/bin/python -m pip install -c "$CONSTRAINTS" -r requirements.txt -r requirements-dev.txt ${PIP_OPTIONS:-} ||
        stop "pip could not install the Python packages (the reason stands above): check the network and the free space, or name a mirror in pip's configuration, and run make again."
    printf '%s\n' "$made_of" >"$STAMP"
}

has_system_packages || install_system_packages
install_environment
