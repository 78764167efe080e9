"""A film holds only what lay in its archive and hashes right, whatever is in the studio already."""

import copy
import json
import secrets
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import CharField
from django.test import Client
from pytest import TempPathFactory
from pytest_django import DjangoDbBlocker, Settings

from slowfilm import models, storage
from slowfilm.archives.blobs import KINDS
from slowfilm.archives.tables import ACTORS, blob_columns, rows_of
from slowfilm.clearance import actions as clearance
from slowfilm.films import actions as films
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim, enqueue
from slowfilm.ledger import Refused
from slowfilm.library import presenters
from slowfilm.references import actions as references
from slowfilm.references import prepare
from slowfilm.references.models import Reference
from slowfilm.storage import ARCHIVE, Blob, Holding
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload
from tests import make
from tests.archives.acts import Busy, bytes_of, kept
from tests.archives.crafting import Crafted
from tests.archives.test_archive import archived, forget
from tests.references import cast

TABLES = [rows.model for rows in rows_of(UUID(int=0))]
COLUMNS = [(model, column) for model in TABLES for column in blob_columns(model)]
NOW = "2026-01-01T00:00:00Z"


def at_work() -> Film:
    """A film with a reference, a draft, a brief, a note, somebody's release and a character."""
    film = make.film()
    busy = Busy(film, 3)
    for act in (busy.brief, busy.note, busy.ink, busy.failed):
        act()
    lin = make.person(film, "Lin Yao")
    make.release_link(lin)
    make.release(make.person(film, "Wei Lan", member=make.director(film)))
    named = [{"person": lin.id, "seen": True, "heard": False}]
    picture = Reference.objects.filter(film=film, kind="picture").latest("added_at")
    about = {"film_id": film.id, "actor": make.director(film).actor}
    clearance.name_people(**about, references=[picture.id], people=named)
    cast.line(cast.character(film, "1998", lin, subject=picture))
    return film


@pytest.fixture(scope="module")
def archive(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: TempPathFactory
) -> Path:
    """Such a film's archive. The film itself was never here."""
    with django_db_blocker.unblock(), transaction.atomic():
        path = archived(at_work(), tmp_path_factory.mktemp("archive"))
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA) / "blobs")
    return path


@pytest.fixture
def crafted(db: None, archive: Path, tmp_path: Path) -> Crafted:
    """It, to be changed."""
    return Crafted(Path(shutil.copy(archive, tmp_path)))


@pytest.fixture
def theirs(crafted: Crafted) -> Film:
    """Another film of the studio, whose bytes are none of ours."""
    return make.film()


def refused(crafted: Crafted, said: str) -> None:
    """It is not read in, and nothing of it stays: no row, no byte."""
    before = stored()
    with pytest.raises(CommandError, match=said):
        call_command("import_film", str(crafted.write()))
    assert not Film.objects.filter(id=crafted.about["film"]).exists()
    assert stored() == before


def stored() -> set[str]:
    """The names of all files in the store."""
    return {path.name for path in (Path(settings.DATA) / "blobs").rglob("*") if path.is_file()}


def read_in(crafted: Crafted) -> tuple[Film, Client]:
    """The film of an archive that is read in, and a browser of somebody who leads it."""
    call_command("import_film", str(crafted.write()))
    film = Film.objects.get(id=crafted.about["film"])
    who = make.user("Reader")
    films.join(film=film, user=who, roles=["director"])
    browser = Client()
    browser.force_login(who)
    return film, browser


@pytest.mark.slow
def test_naming_another_films_archive_gives_nothing(crafted: Crafted, theirs: Film) -> None:
    secret = kept(theirs, ARCHIVE)
    crafted.media(bytes(secret.size), secret.digest, ARCHIVE)
    refused(crafted, "is not what it was")
    del crafted.files[f"media/{secret.digest}"]
    refused(crafted, "is missing")
    crafted.rows = [row for row in crafted.rows if row["pk"] != secret.digest]
    refused(crafted, "of another film: Blob")


