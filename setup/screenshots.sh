#!/usr/bin/env bash
# Takes the pictures of docs/tutorial.md: installs the package into a fresh profile of a QGIS in a window of its own, and walks through it.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v xvfb-run >/dev/null || { echo "Screenshots stopped: xvfb-run is missing: apt-get install xvfb" >&2; exit 1; }
[[ -e build/paddy_segmenter.zip ]] || { echo "Screenshots stopped: build/paddy_segmenter.zip is missing: make package" >&2; exit 1; }

profiles=/tmp/paddy/profile walk=/tmp/paddy/data # plain names, because they are seen on the pictures
rm -rf /tmp/paddy && mkdir -p "$walk"
trap 'rm -rf /tmp/paddy' EXIT
settings=$profiles/profiles/default/QGIS/QGIS3.ini
mkdir -p "${settings%/*}" docs/pictures
printf '[PythonPlugins]\nprocessing=true\n[qgis]\nshowTips322=false\ncheckVersion=false\n' >"$settings"

unset QT_QPA_PLATFORM
export PADDY_ZIP=$PWD/build/paddy_segmenter.zip PADDY_WALK=$walk PADDY_PICTURES=$PWD/docs/pictures
export PATH="/usr/bin:$PATH" LC_ALL=C.UTF-8
ln -s "$PWD/.venv" "$profiles/profiles/default/paddy_segmenter_environment"
walk_through() { # STEPS: one of the walks
    PADDY_STEPS=$1 xvfb-run -a -s "-screen 0 1400x1000x24" "$(command -v qgis.bin || command -v qgis)" \
        --nologo --noversioncheck --profiles-path "$profiles" --code setup/screenshots.py
}
walk_through tutorial
printf '[PythonPlugins]\nprocessing=true\npaddy_segmenter=true\n[locale]\noverrideFlag=true\nuserLocale=id\n[qgis]\nshowTips322=false\n' >"$settings"
walk_through indonesian

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [[ -n $browser ]]; then
    "$browser" --headless --no-sandbox --hide-scrollbars --window-size=1000,1400 \
        --screenshot=docs/pictures/report.png "file://$walk/paddy.report.html" >/dev/null 2>&1
fi
ls -l docs/pictures
