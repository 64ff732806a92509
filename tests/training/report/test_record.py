"""What the card of a model says of its training to whoever gets the model."""

from dataclasses import replace
from pathlib import Path

from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.fingerprints import take_fingerprints
from training.ground.ground import Ground
from training.logbook import Logbook
from training.outcome import Outcome
from training.record import make_card

SECRET_SOURCE = "PG:dbname=fields host=db user=USERNAME password='PASS WORD'"
SIGNED_SOURCE = "/vsicurl/https://USERNAME:PASSWORD@host/scene.tif?X-Amz-Signature=SIGNATURE"


def test_a_card_names_files_without_their_folders_and_holds_no_password(
    job: TrainJob, ground: Ground, outcome: Outcome, report: Reporter, tmp_path: Path
) -> None:
    asked = replace(job, rasters=(*job.rasters, SIGNED_SOURCE), labels=(*job.labels, SECRET_SOURCE))
    with Logbook(asked) as log:
        log.data = take_fingerprints(job, ground, report)
        log.warnings += [f"{job.rasters[0]} has a band", f"{SECRET_SOURCE} cannot be read"]
        card = make_card(asked, ground, outcome, log)

    text = card.to_json()
    for secret in (str(tmp_path), "USERNAME", "PASS", "SIGNATURE"):
        assert secret not in text
    record = card.training
    assert record["options"]["rasters"] == ["image.tif", "/vsicurl/https://***@host/scene.tif?X-Amz-Signature=***"]
    assert record["options"]["labels"] == ["fields.gpkg", "PG:dbname=fields host=db user=*** password=***"]
    assert "--rasters=image.tif " in record["command"]
    assert record["warnings"] == [
        "image.tif has a band",
        "PG:dbname=fields host=db user=*** password=*** cannot be read",
    ]


def test_names_of_classes_with_slashes_stay_whole(job: TrainJob, ground: Ground, outcome: Outcome) -> None:
    named = ("3=grass / shrub / tree", "4=Crop /irrigated/ double")
    asked = replace(job, value_map=named)
    with Logbook(asked) as log:
        record = make_card(asked, ground, outcome, log).training
    assert record["options"]["value_map"] == list(named)
    assert "'--value-map=4=Crop /irrigated/ double'" in record["command"]


def test_a_log_holds_no_password(job: TrainJob, report: Reporter, events: list[Event]) -> None:
    report.message(f"{SECRET_SOURCE} holds no polygons")
    assert events == [Message("PG:dbname=fields host=db user=*** password=*** holds no polygons")]