ACTED = {
    "comparison": "asked_by",
    "cut": "added_by",
    "cutversion": "saved_by",
    "sitting": "planned_by",
    "licence": "recorded_by",
    "decision": "written_by",
}


PARENTS = {
    "cutversion": "cut",
    "sittingtask": "sitting",
    "lightstroke": "lightkey",
    "dissent": "decision",
}


def with_an_example(crafted: Crafted, name: str) -> None:
    """A row of a table of which the crafted film has none, with what it belongs to."""
    for parent in {"cutversion": ["cut"], "cutrender": ["cut", "cutversion"]}.get(name, []):
        with_an_example(crafted, parent)
    if name == "comparisoncell":
        with_an_example(crafted, "comparison")
        about = {"order": 0, "without": "", "distance": 0.5}
        about |= {"comparison": crafted.of("comparison")[0]["pk"]}
        crafted.add(name, 1, generation=crafted.of("generation")[0]["pk"], **about)
        return
    by = {} if name in ("cutrender", "draftfigures") else {ACTED.get(name, "made_by"): "system"}
    crafted.add(name, str(uuid4()), **(example(crafted, name) | by))


@pytest.mark.slow
@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_no_column_gives_another_films_bytes(
    crafted: Crafted, theirs: Film, model: type[Any], column: str
) -> None:
    name = column.removesuffix("_id")
    if not crafted.of(model.__name__.lower()):
        with_an_example(crafted, model.__name__.lower())
    row = next(r for r in crafted.of(model.__name__.lower()) if r["fields"].get("kind", "x"))
    if name in ("filmstrip", "waveform") and model is Reference:
        row["fields"] |= {"kind": "video", "proxy": None, "poster": None}
    secret = kept(theirs, "image/jpeg")
    row["fields"][name] = secret.digest
    refused(crafted, "of another film: Blob")
    crafted.claim(secret.digest, secret.size)
    refused(crafted, "is missing")
    crafted.files[f"media/{secret.digest}"] = bytes(secret.size)
    refused(crafted, "is not what it was")


@pytest.mark.slow
def test_a_file_that_no_row_names_is_not_held(crafted: Crafted) -> None:
    """Nor one of which the rows say that the film holds it."""
    digest = crafted.media(bytes_of("image/jpeg"))
    film, browser = read_in(crafted)
    assert not Holding.objects.filter(film=film, blob_id=digest).exists()
    assert not Blob.objects.filter(digest=digest).exists() and digest not in stored()
    assert browser.get(f"/films/{film.id}/media/{digest}").status_code == 404


@pytest.mark.slow
def test_a_file_beside_the_rows_is_refused(crafted: Crafted) -> None:
    crafted.files[f"media/{'0' * 64}"] = b"more"
    refused(crafted, "none of its rows names: media/000")
    del crafted.files[f"media/{'0' * 64}"]
    crafted.files["notes.txt"] = b"more"
    refused(crafted, "none of its rows names: notes.txt")


@pytest.mark.slow
@pytest.mark.parametrize("called", ["text/html", "application/zip", "image/svg+xml"])
def test_a_file_is_what_its_column_and_its_bytes_say(crafted: Crafted, called: str) -> None:
    poster = crafted.one("draft")["poster"]
    for row in crafted.of("blob"):
        row["fields"]["media_type"] = called
    film, browser = read_in(crafted)
    assert Blob.objects.get(digest=poster).media_type == "image/jpeg"
    assert not film.holdings.filter(blob__media_type=called).exists()
    answer = browser.get(f"/films/{film.id}/media/{poster}")
    assert answer["Content-Type"] == "image/jpeg"


