# Two commands do everything: `make demo` shows the plugin at work, `make test` runs all tests.
# PIP_OPTIONS goes to pip, e.g. make setup PIP_OPTIONS="--find-links ~/wheels" where a folder holds the build of torch for your GPU.

PYTHON := .venv/bin/python
# One process for each core, at 2 GB of memory each; PARALLEL= runs the tests one after the other.
PARALLEL ?= -n auto --maxprocesses=4 --dist=worksteal
# One thread: the tests' networks are too small to gain from more, lose much on a busy machine, and round the same everywhere.
CORE_TESTS := OMP_NUM_THREADS=1 $(PYTHON) -m pytest $(PARALLEL) -p no:pytest_qgis --ignore=tests/qgis --ignore=tests/qt6
# QGIS embeds /usr/bin/python3: another python3 that comes first on the PATH breaks it.
QGIS_TESTS := OMP_NUM_THREADS=1 PATH="/usr/bin:$$PATH" $(PYTHON) -m pytest $(PARALLEL) tests/qgis
QT6_TESTS := $(PYTHON) -m pytest -p no:pytest_qgis tests/qt6

export PIP_OPTIONS ?=
export QT_QPA_PLATFORM ?= offscreen

.PHONY: help setup demo test core-test test-matrix robustness lint format coverage docs-check bench real-data comparison translations package clean

help:
	@echo "make demo       create a practice scene, train on its west, map its east, draw a picture"
	@echo "make test       all tests"
	@echo "make core-test  the quick tests that need no QGIS"
	@echo "make test-matrix  the tests of the QGIS wing on other versions of QGIS: docs/versions.md (as root; long)"
	@echo "make robustness  drawn maps against numpy, mutated inputs, kills and power cuts, as many as docs/decisions shows (hours)"
	@echo "make lint       ruff, mypy, the arrows between the wings, what Qt 6 lacks; 'make format' mends what can be mended"
	@echo "make coverage   all tests, and which lines they did not reach"
	@echo "make docs-check runs every command that docs/ shows"
	@echo "make translations  new texts into i18n/*.ts, and what QGIS loads of them: docs/developers.md (wants lrelease)"
	@echo "make package    build/paddy_segmenter.zip for the plugin manager of QGIS"
	@echo "make bench      speed, memory, seams, kills: the tables of benchmarks/README.md (long; on a quiet machine)"
	@echo "make real-data  train and map the real imagery of PADDY_DATA: the table of training/README.md (hours)"
	@echo "make comparison backbones, presets and splits on that imagery, with the spread over seeds (hours; goes on where it was stopped)"
	@echo "make setup      only install what is missing; all of the above do that first"
	@echo "make clean      remove build/, not the environment .venv/"

setup:
	@bash setup/install.sh

demo: setup
	@bash setup/demo.sh

test: setup
	$(CORE_TESTS)
	$(QGIS_TESTS)
	$(QT6_TESTS)

core-test: setup
	$(CORE_TESTS) -m "not slow"

# VERSIONS="3.44" takes one of them, TESTS="tests/qgis/test_provider.py -x" some of the tests.
test-matrix:
	@bash setup/test_matrix.sh $(VERSIONS)

NIGHTS := -m tests.robustness.broken_nights
robustness: setup
	OMP_NUM_THREADS=1 $(PYTHON) -m tests.core.mapping.oracle --examples 20000
	OMP_NUM_THREADS=1 $(PYTHON) -m tests.training.labels.oracle --examples 10000
	OMP_NUM_THREADS=1 $(PYTHON) -m tests.robustness.fuzz --count 2000 --seed 0
	OMP_NUM_THREADS=1 $(PYTHON) $(NIGHTS) --kills 100 --cuts 100
	OMP_NUM_THREADS=1 $(PYTHON) $(NIGHTS) --kills 20 --cuts 20 --nights fit

lint: setup
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) .venv/bin/lint-imports --no-cache --no-logo
	$(PYTHON) -m flake8 __init__.py paddy_segmenter training
	PATH="/usr/bin:$$PATH" $(PYTHON) setup/qt6_enums.py paddy_segmenter tests/qgis

format: setup
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

coverage: setup
	$(subst -m pytest,-m coverage run -m pytest,$(CORE_TESTS))
	$(subst -m pytest,-m coverage run -m pytest,$(QGIS_TESTS))
	$(subst -m pytest,-m coverage run -m pytest,$(QT6_TESTS))
	$(PYTHON) -m coverage combine
	$(PYTHON) -m coverage report

docs-check: setup
	$(PYTHON) setup/docs_check.py

bench: setup
	$(PYTHON) -m benchmarks

real-data: setup
	$(PYTHON) -m benchmarks.real_data amazon_forest EPOCHS=32 PATIENCE=32 VALIDATION_SHARE=0.1 OUTPUT_STRIDE=16
	$(PYTHON) -m benchmarks.real_data kalimantan_mangrove EPOCHS=11 VALIDATION_SHARE=0.1 KEEP_LAST=yes OUTPUT_STRIDE=16
	$(PYTHON) -m benchmarks.real_data openearthmap_tokyo EPOCHS=6 CHIPS_PER_EPOCH=512 OUTPUT_STRIDE=16 BALANCE=0.33
	$(PYTHON) -m benchmarks.real_data denmark_fields COARSE_SHARE=0 DECODER=no

SHORT = EPOCHS=5 CHIPS_PER_EPOCH=80 BATCH=4 OUTPUT_STRIDE=16
comparison: setup
	$(PYTHON) -m benchmarks.comparison amazon_forest $(SHORT) --backbones resnet34 resnet50 resnet101 --presets recommended study \
		--splits blocks random --seeds 0 1 2 --mapping ORIENTATIONS=1

translations: setup
	$(PYTHON) -m setup.translations $(TABLE)

# pb_tool packs an earlier deployment if it finds one: hence a fresh folder.
package: setup
	rm -rf build/package && mkdir -p build/package
	$(PYTHON) .venv/bin/pb_tool zip -q -n -p build/package
	mv paddy_segmenter.zip build/

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
