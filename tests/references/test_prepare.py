"""From the last byte to the copies: what a worker makes of a file, what it says of a bad one."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client

from slowfilm import storage, tasks
from slowfilm.clearance import actions as clearing
from slowfilm.clearance.answer import clearance
from slowfilm.films.models import Film
from slowfilm.jobs.models import ATTEMPTS, Job
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.library import presenters
from slowfilm.references import actions
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin
from slowfilm.storage import Blob
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload
from tests import make
from tests.media.barcode import blot, numbers, write_clip
from tests.media.woven import write_woven
from tests.references import files
from tests.uploads.tus import BODY

PAL = (720, 576)
NOTHING: Origin = {
    "maker": "", "year": "", "place": "", "medium": "", "rights": "", "study": False
}  # fmt: skip


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed: workers see it."""
    return make.film()


def bring(film: Film, path: Path, **origin: object) -> Reference:
    """Put a file where uploads lie, and make a reference of it."""
    who, data = make.director(film), path.read_bytes()
    upload = Upload.objects.create(
        film=film, member=who, filename=path.name, size=len(data), offset=len(data),
        about={"endpoint": "reference"},
    )  # fmt: skip
    half = len(data) // 2
    for at, part in ((0, data[:half]), (half, data[half:])):
        if part:
            with (path.parent / "part").open("wb") as out:
                out.write(part)
            with (path.parent / "part").open("rb") as body:
                pieces.place(pieces.write(upload.id, body, len(part), None)[0], at)
    about: Origin = {**NOTHING, **origin}  # type: ignore[typeddict-item]
    actions.add(
        film_id=film.id,
        actor=who.actor,
        command=upload.id,
        reference=upload.id,
        name=path.name,
        **about,
    )
    return Reference.objects.get(id=upload.id)


def prepare(reference: Reference) -> presenters.Shown:
    """Let a worker do what waits; what the library shows then."""
    tasks.look(actions.PREPARE.queue)
    (found,) = presenters.shown([Reference.objects.get(id=reference.id)])
    return found