WRONG = [
    ("draft", "poster", "video/mp4", "is no image/jpeg"),
    ("draft", "master", "image/jpeg", "is no video/x-matroska or video/x-msvideo"),
    ("draft", "proxy", "application/zip", "is no video/mp4"),
    ("reference", "original", "video/mp4", "is no image/png"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("model", "column", "really", "said"), WRONG)
def test_what_a_column_cannot_name_is_refused(
    crafted: Crafted, model: str, column: str, really: str, said: str
) -> None:
    """Or the same bytes of another film would be taken for that from now on."""
    data = b"PK\x03\x04" + b"0" * 30 if really == ARCHIVE else bytes_of(really)
    row = next(r for r in crafted.of(model) if r["fields"].get("kind", "x"))
    row["fields"][column] = crafted.media(data, media_type=really)
    refused(crafted, said)


def test_a_picture_has_no_filmstrip(crafted: Crafted) -> None:
    row = next(r for r in crafted.of("reference") if r["fields"]["kind"])
    row["fields"]["filmstrip"] = row["fields"]["poster"]
    refused(crafted, "that a picture has a filmstrip")


@pytest.mark.slow
def test_page_markup_is_no_original(crafted: Crafted) -> None:
    row = next(r for r in crafted.of("reference") if r["fields"]["kind"])
    row["fields"]["facts"]["media_type"] = "text/html"
    row["fields"]["original"] = crafted.media(b"<script>alert(1)</script>", media_type="text/html")
    refused(crafted, "is no text/html")


@pytest.mark.slow
def test_what_is_here_keeps_its_type_and_is_read_all_the_same(
    crafted: Crafted, theirs: Film
) -> None:
    poster = crafted.one("draft")["poster"]
    Blob.objects.create(digest=poster, size=12, media_type="image/x-theirs")
    film, _browser = read_in(crafted)
    assert Blob.objects.get(digest=poster).media_type == "image/x-theirs"
    assert film.holdings.filter(blob_id=poster).exists()


@pytest.mark.parametrize("model", ["reference", "draft"])
def test_facts_are_those_of_the_entry(crafted: Crafted, theirs: Film, model: str) -> None:
    secret = kept(theirs, ARCHIVE)
    facts = next(r for r in crafted.of(model) if r["fields"].get("kind", "x"))["fields"]["facts"]
    facts["copies"] = {"proxy": {"name": secret.digest, "digest": secret.digest}}
    refused(crafted, "facts: the row says something else")


@pytest.mark.slow
def test_a_digest_within_an_entry_leads_nowhere(crafted: Crafted, theirs: Film) -> None:
    secret = kept(theirs, ARCHIVE)
    told = {"archive": secret.digest, "size": secret.size}
    taken_out = copy.deepcopy(crafted.entries[-1])
    taken_out["fields"] |= {
        "verb": "film-taken-out",
        "actor": "system",
        "payload": json.dumps(told, separators=(",", ":")),
        "command": str(uuid4()),
    }
    crafted.entries.append(taken_out)
    crafted.chained()
    film, browser = read_in(crafted)
    assert browser.get(f"/films/{film.id}/media/{secret.digest}").status_code == 404
    assert secret.digest not in browser.get(f"/films/{film.id}/archive/").content.decode()
    assert browser.get(f"/films/{film.id}/references/").status_code == 200


@pytest.mark.slow
def test_what_is_frozen_stays_frozen(db: None, tmp_path: Path) -> None:
    busy = at_work()
    one = busy.drafts.get()
    Holding.objects.filter(film=busy, blob=one.proxy).update(frozen_at=NOW)
    path = archived(busy, tmp_path)
    forget(busy)
    film, browser = read_in(Crafted(path))
    assert browser.get(f"/films/{film.id}/media/{one.proxy_id}").status_code == 404
    assert browser.get(f"/films/{film.id}/media/{one.master_id}").status_code == 200


# ── the pieces of another film's upload ──────────────────────────────────────────────────────


def upload(film: Film) -> Upload:
    """A file that somebody has just sent, before anything has become of it."""
    made = Upload.objects.create(
        film=film, member=make.director(film), filename="a", size=6, offset=6, about={}
    )
    folder = pieces.folder(made.id)
    folder.mkdir(parents=True)
    (folder / "0.piece").write_bytes(b"secret")
    return made


@pytest.mark.slow
def test_a_reference_that_is_another_films_upload_is_refused(
    crafted: Crafted, theirs: Film
) -> None:
    failed = next(r for r in crafted.of("reference") if not r["fields"]["kind"])
    failed["pk"] = str(upload(theirs).id)
    refused(crafted, "names an upload of this studio")


@pytest.mark.slow
def test_a_job_about_another_films_upload_is_refused(crafted: Crafted, theirs: Film) -> None:
    crafted.one("job")["subject"] = str(upload(theirs).id)
    refused(crafted, "names an upload of this studio")


@pytest.mark.slow
def test_a_reference_does_not_come_back_with_pieces(crafted: Crafted, theirs: Film) -> None:
    """Neither tried again nor removed does it touch those of another."""
    other = upload(theirs)
    failed = next(r for r in crafted.of("reference") if not r["fields"]["kind"])
    failed["fields"]["upload"] = str(other.id)
    film, browser = read_in(crafted)
    found = Reference.objects.get(id=failed["pk"])
    assert found.upload is None
    address = f"/films/{film.id}/references/{found.id}/"
    browser.post(address + "retry")
    assert not Job.objects.open().filter(film=film).exists()
    browser.post(address + "remove")
    assert not Reference.objects.filter(id=found.id).exists()
    assert pieces.there(other.id) and Upload.objects.filter(id=other.id).exists()


def test_a_worker_joins_pieces_of_its_own_film_alone(film: Film) -> None:
    """Even where a row says otherwise."""
    other = upload(make.film())
    with make.past_the_guards():
        Reference.objects.create(id=other.id, film=film, added_by="system", upload=other.id)
    enqueue(film_id=film.id, kind=references.PREPARE, subject=other.id)
    job = claim("io")
    assert job is not None
    prepare.prepare(job, None)  # type: ignore[arg-type]  # it never comes to work under the lease
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "pieces-lost")
    lost = {"film_id": film.id, "actor": make.director(film).actor, "reference": other.id}
    references.remove(**lost)
    assert pieces.there(other.id) and Upload.objects.filter(id=other.id).exists()


