#!/usr/bin/env bash
# The practice run: a synthetic paddy landscape, a network trained on its west, a map of its east; all through qgis_process.
set -euo pipefail
cd "$(dirname "$0")/.."

WIDTH=2048 HEIGHT=1024 # pixels of the scene
WEST=1280              # columns to train on; the rest is mapped
GSD=1.5                # metres per pixel
SEED=1
LEAST_ACCURACY=0.9
CHIP=256
OUTPUT_STRIDE=16 # three times as fast as 8
EPOCHS=9
FOLDER=build/demo

say() { printf '\n== %s\n' "$1"; }

clip() { # SOURCE TARGET FIRST_COLUMN COLUMNS
    gdal_translate -q -srcwin "$3" 0 "$4" "$HEIGHT" -co COMPRESS=DEFLATE -co TILED=YES "$1" "$2"
}

rm -rf "$FOLDER" && mkdir -p "$FOLDER"
started=$SECONDS

say "1/5  A practice scene of $WIDTH x $HEIGHT pixels"
setup/qgis_process run paddy_segmenter:createpracticescene -- \
    WIDTH=$WIDTH HEIGHT=$HEIGHT GSD=$GSD SEED=$SEED \
    OUTPUT=$FOLDER/scene.tif LABELS=$FOLDER/labels.gpkg LABEL_RASTER=$FOLDER/labels.tif
clip $FOLDER/scene.tif $FOLDER/west.tif 0 $WEST
clip $FOLDER/scene.tif $FOLDER/east.tif $WEST $((WIDTH - WEST))
clip $FOLDER/labels.tif $FOLDER/east_labels.tif $WEST $((WIDTH - WEST))

say "2/5  A model, trained on the west of the scene"
setup/qgis_process run paddy_segmenter:trainmodel -- \
    INPUT=$FOLDER/west.tif LABELS=$FOLDER/labels.tif \
    BACKBONE=resnet34 WEIGHTS=none OUTPUT_STRIDE=$OUTPUT_STRIDE CHIP=$CHIP EPOCHS=$EPOCHS SEED=$SEED \
    OUTPUT=$FOLDER/model.safetensors

say "3/5  A map of the east, which the model has not seen"
setup/qgis_process run paddy_segmenter:segmentraster -- \
    INPUT=$FOLDER/east.tif MODEL=$FOLDER/model.safetensors \
    OUTPUT=$FOLDER/map.tif CONFIDENCE=$FOLDER/confidence.tif

say "4/5  A picture of image, labels and map"
.venv/bin/python -c 'import sys; from training.assessment.picture import draw_side_by_side; draw_side_by_side(*sys.argv[1:])' \
    $FOLDER/east.tif $FOLDER/east_labels.tif $FOLDER/map.tif $FOLDER/picture.png

say "5/5  Accuracy of the map"
.venv/bin/python -m training assess --maps=$FOLDER/map.tif --labels=$FOLDER/east_labels.tif | tee $FOLDER/figures.txt
if ! awk -v least=$LEAST_ACCURACY '$1 == "accuracy:" && $2 >= least {enough = 1} END {exit !enough}' $FOLDER/figures.txt; then
    printf '\nDemo stopped: the accuracy of the map is below %s: something in this checkout no longer learns as it should.\n' $LEAST_ACCURACY >&2
    exit 1
fi

say "Done in $((SECONDS - started)) s"
printf '%-10s %s\n' map $FOLDER/map.tif confidence $FOLDER/confidence.tif model $FOLDER/model.safetensors picture $FOLDER/picture.png
