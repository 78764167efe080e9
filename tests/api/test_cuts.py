"""Cuts from a script: made, saved, rendered, taken out and in; and what may leave as a file."""

import base64
import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from slowfilm import storage
from slowfilm.cuts import rendering
from slowfilm.cuts.events import RENDERED
from slowfilm.cuts.models import CutVersion
from slowfilm.films.models import Film
from slowfilm.shots.models import Draft
from slowfilm.storage import Blob
from tests import make
from tests.api.script import Script
from tests.cuts.made import version
from tests.references.test_blobs import body

FOREIGN = """TITLE: Elsewhere | =1+1
001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: S01_SH010_v001.mov
002  AX       V     C        00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: 不认识 =HYPERLINK("x")
"""


@pytest.fixture
def script(film: Film) -> Script:
    return Script(make.director(film))


def kept(film: Film, folder: Path, media_type: str, data: bytes) -> Blob:
    (folder / "file").write_bytes(data)
    return storage.keep(folder / "file", media_type, film.id)


def test_a_cut_is_made_changed_and_compared(script: Script, film: Film) -> None:
    draft = make.draft(film, nobody_declared_by="system")
    cut = script.post("/cuts", 201, title="Rough")
    assert (cut["latest"], cut["rate"]) == (0, "24")
    path = f"/cuts/{cut['id']}"
    clip = {"draft": str(draft.id), "first": 2, "last": 60}
    saved = script.post(f"{path}/versions", 201, made_from=0, clips=[clip], note="First")
    assert (saved["number"], saved["frames"]) == (1, 58)
    assert saved["clips"] == [{**clip, "join": "cut", "join_frames": 0, "level": 0}]
    refused = script.post(f"{path}/versions", 409, made_from=0, clips=[])
    assert refused["code"] == "conflict"
    script.post(f"{path}/versions", 201, made_from=1, clips=[{**clip, "last": 50}])
    told = script.get(f"{path}/changes", earlier=1, later=2)
    assert told["changes"] == ["S01_SH010: frames 2–49 instead of 2–59."]
    assert [each["number"] for each in script.get(f"{path}/versions")] == [2, 1]
    assert script.patch(path, title="Fine")["latest"] == 2
    assert [each["title"] for each in script.get("/cuts")] == ["Fine"]
    asked = script.post(f"/cut-versions/{saved['id']}/render", 202)
    assert (asked["job"]["state"], asked["render"]) == ("queued", None)
    assert script.post(f"/cut-versions/{saved['id']}/render", 409)["code"] == "under-way"
    text = script.client.get(f"{script.base}{path}/versions/1/export/edl")
    assert b"S01_SH010_v001" in text.content
    assert "The-Lane_Fine_v001.edl" in text.headers["Content-Disposition"]


def test_an_imported_file_stays_with_its_cut(script: Script, film: Film, client: Client) -> None:
    make.draft(film, frames=48)
    data = FOREIGN.encode()
    file = SimpleUploadedFile("../别处.edl", data)
    answer = script.client.post(f"{script.base}/cuts/import", {"file": file})
    assert answer.status_code == 201, answer.content
    cut, left_out = answer.json()["cut"], answer.json()["left_out"]
    assert [(each["code"], each["name"]) for each in left_out] == [
        ("not-ours", '不认识 =HYPERLINK("x")')
    ]
    told = script.get(f"/cuts/{cut['id']}/versions/1")
    assert told["left_out"] == left_out
    assert (told["file"], told["file_name"]) == (hashlib.sha256(data).hexdigest(), "别处.edl")
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/cuts/{cut['id']}/versions/panel").content.decode()
    assert "不认识 =HYPERLINK(&quot;x&quot;) is not of this film, and is left out." in page
    link = f"/films/{film.id}/media/{told['file']}?name=%E5%88%AB%E5%A4%84.edl"
    assert link in page
    assert body(client.get(link)) == data
    assert client.get(link).headers["Content-Type"] == "application/octet-stream"
    empty = SimpleUploadedFile("a.edl", b"")
    refused = script.client.post(f"{script.base}/cuts/import", {"file": empty})
    assert (refused.status_code, refused.json()["code"]) == (409, "no-file")
    assert script.client.post(f"{script.base}/cuts/import").status_code == 422