# ── other rows ───────────────────────────────────────────────────────────────────────────────


def others_reference(film: Film) -> UUID:
    return make.added(film).id


def others_draft(film: Film) -> UUID:
    return make.draft(film).id


ELSEWHERE: list[Callable[[Film], UUID]] = [others_reference, others_draft, lambda film: film.id]


@pytest.mark.slow
@pytest.mark.parametrize("subject", ELSEWHERE)
def test_a_job_about_another_films_row_is_refused(
    crafted: Crafted, theirs: Film, subject: Callable[[Film], UUID]
) -> None:
    crafted.one("job")["subject"] = str(subject(theirs))
    refused(crafted, "of another film")


def test_another_films_job_says_nothing_of_ours(film: Film) -> None:
    ours = make.added(film)
    Job.objects.create(
        film=make.film(),
        kind="prepare-reference",
        subject=ours.id,
        queue="io",
        state=Job.State.FAILED,
        error="too-long",
    )
    (shown,) = presenters.shown([ours])
    assert "lasts" not in shown.why and "too long" not in shown.why


@pytest.mark.slow
@pytest.mark.parametrize("model", ["stroke", "note", "reference", "draft", "shot", "scene"])
def test_a_row_that_another_film_has_is_refused(crafted: Crafted, theirs: Film, model: str) -> None:
    draft = make.draft(theirs)
    make.ink(theirs, draft)
    Busy(theirs, 1).note()
    taken = next(rows for rows in rows_of(theirs.id) if rows.model.__name__.lower() == model)
    first = taken.first()
    assert first is not None
    before = {table.model: list(table.values()) for table in rows_of(theirs.id)}
    text = json.dumps(crafted.rows).replace(str(crafted.of(model)[0]["pk"]), str(first.pk))
    crafted.rows = json.loads(text)
    refused(crafted, "not a whole")
    assert {table.model: list(table.values()) for table in rows_of(theirs.id)} == before