def verbs(film: Film) -> list[str]:
    """What the record says of references."""
    found: QuerySet[Entry] = Entry.objects.filter(film=film, verb__contains="reference")
    return [entry.verb for entry in found.order_by("seq")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("maker", "kind", "copies"),
    [
        (files.picture, "picture", {"proxy", "poster"}),
        (files.clip, "video", {"proxy", "poster", "filmstrip", "waveform"}),
        (files.sound, "sound", {"proxy", "waveform"}),
    ],
)
def test_each_kind_gets_its_copies(
    film: Film, tmp_path: Path, maker: Callable[[Path], Path], kind: str, copies: set[str]
) -> None:
    ending = {"picture": "png", "video": "mp4", "sound": "wav"}[kind]
    path = maker(tmp_path / f"a.{ending}")
    whole = path.read_bytes()
    found = prepare(bring(film, path))
    one = found.reference
    assert (found.state, one.kind, one.upload) == ("ready", kind, None)
    for name in ("proxy", "poster", "filmstrip", "waveform"):
        assert (getattr(one, f"{name}_id") is not None) == (name in copies), name
    assert one.original is not None
    assert storage.read(one.original.digest, 0, len(whole) + 1) == whole, "kept as it came"
    assert not pieces.there(one.id)
    assert verbs(film) == ["reference-added", "reference-prepared"]
    job = Job.objects.get(subject=one.id, kind="prepare-reference")
    assert not list((settings.DATA / "tmp").glob(f"{job.id}-*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("maker", "name", "words"),
    [
        (files.text, "text.mp4", "not a picture, clip or sound"),
        (files.truncated, "cut.mp4", "breaks off"),
        (files.bomb, "bomb.png", "60000 × 60000"),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(
    film: Film, tmp_path: Path, maker: Callable[[Path], Path], name: str, words: str
) -> None:
    reference = bring(film, maker(tmp_path / name))
    found = prepare(reference)
    assert (found.state, found.reference.original) == ("failed", None)
    assert words in found.why
    assert verbs(film) == ["reference-added", "reference-failed"]
    assert Blob.objects.count() == 0, "what is no reference is not kept as one"
    assert pieces.there(reference.id), "but what was sent is, for another try"


@pytest.mark.slow
def test_an_empty_file_is_told_in_a_sentence(film: Film, tmp_path: Path) -> None:
    (tmp_path / "nothing.mov").touch()
    found = prepare(bring(film, tmp_path / "nothing.mov"))
    assert (found.state, found.why) == ("failed", "The file is empty.")


@pytest.mark.slow
def test_odd_clips_become_the_right_picture(film: Film, tmp_path: Path) -> None:
    turned = prepare(bring(film, write_clip(tmp_path / "turned.mp4", frames=12, rotation=90)))
    assert turned.measure == "0:00.5"
    assert turned.reference.facts["width"] < turned.reference.facts["height"]
    odd = prepare(
        bring(film, write_clip(tmp_path / "odd.mkv", codec="ffv1", frames=12, size=(321, 193)))
    )
    assert (odd.reference.facts["width"], odd.reference.facts["height"]) == (321, 193)
    assert odd.reference.waveform is None, "a silent clip has no waveform"
    variable = prepare(bring(film, files.variable(tmp_path / "vfr.mp4"))).reference
    assert variable.facts["variable_rate"]
    assert variable.proxy is not None
    with storage.on_disk(variable.proxy.digest) as proxy:
        assert len(numbers(proxy)) == variable.facts["frames"]


@pytest.mark.slow
def test_damage_and_fields_are_said_on_its_page(film: Film, tmp_path: Path) -> None:
    torn = write_clip(tmp_path / "torn.mkv", frames=60, codec="mpeg4", options={"g": "5"})
    blot(torn, 0.5)
    tape = write_woven(tmp_path / "tape.dv", "dvvideo", {}, size=PAL, top_first=False)
    whole = write_clip(tmp_path / "whole.mp4", frames=12)
    browser = Client()
    browser.force_login(make.director(film).user)
    pages = []
    for path in (torn, tape, whole):
        one = prepare(bring(film, path)).reference
        pages.append(browser.get(f"/films/{film.id}/references/{one.id}/").content.decode())
    words = ("at least 1 frame", "interlaced; shown as whole frames")
    told = [[said in page for said in words] for page in pages]
    assert told == [[True, False], [False, True], [False, False]]


@pytest.mark.slow
def test_same_bytes_are_stored_once_and_said(film: Film, tmp_path: Path) -> None:
    first = bring(film, files.picture(tmp_path / "one.png"))
    prepare(first)
    blobs = Blob.objects.count()
    again = prepare(bring(film, files.picture(tmp_path / "two.png")))
    assert Blob.objects.count() == blobs
    assert again.twin == "one.png"
    assert presenters.shown([Reference.objects.get(id=first.id)])[0].twin == ""


def act(film: Film, verb: Callable[..., Entry], reference: UUID) -> Entry:
    """The director does it."""
    actor = make.director(film).actor
    return verb(film_id=film.id, actor=actor, command=None, reference=reference)


@pytest.mark.slow
def test_a_failed_one_can_be_tried_again_or_removed(film: Film, tmp_path: Path) -> None:
    reference = bring(film, files.text(tmp_path / "text.mp4"))
    with pytest.raises(Refused, match="preparing"):
        act(film, actions.remove, reference.id)
    assert prepare(reference).state == "failed"
    act(film, actions.retry, reference.id)
    assert prepare(reference).state == "failed"
    act(film, actions.remove, reference.id)
    assert not Reference.objects.exists()
    assert not pieces.there(reference.id)
    assert verbs(film)[-3:] == ["reference-retried", "reference-failed", "reference-removed"]
    good = bring(film, files.picture(tmp_path / "good.png"))
    prepare(good)
    for verb in (actions.remove, actions.retry):
        with pytest.raises(Refused, match="prepared"):
            act(film, verb, good.id)


@pytest.mark.slow
def test_a_lost_piece_is_said(film: Film, tmp_path: Path) -> None:
    reference = bring(film, files.picture(tmp_path / "a.png"))
    max(pieces.folder(reference.id).glob("*.piece"), key=lambda p: p.name).unlink()
    assert "Bring it in again" in prepare(reference).why


def test_a_worker_that_is_lost_too_often_is_said(film: Film, tmp_path: Path) -> None:
    reference = bring(film, files.picture(tmp_path / "a.png"))
    Job.objects.update(attempt=ATTEMPTS)
    found = prepare(reference)
    assert (found.state, Job.objects.get().error) == ("failed", "worker-lost")


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """The system itself refuses to write more: what a full disk is to a program, for any user."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.slow
def test_a_full_disk_loses_nothing(film: Film, tmp_path: Path) -> None:
    reference = bring(film, files.picture(tmp_path / "large.png", (800, 600)))
    size = sum(piece.stat().st_size for piece in pieces.folder(reference.id).iterdir())
    with no_file_above(size - 1000):
        found = prepare(reference)
    job = Job.objects.get()
    assert (found.state, job.state, job.error) == ("preparing", "queued", "disk-full")
    Job.objects.update(lease_until=None)  # the time it was put off for has passed
    assert prepare(reference).state == "ready"


def test_a_full_disk_takes_no_piece_and_says_so(film: Film) -> None:
    token = make.token(make.director(film).user)
    told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {token}"}
    script = Client(headers=told)
    made = script.post(f"/films/{film.id}/uploads/", headers={**told, "Upload-Length": "200000"})
    piece = {**told, "Upload-Offset": "0"}
    send = partial(script.patch, made["Location"], bytes(200_000), content_type=BODY, headers=piece)
    with no_file_above(100_000):
        refused = send()
    assert refused.status_code == 507
    assert "no room" in refused.content.decode()
    upload = Upload.objects.get()
    assert upload.offset == 0
    assert not list(pieces.folder(upload.id).iterdir())
    assert send().status_code == 204, "once there is room it goes on"


@pytest.mark.slow
def test_clearance_is_no_until_somebody_says_yes(film: Film, tmp_path: Path) -> None:
    reference = bring(film, files.picture(tmp_path / "a.png"))
    assert [r.code for r in clearance("generate", references=[reference]).reasons] == [
        "not-prepared",
        "unsaid",
    ]
    assert not clearance("look", references=[reference]).cleared
    with pytest.raises(Refused, match="not-prepared"):
        act(film, clearing.declare_nobody, reference.id)
    prepare(reference)
    reference.refresh_from_db()
    assert clearance("look", references=[reference]).cleared
    assert [r.code for r in clearance("generate", references=[reference]).reasons] == [
        "unsaid",
        "unscanned",
    ]
    make.scanned(reference)
    assert [r.code for r in clearance("generate", references=[reference]).reasons] == ["unsaid"]
    act(film, clearing.declare_nobody, reference.id)
    reference.refresh_from_db()
    assert clearance("generate", references=[reference]).cleared
    with pytest.raises(Refused, match="declared-already"):
        act(film, clearing.declare_nobody, reference.id)
    reference.study = True
    assert [r.code for r in clearance("generate", references=[reference]).reasons] == ["study"]


@pytest.mark.slow
def test_pages_show_every_state(film: Film, tmp_path: Path) -> None:
    browser = Client()
    browser.force_login(make.director(film).user)
    library = f"/films/{film.id}/references/"
    assert "Nothing here yet" in browser.get(library).content.decode()
    ready = bring(film, files.clip(tmp_path / "dusk.mp4"), study=True, maker="Lin")
    prepare(ready)
    bad = bring(film, files.text(tmp_path / "text.mp4"))
    prepare(bad)
    coming = bring(film, files.sound(tmp_path / "rain.wav"))
    page = browser.get(library).content.decode()
    for words in ("dusk.mp4", "Reference only", "Lin", "Try again", "Being prepared", "rain.wav"):
        assert words in page
    assert "rain.wav" not in browser.get(library, {"kind": "video"}).content.decode()
    for one in (ready, bad, coming):
        assert browser.get(f"{library}{one.id}/").status_code == 200
        assert browser.get(f"{library}{one.id}/card").status_code == 200
        assert browser.get(f"{library}{one.id}/uses").status_code == 200
    about = {"name": "../Dusk.mp4", "maker": "Chen", "year": "1998", "medium": "16mm"}
    assert browser.post(f"{library}{ready.id}/", about).status_code == 302
    ready.refresh_from_db()
    assert (ready.name, ready.maker, ready.medium, ready.study) == (
        "Dusk.mp4",
        "Chen",
        "16mm",
        False,
    )
    wrong = browser.post(f"{library}{ready.id}/", {**about, "medium": "papyrus"})
    assert wrong.status_code == 200
    assert "papyrus" in wrong.content.decode()
    assert browser.post(f"{library}{ready.id}/declare-nobody").status_code == 302
    assert "Declared by Director" in browser.get(f"{library}{ready.id}/").content.decode()
    viewer = Client()
    viewer.force_login(make.member(film, "viewer").user)
    assert "Choose files" not in viewer.get(library).content.decode()
    assert viewer.post(f"{library}{ready.id}/", about).status_code == 403
    assert viewer.post(f"{library}{bad.id}/retry").status_code == 403


@pytest.mark.slow
def test_scripts_read_references(film: Film, tmp_path: Path) -> None:
    picture = bring(film, files.picture(tmp_path / "a.png"))
    prepare(picture)
    bring(film, files.sound(tmp_path / "b.wav"))
    script = Client(headers={"Authorization": f"Bearer {make.token(make.director(film).user)}"})
    first, second = script.get(f"/api/films/{film.id}/references").json()
    assert (first["name"], first["state"], first["kind"]) == ("a.png", "ready", "picture")
    assert (first["cleared_for_generating"], first["facts"]["width"]) == (False, 640)
    assert (second["state"], second["original"]) == ("preparing", None)