def test_no_version_takes_a_file_that_is_no_timeline(script: Script, film: Film) -> None:
    secret = make.blob(make.film())
    own = make.blob(film)
    cut = script.post("/cuts", 201, title="Rough")
    for digest in (secret.digest, own.digest):
        asked = {"made_from": 0, "clips": [], "file": digest}
        assert script.post(f"/cuts/{cut['id']}/versions", 409, **asked)["code"] == "no-file"
    assert not CutVersion.objects.exists()


@pytest.fixture
def draft(film: Film, tmp_path: Path) -> Draft:
    """A draft with bytes of a film with a hostile name, in which nobody is."""
    Film.objects.filter(id=film.id).update(title='../巷子:"\r\n\u202e|=1')
    files = {
        name: kept(film, tmp_path, kind, name.encode())
        for name, kind in (("proxy", "video/mp4"), ("master", "video/x-msvideo"))
    }
    return make.draft(film, nobody_declared_by="system", **files)


def test_a_draft_leaves_under_a_clear_name(script: Script, film: Film, draft: Draft) -> None:
    answer = script.client.get(f"{script.base}/drafts/{draft.id}/download/proxy")
    assert body(answer) == b"proxy"
    told = answer.headers["Content-Disposition"]
    assert told == "attachment; filename*=utf-8''%E5%B7%B7%E5%AD%90-%3D1_S01_SH010_v001.mp4"
    digest = base64.b64encode(hashlib.sha256(b"proxy").digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    make.lock(draft)
    answer = script.client.get(f"{script.base}/drafts/{draft.id}/download/master")
    assert f"v001_locked-{draft.master_id[:12]}.avi" in answer.headers["Content-Disposition"]
    ranged = {"Range": "bytes=1-2"}
    part = script.client.get(f"/films/{film.id}/drafts/{draft.id}/download/master", headers=ranged)
    assert (part.status_code, body(part)) == (206, b"as")


def test_a_master_is_for_those_who_make(film: Film, draft: Draft) -> None:
    viewer = Script(make.member(film, "viewer"))
    page = f"/films/{film.id}"
    for path, status in (
        (f"{viewer.base}/drafts/{draft.id}/download/proxy", 200),
        (f"{viewer.base}/drafts/{draft.id}/download/master", 403),
        (f"{page}/drafts/{draft.id}/download/master", 403),
        (f"{page}/media/{draft.master_id}", 403),
        (f"{page}/drafts/{draft.id}/download/poster", 404),
    ):
        assert viewer.client.get(path).status_code == status, path


def test_what_is_not_cleared_does_not_leave(
    script: Script, film: Film, client: Client, tmp_path: Path
) -> None:
    unsaid = make.draft(film, proxy=kept(film, tmp_path, "video/mp4", b"x"))
    refused = script.get(f"/drafts/{unsaid.id}/download/proxy", 409)
    assert refused["code"] == "uncleared" and "S01_SH010_v001" in refused["reason"]
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/drafts/{unsaid.id}/download/proxy")
    assert page.status_code == 409
    assert f"/films/{film.id}/drafts/{unsaid.id}/people/" in page.content.decode()


@pytest.mark.slow
def test_a_rendered_cut_leaves_if_all_in_it_is_cleared(
    script: Script, film: Film, draft: Draft, tmp_path: Path
) -> None:
    later = make.draft(film, nobody_declared_by="system")
    paths = []
    for of in (version(film, draft), version(film, draft, later)):
        by = {"film_id": film.id, "actor": make.director(film).actor}
        rendering.render_cut(**by, version=of.id)
        files = {
            name: kept(film, tmp_path, kind, f"{of.id}{name}".encode())
            for name, kind in RENDERED.items()
        }
        rendering.rendered(job=make.running(of.id), files=files)
        paths.append(f"/cuts/{of.cut_id}/versions/1/download")
        told = script.get(f"/cuts/{of.cut_id}/versions/1")["render"]
        assert told["master"] == files["master"].digest
    make.name(later, make.person(film))  # who has given no release
    for form, ending in (("master", "avi"), ("proxy", "mp4"), ("subtitles", "vtt")):
        answer = script.client.get(f"{script.base}{paths[0]}/{form}")
        assert answer.headers["Content-Disposition"].endswith(f"_A-cut_v001.{ending}")
        assert body(answer).endswith(form.encode())
        assert script.get(f"{paths[1]}/{form}", 409)["code"] == "uncleared"
    viewer = Script(make.member(film, "viewer"))
    assert viewer.get(f"{paths[0]}/master", 403)["code"] == "not-allowed"