def example(crafted: Crafted, name: str) -> dict[str, Any]:
    """The fields of a row that the crafted film has none of, but for who acted."""
    film, shot = crafted.about["film"], crafted.of("shot")[0]["pk"]
    draft = crafted.of("draft")[0]
    poster = draft["fields"]["poster"]
    match name:
        case "lock":
            on_draft = {"shot": shot, "draft": draft["pk"]}
            return {"film": film, **on_draft, "digest": "0" * 64, "act": str(uuid4()), "at": NOW}
        case "keyframe":
            on_draft = {"shot": shot, "draft": draft["pk"]}
            return {"film": film, **on_draft, "still": poster, "frame": 1, "made_at": NOW}
        case "comparison":
            return {"film": film, "shot": shot, "kind": "seeds", "asked_at": NOW}
        case "permission":
            about = {"engine": "x", "terms": "0" * 64, "basis": ""}
            return {"film": film, **about, "recorded_at": NOW}
        case "cut":
            about = {"title": "A cut", "rate": "24", "width": 640, "height": 360}
            return {"film": film, **about, "added_at": NOW}
        case "cutversion":
            cut = crafted.of("cut")[0]["pk"]
            return {"cut": cut, "number": 1, "note": "", "frames": 1, "saved_at": NOW}
        case "cutrender":
            version = crafted.of("cutversion")[0]["pk"]
            files = {"master": poster, "proxy": poster, "subtitles": None}
            return {"film": film, "version": version, **files, "rendered_at": NOW}
        case "track":
            about = {"kind": "face", "first": 0, "end": 1, "frame": 0, "box": "[0, 0, 9, 9]"}
            doubt = {"doubt": "A coat.", "doubted_by": "system", "doubted_at": NOW}
            more = {"act": str(uuid4()), "added_by": "system", "added_at": NOW}
            return {"film": film, "draft": draft["pk"], **about, **doubt, **more}
        case "place":
            shown = {"references": "[]", "drafts": "[]", "scenes": "[]"}
            return {"film": film, "name": "The lane", "kind": "lane", **shown, "added_at": NOW}
        case "licence":
            about = {"kind": "own", "allows": '["show"]', "references": "[]", "paper": None}
            return {"film": film, **about, "starts_at": NOW, "recorded_at": NOW}
        case "ruling":
            about = {"draft": draft["pk"], "kind": "care", "reason": "Not this one."}
            return {"film": film, **about, "written_by": "system", "written_at": NOW}
        case "decision":
            return {"film": film, "wanted": "The lane.", "written_at": NOW}
        case "dissent":
            decision = crafted.of("decision")[0]["pk"]
            return {"decision": decision, "words": "I would ask again.", "said_at": NOW}
        case "sitting":
            when = {"begins_at": NOW, "zone": "UTC", "minutes": 30, "sequence": 0}
            return {"film": film, "title": "Dailies", **when, "plan": str(uuid4()), "reason": ""}
        case "sittingtask":
            member = crafted.of("member")[0]["pk"]
            about = {"sitting": crafted.of("sitting")[0]["pk"], "member": member, "text": "Slower"}
            return {**about, "given_by": "system", "given_at": NOW, "done_by": ""}
        case "lightkey":
            told = {"light": "{}", "made_at": NOW, "set_seq": 1, "made_by": "system"}
            return {"draft": draft["pk"], "frame": 1, "how": "hold", **told, "set_by": "system"}
        case "draftfigures":
            return {"draft": draft["pk"], "mattes": poster, "people": 0, "traced_at": NOW}
        case "lightexposure":
            return {"draft": draft["pk"], "points": "[]", "set_at": NOW}
        case "lightstroke":
            about = {"act": str(uuid4()), "place": 0, "seq": 1, "points": "[]", "mask": ""}
            brush = {"width": 0.1, "stops": 1, "softness": 0.5, "erase": False, "drawn_at": NOW}
            return {"key": crafted.of("lightkey")[0]["pk"], **about, **brush}
        case "abstraction" | "lightspace":
            about = {"film": film, "reference": crafted.of("reference")[0]["pk"], "made_at": NOW}
            if name == "lightspace":
                return {**about, "space": json.dumps({"first": {}})}
            of = {"source": about["reference"], "source_digest": "0" * 64, "look": "haze"}
            return {**about, **of, "guards": "[]", "spans": "[]", "seed": 1}
        case "copy":
            about = {"venue": "Xiamen", "medium": "cinema", "territory": "", "version": "1"}
            return {"film": film, **about, "sent_on": NOW[:10], "recorded_at": NOW}
        case "erasure":
            person = crafted.of("person")[0]["pk"]
            asked = {"asked_by": "system", "asked_at": NOW}
            return {"film": film, "person": person, "digest": "0" * 64, **asked}
        case "checkin" | "harmcase":
            about = {"film": film, "person": crafted.of("person")[0]["pk"]}
            if name == "checkin":
                owner = crafted.of("member")[0]["pk"]
                return {**about, "due": NOW[:10], "owner": owner, "outcome": ""}
            return {**about, "words": "At her door.", "opened_at": NOW, "outcome": ""}
        case "venues":
            return {"film": film, "media": "[]", "territory": "[]", "said_at": NOW}
        case "personview" | "personmessage":
            about = {"film": film, "person": crafted.of("person")[0]["pk"], "said_at": NOW}
            if name == "personmessage":
                return {**about, "text": "Where was it shown?"}
            return {**about, "draft": draft["pk"], "agrees": True}
        case "withdrawalstep":
            about = {"release": crafted.of("release")[0]["pk"], "withdrawal": str(uuid4())}
            return {"film": film, **about, "kind": "notice", "due": NOW[:10], "remark": ""}
    raise LookupError(name)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "column"), [(m, c) for m, cs in ACTORS.items() for c in cs])
