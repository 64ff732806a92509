#!/usr/bin/env bash
# The tests of the QGIS wing on versions of QGIS that this system does not have, each in a Debian of its own under build/matrix/.
# It is made once and kept; what runs there sees a copy of this checkout, and its mounts and processes end with it.
# Arguments are versions (default: all); TESTS is what pytest runs (default: tests/qgis). pip's own settings (PIP_...) hold.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A SUITES=([3.40]=bookworm [3.44]=trixie) # Debian's releases whose backports hold that version
declare -A DEBIAN_TORCH=([3.44]="python3-torch python3-torchvision") # the others take torch from requirements.txt
DEBIAN_PACKAGES=(qgis python3-qgis gdal-bin python3-gdal python3-venv)
DEVELOPER_PACKAGES='^pytest' # lines of requirements-dev.txt; the other tools do not depend on QGIS
TESTS=${TESTS:-tests/qgis}
MATRIX=build/matrix
PLACE=/home/tester/paddy_segmenter # of the copy
UNMADE="could not be installed (the reason stands above): check network and free space, and run make test-matrix again."
PATH=$PATH:/usr/sbin:/sbin

VERSIONS_OF_ALL='
import platform
import numpy
import torch
from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR
print(Qgis.version().partition("-")[0], QT_VERSION_STR, platform.python_version(),
      gdal.__version__, numpy.__version__, torch.__version__)
'

stop() {
    printf '\nTest matrix stopped: %s\n' "$1" >&2
    exit 1
}

inside() { # VERSION COMMAND...: runs it as root in the Debian of that version
    local settings
    mapfile -t settings < <(env | grep '^PIP_')
    # In namespaces of its own: whatever ends it, nothing stays mounted or running.
    unshare --mount --pid --fork --kill-child bash -euc '
        mount -t proc proc "$0/proc"
        wheels=${PIP_FIND_LINKS:-}
        if [[ -d $wheels ]]; then
            mkdir -p "$0/$wheels" && mount --bind -o ro "$wheels" "$0/$wheels"
        fi
        exec chroot "$0" "$@"' "$MATRIX/$1" env -i "${settings[@]}" PIP_CERT=/trusted.pem HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"
}

python_packages() { # VERSION: what pip installs there, as requirements
    grep -E "$DEVELOPER_PACKAGES" requirements-dev.txt
    if [[ -v DEBIAN_TORCH[$1] ]]; then grep -vE '^torch' requirements.txt; else cat requirements.txt; fi
}

make_debian() { # VERSION: its Debian with QGIS, torch and pytest, or what is missing in it
    local folder=$MATRIX/$1 suite=${SUITES[$1]} made_of
    # DEBIAN_TORCH are several words.
    # shellcheck disable=SC2206
    local packages=("${DEBIAN_PACKAGES[@]}" ${DEBIAN_TORCH[$1]:-})
    made_of=${packages[*]}$'\n'$(python_packages "$1")
    [[ -e $folder/installed && $(<"$folder/installed") == "$made_of" ]] && return
    if [[ ! -d $folder ]]; then
        rm -rf "$folder.part" && mkdir -p "$MATRIX"
        unshare --mount --pid --fork --kill-child debootstrap --variant=minbase "$suite" "$folder.part" ||
            stop "Debian's $suite $UNMADE"
        mv "$folder.part" "$folder"
    fi
    sed "s/ $suite / $suite-backports /" "$folder/etc/apt/sources.list" >"$folder/etc/apt/sources.list.d/backports.list"
    python_packages "$1" >"$folder/requirements.txt"
    cp -L /etc/ssl/certs/ca-certificates.crt "$folder/trusted.pem"
    inside "$1" bash -euxc '
        apt-get update
        apt-get install -y --no-install-recommends -t "$0" "$@"
        apt-get clean
        id tester >/dev/null 2>&1 || useradd --create-home tester
        /usr/bin/python3 -m venv --clear --system-site-packages /venv
        # The numpy of QGIS must win: GDAL was built against it.
        /usr/bin/python3 -c "import numpy; print(f\"numpy=={numpy.__version__}\")" >/constraints.txt
        /venv/bin/python -m pip install --no-cache-dir -c /constraints.txt -r /requirements.txt' \
        "$suite-backports" "${packages[@]}" || stop "QGIS $1 $UNMADE"
    printf '%s\n' "$made_of" >"$folder/installed"
}

copy_checkout() { # VERSION
    rm -rf "$MATRIX/$1$PLACE" && mkdir -p "$MATRIX/$1$PLACE"
    tar -c --exclude=./build --exclude=./.git --exclude=./.venv --exclude=__pycache__ . | tar -x --no-same-owner -C "$MATRIX/$1$PLACE"
    inside "$1" chown -R tester: "$PLACE"
}

as_tester() { # VERSION COMMAND...: runs it in the copy, without a window and as a user without rights
    inside "$1" runuser -u tester -- env -C "$PLACE" HOME=/home/tester OMP_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen \
        PYTHONDONTWRITEBYTECODE=1 "${@:2}"
}

count() { # WORDS SUMMARY: how many tests ended like this, by the last line that pytest wrote
    grep -oE "[0-9]+ ($1)" <<<"$2" | awk '{sum += $1} END {print sum + 0}'
}

run_tests() { # VERSION: runs the tests and adds a row to the table
    local log=$MATRIX/$1.log versions summary started=$SECONDS
    versions=$(as_tester "$1" /venv/bin/python -c "$VERSIONS_OF_ALL")
    # TESTS are several words.
    # shellcheck disable=SC2086
    as_tester "$1" /venv/bin/python -m pytest -p no:cacheprovider $TESTS 2>&1 | tee "$log" || failed=1
    summary=$(grep -E '^=+ .* in [0-9.]+s' "$log" | tail -n 1) || stop "pytest did not come to its end on QGIS $1: see $log."
    # shellcheck disable=SC2086
    table+=$(printf '| %s ' $versions "$(count passed "$summary")" "$(count 'failed|error' "$summary")" \
        "$(count skipped "$summary")" $(((SECONDS - started + 30) / 60)))$'|\n'
}

[[ $(id -u) == 0 ]] || stop "only root can make a Debian in a folder: run  sudo make test-matrix"
command -v debootstrap >/dev/null || stop "debootstrap is missing: run  apt-get install debootstrap  and then make test-matrix again."
(($#)) || set -- 3.40 3.44
for version; do
    [[ -v SUITES[$version] ]] || stop "QGIS $version is not in the matrix: name some of ${!SUITES[*]}."
done

failed=0 table='| QGIS | Qt | Python | GDAL | numpy | torch | passed | failed | skipped | minutes |
|---|---|---|---|---|---|---|---|---|---|
'
for version; do
    make_debian "$version"
    copy_checkout "$version"
    run_tests "$version"
done
printf '\n%s' "$table"
exit $failed
