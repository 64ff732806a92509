"""QGIS in Indonesian, and in a language that the plugin does not speak."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsSettings
from qgis.PyQt.QtWidgets import QGroupBox, QLabel, QPushButton, QTabWidget

from paddy_segmenter.gui.environment_page import EnvironmentPage
from paddy_segmenter.gui.environment_work import EnvironmentWork
from paddy_segmenter.plugin import PaddySegmenterPlugin
from paddy_segmenter.translation.language import Language, told, tr
from paddy_segmenter.worker.crash import sentence_for
from setup.translations import ROOT, translations_in

from .conftest import Log, Program

INDONESIAN = translations_in(ROOT / "i18n" / "paddy_segmenter_id.ts")
PLAN = """Plan of the training. Every option can be set; those in [brackets] were left open and are decided here.
  recipe:    preset recommended; ground to validate on is kept out by the split blocks
  ground:    2 rasters of 1.5 m per pixel, in blocks of up to 256 x 256 pixels (384 x 384 m) [block]: 9 to train and 2 to validate
  labels:    12 ha to learn from and 3 ha to validate on
  classes:   sawah 60.0%, kebun 40.0% of what is learnt
  network:   DeepLabV3 on resnet34, starting from random weights
  machine:   cpu with 2 threads in float32 [precision]
  time:      about 3 h 20 min at the most: 95 s per epoch at output stride 16, 5 s of it validation"""
RENCANA = """Rencana pelatihan. Setiap opsi dapat diatur; yang dalam [kurung siku] dibiarkan terbuka dan ditentukan di sini.
  resep:     preset recommended; lahan validasi disisihkan dengan pembagian blocks
  lahan:     2 raster dengan 1.5 m per piksel, dalam blok sampai 256 x 256 piksel (384 x 384 m) [block]: 9 untuk pelatihan dan 2 untuk validasi
  label:     12 ha untuk dipelajari dan 3 ha untuk validasi
  kelas:     sawah 60.0%, kebun 40.0% dari yang dipelajari
  jaringan:  DeepLabV3 di atas resnet34, mulai dari bobot acak
  mesin:     cpu dengan 2 thread dalam float32 [precision]
  waktu:     paling lama sekitar 3 jam 20 mnt: 95 dtk per epoch pada output stride 16, 5 dtk di antaranya validasi"""


@pytest.fixture
def start(qgis_app: QgsApplication) -> Iterator[Callable[[str], Any]]:
    """Returns a function that starts the plugin in a QGIS set to a language and returns its provider."""
    settings, plugins = QgsSettings(), list[PaddySegmenterPlugin]()

    def start_in(locale: str) -> Any:
        settings.setValue("locale/overrideFlag", True)
        settings.setValue("locale/userLocale", locale)
        plugins.append(PaddySegmenterPlugin())
        plugins[-1].initProcessing()
        return QgsApplication.processingRegistry().providerById("paddy_segmenter")

    yield start_in
    for plugin in plugins:
        plugin.unload()
    settings.remove("locale/overrideFlag")
    settings.remove("locale/userLocale")


@pytest.fixture
def indonesian(start: Callable[[str], Any]) -> Any:
    return start("id")


def test_the_language_that_is_loaded_is_the_one_that_was_translated(indonesian: Any) -> None:
    assert {text: tr(text) for text in INDONESIAN} == {
        text: translation for text, (translation, _) in INDONESIAN.items()
    }


def test_the_toolbox_shows_indonesian_names_and_keeps_its_ids(indonesian: Any) -> None:
    named = {algorithm.id(): (algorithm.displayName(), algorithm.group()) for algorithm in indonesian.algorithms()}
    assert named == {
        "paddy_segmenter:createpracticescene": ("Buat pemandangan latihan", "Coba"),
        "paddy_segmenter:trainmodel": ("Latih model", "Latih"),
        "paddy_segmenter:segmentraster": ("Segmentasi raster", "Petakan"),
        "paddy_segmenter:segmentrasters": ("Segmentasi beberapa raster", "Petakan"),
        "paddy_segmenter:describemodel": ("Jelaskan model", "Petakan"),
    }
    algorithm = indonesian.algorithm("trainmodel").create()
    assert algorithm.groupId() == "train"
    assert {"sawah", "rice", "pelatihan", "training"} < set(algorithm.tags())
    assert "tutupan lahan" in algorithm.shortDescription()


def test_a_parameter_is_explained_in_indonesian_and_takes_what_it_took(indonesian: Any) -> None:
    rules = {rule.name(): rule for rule in indonesian.algorithm("trainmodel").parameterDefinitions()}
    assert rules["EPOCHS"].help() == "Jumlah epoch paling banyak (1 sampai 100000; bawaan 40)"
    assert rules["PATIENCE"].description() == "Kesabaran (epoch)"
    assert rules["BACKBONE"].options() == ["resnet34", "resnet50", "resnet101"]
    assert rules["BACKBONE"].defaultValue() == "resnet34"
    assert rules["WEIGHTS"].help().endswith("(bawaan imagenet)")


@pytest.mark.parametrize(
    "name", ["trainmodel", "segmentraster", "segmentrasters", "createpracticescene", "describemodel"]
)
def test_no_english_is_left_in_the_help(indonesian: Any, name: str) -> None:
    page = indonesian.algorithm(name).shortHelpString()
    words = set(re.sub(r"<code>.*</code>|<[^>]*>", " ", page).replace("(", " ").split())
    assert (
        words & {"the", "of", "and", "is", "are", "where", "optional", "default", "Parameters", "Outputs", "Example"}
        == set()
    )
    assert {"yang", "dan"} & words


def test_the_training_dialog_is_indonesian(indonesian: Any) -> None:
    dialog = indonesian.training_dialog()
    tabs = dialog.findChild(QTabWidget)
    assert [tabs.tabText(index).replace("&", "") for index in range(tabs.count())] == [
        "Data",
        "Pengaturan",
        "Lanjutan",
        "Proses",
        "Bantuan",
    ]
    assert dialog.windowTitle() == "Latih model"
    assert dialog.train.text() == "La&tih"
    keys = [
        re.findall("&(.)", part.text())[0].lower() for part in dialog.findChildren(QPushButton) if "&" in part.text()
    ]
    keys += [re.findall("&(.)", tabs.tabText(index))[0].lower() for index in range(tabs.count())]
    assert len(set(keys)) == len(keys)
    assert "Lahan tanpa label" in {label.text() for label in dialog.findChildren(QLabel)}
    assert dialog.course.status.text() == "Belum ada yang dilatih atau direncanakan."
    dialog.close()


def test_the_page_of_the_environment_is_indonesian(indonesian: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EnvironmentWork, "look", lambda work: None)  # it would start Pythons
    page = EnvironmentPage(EnvironmentWork())
    assert {box.title() for box in page.findChildren(QGroupBox)} == {"Python untuk pekerjaan", "Lingkungan plugin"}
    assert {button.text() for button in page.buttons.values()} == {"Pasang", "Batal", "Hapus", "Diagnosis"}


def test_an_error_of_the_child_and_what_it_told_before_are_indonesian(
    indonesian: Any, child: Callable[[str], None], tmp_path: Path
) -> None:
    child("""
        report.message("downloading https://example.org/w.pth to /models")
        report.warning("a.tif has 4 m per pixel, b.tif has 10 m: resample them to one, or expect a poor map")
        report.progress(0.5, "tile 3 of 40")
        report.epoch(3, {"loss": 0.5, "validation_accuracy": 0.75})
        raise InputError("the model expects 4 bands, a.tif has 3: choose another model or raster")
    """)
    log = Log()
    done = indonesian.algorithm("createpracticescene").run(
        {"OUTPUT": str(tmp_path / "a.tif")}, QgsProcessingContext(), log
    )[1]
    assert not done
    assert "mengunduh https://example.org/w.pth ke /models" in log.infos
    assert "epoch 3: loss 0.5, akurasi validasi 0.75" in log.infos
    assert log.warnings == [
        "a.tif memiliki 4 m per piksel, b.tif memiliki 10 m: resample ke satu resolusi, jika tidak petanya akan kurang baik"
    ]
    assert any(stage.startswith("ubin 3 dari 40") for stage in log.stages)
    assert log.errors == ["model mengharapkan 4 kanal, a.tif memiliki 3: pilih model atau raster lain"]
    [command] = [info for info in log.infos if info.startswith("PYTHONPATH=")]
    assert " -m errand " in command


def test_a_wrong_value_gets_an_indonesian_sentence(indonesian: Any, child: Callable[[str], None]) -> None:
    algorithm, context = indonesian.algorithm("createpracticescene"), QgsProcessingContext()
    accepted, reason = algorithm.checkParameterValues({"WIDTH": 3, "OUTPUT": "a.tif"}, context)
    assert not accepted
    assert reason == "WIDTH tidak boleh 3: Lebar citra latihan dalam piksel (64 sampai 200000; bawaan 1024)"


def test_a_plan_is_told_in_indonesian_and_keeps_its_columns(indonesian: Any) -> None:
    assert told(PLAN) == RENCANA


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (sentence_for(-9, ""), INDONESIAN["the job was killed, most likely because the computer ran out of memory: close other programs,"
                                          " or use a smaller batch or smaller chips"][0] + " (SIGKILL)"),
        ("raster map cannot be exported: the extent lies beside the raster: choose one that overlaps it",
         "raster map tidak dapat diekspor: luasan itu berada di samping raster: pilih yang bertampalan dengannya"),
        ("output is empty: give the model file to create (.safetensors)", "output kosong: berikan berkas model yang dibuat (.safetensors)"),
        ("torch is not installed in /usr/bin/python3: use the Python of QGIS, or an environment made by it with --system-site-packages and"
         " with no numpy of its own", "torch tidak terpasang di /usr/bin/python3: " +
         INDONESIAN["use the Python of QGIS, or an environment made by it with --system-site-packages and with no numpy of its own"][0]),
        ("3 tiles, less than a minute, 1.6 GB of memory, 20 to 90 MB on the disk",
         "3 ubin, kurang dari satu menit, memori 1.6 GB, 20 sampai 90 MB di disk"),
        ("    IoU of sawah: 0.93", "    IoU sawah: 0.93"),
        ("sawah.gpkg holds 12 polygons, 5 of them are labels on these rasters, 7 beside the rasters, what is no polygon does not count: 3 points, 2 lines",
         "sawah.gpkg memuat 12 poligon, 5 di antaranya menjadi label pada raster ini, 7 di luar raster, yang bukan poligon tidak dihitung: 3 titik, 2 garis"),
        ("2 blocks have labels, too few for 5 folds: choose fewer folds, choose the block 128 with a buffer of 32, or label more ground",
         "2 blok memiliki label, terlalu sedikit untuk 5 lipatan: pilih lebih sedikit lipatan, pilih block 128 dengan buffer 32,"
         " atau beri label pada lebih banyak lahan"),
        ("the network has a mean IoU of 0.5 where a linear discriminant analysis of the bands and their means over 7 and 19 pixels has 0.3 on the same"
         " ground: it is ahead (+0.100 to +0.300 with 95 % confidence)",
         "jaringan mencapai IoU rata-rata 0.5, sedangkan analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel mencapai 0.3 pada"
         " lahan yang sama: jaringan lebih unggul (+0.100 sampai +0.300 dengan tingkat kepercayaan 95 %)"),
        ("a line of a library that nobody knows", "a line of a library that nobody knows"),
        ("PYTHONPATH=/plugin python -m training fit '--rasters=band 1; loading the packages'",
         "PYTHONPATH=/plugin python -m training fit '--rasters=band 1; loading the packages'"),
        ("the value map names labels, which no label holds: check how it is written",
         "peta nilai (value map) menyebut labels, yang tidak ada pada label: periksa penulisannya"),
        ("values: red 1 to 2 (mean 1, deviation 0.5), near infrared 3 to 4 (mean 3, deviation 0.1), and 3 more",
         "nilai: red 1 sampai 2 (rata-rata 1, simpangan 0.5), near infrared 3 sampai 4 (rata-rata 3, simpangan 0.1), dan 3 lagi"),
        ("3 trainings of up to 8 epochs (2 on the folds, 1 on all folds): they take about 3 times as long as one",
         "3 pelatihan sampai 8 epoch (2 pada lipatan, 1 pada semua lipatan): memakan waktu kira-kira 3 kali satu pelatihan"),
        ("1 block to train and 0 to validate, 12 steps per epoch; all else as in the plan",
         "1 blok untuk pelatihan dan 0 untuk validasi, 12 langkah per epoch; selebihnya seperti dalam rencana"),
        ("the model learns from all folds for 1 epoch", "model belajar dari semua lipatan selama 1 epoch"),
        ("preset study; ground to validate on is kept out by the split polygons, 2 folds, into which the areas that say train or validation are"
         " dealt whole; all other ground is left alone",
         "preset study; lahan untuk validasi disisihkan dengan pembagian polygons, 2 lipatan, yang ke dalamnya area yang menyatakan train atau"
         " validation dibagikan utuh; semua lahan lainnya dibiarkan"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_told_in_parts_is_told_in_indonesian(indonesian: Any, sentence: str, expected: str) -> None:
    assert told(sentence) == expected


def test_an_unknown_language_is_english(start: Callable[[str], Any]) -> None:
    assert start("fr").algorithm("trainmodel").displayName() == "Train model"
    assert told(PLAN) == PLAN


def test_a_country_does_not_matter(qgis_app: QgsApplication) -> None:
    assert Language("id_ID").is_there
    assert Language("id").is_there
    assert not Language("in_between").is_there
    assert not Language("").is_there


def test_without_the_plugin_its_language_is_gone(start: Callable[[str], Any], qgis_app: QgsApplication) -> None:
    start("fr")
    second = PaddySegmenterPlugin()
    QgsSettings().setValue("locale/userLocale", "id")
    second.initProcessing()
    assert tr("Train model") == "Latih model"
    second.unload()
    assert tr("Train model") == "Train model"
    assert told("tile 3 of 40") == "tile 3 of 40"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("id", "Jumlah epoch paling banyak (1 sampai 100000; bawaan 40)"), ("fr", "Epochs at the most")],
)
def test_qgis_process_speaks_the_language_of_the_profile(
    qgis_process: Program, variables: Mapping[str, str], tmp_path: Path, locale: str, expected: str
) -> None:
    settings = tmp_path / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"[PythonPlugins]\npaddy_segmenter=true\n[locale]\noverrideFlag=true\nuserLocale={locale}\n", encoding="utf-8"
    )
    explained = qgis_process("help", "paddy_segmenter:trainmodel", QGIS_CUSTOM_CONFIG_PATH=str(tmp_path))
    assert expected in explained.stdout
    ended = qgis_process(
        "run",
        "paddy_segmenter:createpracticescene",
        "--",
        "OUTPUT=a.tif",
        "GSD=99",
        QGIS_CUSTOM_CONFIG_PATH=str(tmp_path),
    )
    assert ended.returncode == 1
    assert ("GSD tidak boleh 99" in ended.stderr) == (locale == "id")