def test_nobody_of_another_film_has_acted(
    crafted: Crafted, theirs: Film, model: type[Any], column: str
) -> None:
    name = model.__name__.lower()
    if name == "entry":
        crafted.entries[-1]["fields"][column] = make.director(theirs).actor
        crafted.chained()
    elif not crafted.of(name):
        if parent := PARENTS.get(name):
            with_an_example(crafted, parent)
        told = example(crafted, name) | {column: make.director(theirs).actor}
        crafted.add(name, str(uuid4()), **told)
    else:
        crafted.one(name)[column] = make.director(theirs).actor
    refused(crafted, "of another film: Member")


@pytest.mark.slow
def test_nobody_of_another_film_is_mentioned(crafted: Crafted, theirs: Film) -> None:
    crafted.one("note")["mentions"] = json.dumps([str(make.director(theirs).id)])
    refused(crafted, "of another film: Member")


def test_every_column_of_an_actor_or_a_blob_is_declared() -> None:
    """So that a new one is not read in unasked."""
    for model in (*TABLES, models.Entry):
        fields = model._meta.concrete_fields
        named = {f.name for f in fields if isinstance(f, CharField) and f.max_length == 60}
        assert named - {"verb"} == set(ACTORS.get(model, ())), model
        assert bool(blob_columns(model)) == (model in KINDS), model


