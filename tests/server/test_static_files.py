"""A browser keeps a page's files for good, and has the new ones after an update."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from slowfilm.server.static_files import address


def test_an_address_changes_with_any_file(tmp_path: Path) -> None:
    script = tmp_path / "js" / "room.js"
    script.parent.mkdir()
    script.write_text("export const a = 1;")
    first = address([tmp_path])
    assert re.fullmatch(r"/static/[0-9a-f]{12}/", first) and address([tmp_path]) == first
    script.write_text("export const a = 2;")
    second = address([tmp_path])
    script.rename(script.with_name("rooms.js"))
    assert len({first, second, address([tmp_path])}) == 3


def test_files_are_kept_for_good(client: Client) -> None:
    answer = client.get(f"{settings.STATIC_URL}js/room/room.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("prefix", ["/static/", "/static/0123456789ab/"])
def test_another_version_has_todays_file_and_does_not_keep_it(prefix: str, client: Client) -> None:
    answer = client.get(f"{prefix}js/room/room.js")
    today = client.get(f"{settings.STATIC_URL}js/room/room.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert b"".join(answer) == b"".join(today)


def test_what_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"{settings.STATIC_URL}js/nowhere.js").status_code == 404
    assert client.get("/static/../settings.py").status_code == 404
