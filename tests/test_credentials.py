import pytest

from paddy_segmenter.credentials import source_to_pass_on, to_pass_on, without_credentials

SOURCES = {
    "/vsicurl/http://USER:PASSWORD@127.0.0.1:8765/scene.tif": "/vsicurl/http://***@127.0.0.1:8765/scene.tif",
    "http://USER:PASS/WORD@host/a.tif": "http://***@host/a.tif",
    "http://USER:SECRET'SECRET@host/a.tif": "http://***@host/a.tif",
    "http://USER:SECRET@SECRET@host/a.tif": "http://***@host/a.tif",
    "https://SECRET@host/a.tif": "https://***@host/a.tif",
    "USER:PASSWORD@proxy:8080": "***@proxy:8080",
    "PG:dbname=fields host=db user=USER password=PASSWORD": "PG:dbname=fields host=db user=*** password=***",
    "PG:dbname='fields' user='USER' password='PASS \\' WORD' port=5432": "PG:dbname='fields' user=*** password=*** port=5432",
    "postgresql://USER:PASSWORD@db:5432/fields": "postgresql://***@db:5432/fields",
    "MYSQL:fields,user=USER,password=PASSWORD,port=3306": "MYSQL:fields,user=***,password=***,port=3306",
    "MSSQL:server=db;database=fields;UID=USER;PWD=PASSWORD": "MSSQL:server=db;database=fields;UID=***;PWD=***",
    "OCI:USER/PASSWORD@db:fields": "OCI:***@db:fields",
    "/vsicurl/https://host/a.tif?X-Amz-Credential=KEY%2F1&X-Amz-Signature=SECRET&X-Amz-Date=1":
        "/vsicurl/https://host/a.tif?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Date=1",
    "https://host/a.tif?sv=2020&sig=SECRET%3D&se=1": "https://host/a.tif?sv=2020&sig=***&se=1",
    "/vsicurl?header.Authorization=Bearer%20SECRET&url=https%3A%2F%2Fhost": "/vsicurl?header.Authorization=***&url=https%3A%2F%2Fhost",
    "https://host/wms?token=SECRET&api_key=SECRET&layers=a": "https://host/wms?token=***&api_key=***&layers=a",
}  # fmt: skip


@pytest.mark.parametrize(("written", "shown"), SOURCES.items(), ids=range(len(SOURCES)))
@pytest.mark.parametrize("sentence", ["{}", "{} has 3 bands: choose others", "fit --rasters={} --chip=64"])
def test_users_passwords_tokens_and_keys_are_hidden(written: str, shown: str, sentence: str) -> None:
    assert without_credentials(sentence.format(written)) == sentence.format(shown)


@pytest.mark.parametrize(
    "text",
    [
        "the class rice=paddy: 3 of 4 pixels, key=value and user=farmer are names",
        "scene.tif has 3 bands at 10:30, see https://host:8080/a/b.tif?layers=a",
        "mail to somebody@example.org",
        "band 1 0.1 to 5:1 @ 10 m",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_credentials(text) == text


def test_what_is_passed_on_names_files_without_their_folders() -> None:
    assert source_to_pass_on("/home/some one/my data/scene.tif") == "scene.tif"
    assert source_to_pass_on("C:\\Users\\some one\\fields.gpkg|layername=a b") == "fields.gpkg|layername=a b"
    assert source_to_pass_on("GPKG:/home/someone/fields.gpkg:table") == "GPKG:fields.gpkg:table"
    assert source_to_pass_on("data/scene.tif") == "data/scene.tif"
    assert source_to_pass_on("/vsicurl/https://USER:SECRET@host/a/b.tif") == "/vsicurl/https://***@host/a/b.tif"
    assert to_pass_on("the labels /home/someone/fields.gpkg do not touch a.tif: 3 m/s and/or 5 km/h") == (
        "the labels fields.gpkg do not touch a.tif: 3 m/s and/or 5 km/h"
    )