MARKUP = ['[[1,2,3,4,5]],"more":[0]', '{"a":1}', "[[1, 2, 3, 4, 5]]", '[["x",0,0,0,0]]', "[]"]


@pytest.mark.slow
@pytest.mark.parametrize("points", MARKUP)
def test_ink_is_points_and_nothing_else(crafted: Crafted, points: str) -> None:
    """They go out to browsers as they stand."""
    crafted.one("stroke")["points"] = points
    refused(crafted, "not a whole|a stroke that is none")


@pytest.mark.slow
@pytest.mark.parametrize("payload", ['{"a":1},"seq":9', "[1]", '{"b":1,"a":2}', "no JSON"])
def test_a_payload_is_one_object_and_nothing_else(crafted: Crafted, payload: str) -> None:
    crafted.entries[-1]["fields"]["payload"] = payload
    crafted.chained()
    refused(crafted, "not a whole|its payload is no record")


@pytest.mark.slow
@pytest.mark.parametrize("model", ["user", "token", "team", "head", "entry", "upload"])
def test_a_row_that_no_film_has_is_refused(crafted: Crafted, theirs: Film, model: str) -> None:
    who = make.director(theirs).user
    fields: dict[str, dict[str, Any]] = {
        "user": {"email": "x@example.org", "is_superuser": True, "password": "x"},
        "token": {"user": str(who.id), "name": "t", "created_at": NOW},
        "team": {"name": "t", "founder": str(who.id)},
        "head": {"seq": 9, "hash": ""},
        "entry": {"film": crafted.about["film"], "seq": 99},
        "upload": {"film": crafted.about["film"], "size": 1},
    }
    crafted.add(model, crafted.about["film"] if model == "head" else None, **fields[model])
    refused(crafted, "no film has|not a whole")


@pytest.mark.slow
def test_a_role_that_there_is_not_is_refused(crafted: Crafted) -> None:
    crafted.one("member")["roles"] = json.dumps(["superuser"])
    refused(crafted, "a role that there is not")


# ── size ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_an_archive_that_does_not_fit_is_not_begun(crafted: Crafted, settings: Settings) -> None:
    settings.STORAGE_RESERVE = 1 << 60
    refused(crafted, "The disk is full")


@pytest.mark.slow
def test_two_names_for_the_same_bytes_are_refused(crafted: Crafted) -> None:
    crafted.files["media/" + "1" * 64] = bytes(100_000)
    path = crafted.write()
    with zipfile.ZipFile(path, "a") as file:
        again = copy.copy(file.getinfo("media/" + "1" * 64))
        again.filename = "media/" + "2" * 64
        file.filelist.append(again)
        file.writestr("media/" + "3" * 64, b"")
    with pytest.raises(CommandError, match="holds more than it does"):
        call_command("import_film", str(path))


@pytest.mark.slow
def test_a_name_that_is_there_twice_is_refused(crafted: Crafted) -> None:
    path = crafted.write()
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("records.jsonl", b"")
    with pytest.raises(CommandError, match=r"holds records\.jsonl 2 times"):
        call_command("import_film", str(path))


def test_bytes_of_a_refused_archive_go_unless_somebody_keeps_them(film: Film) -> None:
    mine = kept(film)
    storage.take_back(mine.digest)
    assert storage.there(mine.digest) and Blob.objects.filter(digest=mine.digest).exists()
    loose = Path(settings.DATA) / "loose"
    loose.write_bytes(secrets.token_bytes(8))
    digest = storage.digest_of(loose)
    storage.put(loose, digest)
    storage.take_back(digest)
    assert not storage.there(digest) and not Blob.objects.filter(digest=digest).exists()


def test_what_is_ready_is_not_removed(db: None) -> None:
    busy = at_work()
    ready = Reference.objects.filter(film=busy, original__isnull=False).earliest("added_at")
    with pytest.raises(Refused):
        references.remove(film_id=busy.id, actor=make.director(busy).actor, reference=ready.id)
