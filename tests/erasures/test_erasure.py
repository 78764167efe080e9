"""What rests on a person goes for good, by two members; the record holds, and its places say so."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from slowfilm import storage, tasks
from slowfilm.archives.media import damaged
from slowfilm.archives.verify_rows import verify_rows
from slowfilm.clearance import after_actions, releases
from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.erasures import actions
from slowfilm.erasures.models import Erasure
from slowfilm.erasures.scope import OF_DRAFT, OF_REFERENCE, scope_of
from slowfilm.films.models import Film, Member
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim, enqueue
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.ledger.verify import verify
from slowfilm.management.tidying import tidy
from slowfilm.people.models import Person
from slowfilm.references import characters
from slowfilm.references.models import Line as SpokenLine
from slowfilm.references.models import Reference
from slowfilm.references.scanning import SCAN
from slowfilm.shots.make import MEDIA_TYPES, Source
from slowfilm.shots.models import Draft
from slowfilm.storage import Blob, Holding
from tests import make
from tests.archives.acts import kept
from tests.archives.test_archive import archived, forget, rows, spoil
from tests.clearance.test_pages import words
from tests.conftest import Site
from tests.references.test_blobs import body, keep
from tests.room.line import Line

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")


class Case:
    """A neighbour who withdrew: a picture of theirs, a draft made of it, and what they wrote."""

    def __init__(self, film: Film, person: Person, folder: Path) -> None:
        self.film, self.person, self.folder = film, person, folder
        self.secret = make.signed(make.release_link(person))
        copies = {name: self.kept(f"{name} of them", "image/jpeg") for name in ("proxy", "poster")}
        original = self.kept("original of them", "image/png")
        facts = {"media_type": "image/png", "width": 1920, "height": 1080}
        self.picture = make.reference(film, "picture", original, facts, nobody=False, **copies)
        make.name(self.picture, person)
        of_draft = MEDIA_TYPES.items()
        clip = {name: self.kept(f"{name} of the draft", kind) for name, kind in of_draft}
        source = Source("plate", "Image1", reference=self.picture.id)
        self.draft = make.draft(film, sources=[source], **clip)
        after_actions.ask_makers(self.secret, "I stood in that lane.")
        aftercare.report_harm(self.secret, "They came to my door.")
        self.first, self.second = make.director(film), make.member(film, "clearance")

    def kept(self, text: str, kind: str) -> storage.Blob:
        """Real bytes in the store."""
        return keep(self.film, self.folder, text.encode(), kind)

    def records(self, *lines: str) -> list[SpokenLine]:
        """A recording of them, and what is said in it, each line corrected once."""
        sound = self.kept("their voice", "audio/wav")
        facts = {"media_type": "audio/wav", "duration": "3"}
        take = make.reference(self.film, "sound", sound, facts, nobody=False, proxy=sound)
        make.name(take, heard=[self.person])
        by = {"film_id": self.film.id, "actor": self.first.actor}
        character = characters.add(**by, person=self.person.id, period="1998").command
        said = {"translation": "in English", "take": take.id}
        for text in lines:
            line = characters.write(**by, character=character, words=f"{text}?", **said).command
            characters.rewrite(**by, line=line, words=text, **said)
        return list(SpokenLine.objects.filter(take=take))

    def withdraw(self) -> None:
        """All of it, by the person."""
        releases.withdraw_own(self.secret)

    def does(self, member: Member, act: str) -> str:
        """What the page says after an act there."""
        page = f"/films/{self.film.id}/people/{self.person.id}/erasure/"
        told = {"act": act, "digest": scope_of(self.person).digest}
        if erasure := Erasure.objects.filter(person=self.person, done_at=None).last():
            told["erasure"] = str(erasure.id)
        return words(signed_in(member).post(f"{page}act", told, follow=True))

    def erase(self) -> None:
        """By two members; the bytes are still there."""
        self.withdraw()
        self.does(self.first, "ask")
        self.does(self.second, "confirm")

    @property
    def digests(self) -> set[str]:
        """Of the files of the picture and the draft."""
        picture, draft = self.picture, self.draft
        named = (picture.original_id, picture.proxy_id, picture.poster_id, draft.master_id,
                 draft.proxy_id, draft.poster_id, draft.filmstrip_id)  # fmt: skip
        return {str(each) for each in named}


def signed_in(member: Member) -> Client:
    """A member's browser."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user)
    return client


def work_off() -> None:
    """Do the job that removes bytes."""
    job = claim("io", str(Job.objects.get(kind="erase-files").id))
    assert job is not None
    tasks.do(job)


@pytest.fixture
def case(film: Film, zhou: Person, tmp_path: Path) -> Case:
    """That neighbour."""
    return Case(film, zhou, tmp_path)


def test_two_members_erase_and_the_record_holds(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    film, person = case.film, case.person
    assert "Nothing was withdrawn" in case.does(case.first, "ask")
    case.withdraw()
    before = verify(film.id)
    asked = case.does(case.first, "ask")
    assert "Another member has to confirm it." in asked
    assert "Another member has to confirm it." in case.does(case.first, "confirm")
    assert case.does(case.second, "confirm").count("Erased on") == 1

    erasure = Erasure.objects.get()
    assert (erasure.asked_by, erasure.done_by) == (case.first.actor, case.second.actor)
    entry = Entry.objects.get(film=film, verb="payloads-erased")
    fact = json.loads(entry.payload or "")
    assert set(fact["blobs"]) >= case.digests
    gone = Entry.objects.filter(film=film, payload=None)
    assert sorted(gone.values_list("verb", flat=True)) == sorted(
        ["person-added", "person-written", "harm-reported"]
    )
    assert not gone.exclude(salt=None).exists()
    assert list(gone.order_by("seq").values_list("seq", flat=True)) == fact["seqs"]
    person.refresh_from_db()
    assert person.name == f"#{person.id.hex[:8]}" and person.messages.get().text == ""
    assert person.harm_cases.get().words == ""

    after = verify(film.id)
    assert after.fault is None and after.entries > before.entries
    compared = verify_rows(film.id)
    assert compared.fault is None and compared.erased == 3
    assert set(damaged(film.id)) >= case.digests, "still there, and said to be"
    assert all(storage.there(digest) for digest in case.digests)
    work_off()
    assert not any(storage.there(digest) for digest in case.digests)
    assert not set(damaged(film.id)) & case.digests
    assert Draft.objects.filter(id=case.draft.id).exists()
    assert "There is nothing to erase." in case.does(case.second, "ask")
    call_command("verify", str(film.id), media=False)
    told = capsys.readouterr().out
    assert "3 payloads are erased" in told and f"{len(fact['blobs'])} files are erased" in told


def test_what_is_erased_is_answered_with_a_sentence_or_a_picture_of_it(case: Case) -> None:
    director, viewer = signed_in(case.first), signed_in(make.member(case.film, "viewer"))
    poster = f"/films/{case.film.id}/media/{case.picture.poster_id}"
    etag = director.get(poster)["ETag"]
    case.erase()
    for browser in (director, viewer):
        answer = browser.get(poster, headers={"if-none-match": etag})
        assert answer.status_code == 410 and answer["Cache-Control"] == "no-store"
        assert "Erased on" in body(answer).decode()
    shown = {"accept": "image/avif,image/webp,*/*;q=0.8", "sec-fetch-dest": "image"}
    picture = director.get(poster, headers=shown)
    assert picture.status_code == 410 and picture["Content-Type"].startswith("image/svg+xml")
    assert "Erased on" in body(picture).decode()
    assert Client().get(poster).status_code == 302, "a stranger is not told even that"
    clip = f"/films/{case.film.id}/media/{case.draft.proxy_id}"
    assert director.get(clip, headers={"range": "bytes=0-9"}).status_code == 410
    phone = Client()
    page = phone.get(f"/release/{case.secret}/", {"language": "en"})
    assert "Erased on" in words(page) and "pictures/" not in page.content.decode()
    rests = words(director.get(f"/films/{case.film.id}/people/{case.person.id}/rests/"))
    assert "Erased on" in rests and "I stood in that lane." not in rests


def test_what_a_recording_says_goes_with_it(case: Case) -> None:
    line, other = case.records("那盏灯还亮着。", "我不认识你。")
    by = {"film_id": case.film.id, "actor": case.first.actor}
    characters.rewrite(**by, line=other.id, words="Said by somebody else now.")
    removed = characters.write(
        **by, character=line.character_id, words="Taken away.", take=line.take_id
    ).command
    characters.unwrite(**by, line=removed)
    page = f"/films/{case.film.id}/people/{case.person.id}/erasure/"
    assert "words and translation of 1 line" in words(signed_in(case.first).get(page))
    case.erase()
    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.words, line.translation) == ("", "")
    assert other.words == "Said by somebody else now.", "its recording is another's"
    left = Entry.objects.filter(film=case.film).exclude(payload=None)
    assert not left.filter(payload__contains="那盏灯").exists()
    assert not left.filter(payload__contains="Taken away").exists()
    assert left.filter(payload__contains="Said by somebody else now.").count() == 1
    assert verify(case.film.id).fault is None and verify_rows(case.film.id).fault is None
    browser = signed_in(case.first)
    character = browser.get(f"/films/{case.film.id}/characters/{line.character_id}/")
    assert "These words were erased" in words(character)
    told = {
        row["id"]: row["words"] for row in browser.get(f"/api/films/{case.film.id}/lines").json()
    }
    assert told == {str(line.id): "", str(other.id): other.words}


def test_the_api_says_what_was_erased(case: Case) -> None:
    api, browser = f"/api/films/{case.film.id}", signed_in(case.first)

    def told() -> list[Any]:
        picture = next(
            row for row in browser.get(f"{api}/references").json()
            if row["id"] == str(case.picture.id)
        )  # fmt: skip
        draft = browser.get(f"{api}/drafts/{case.draft.id}").json()
        (of_shot,) = browser.get(f"{api}/shots/{case.draft.shot_id}/drafts").json()
        assert of_shot == draft
        return [picture["state"], picture["erased_at"], draft["erased_at"]]

    assert told() == ["ready", None, None]
    case.erase()
    state, *moments = told()
    done = Erasure.objects.get().done_at
    assert done is not None
    known = done.replace(microsecond=done.microsecond // 1000 * 1000)  # as JSON tells it
    assert state == "erased" and {datetime.fromisoformat(moment) for moment in moments} == {known}


def test_only_who_clears_and_nobody_else(case: Case) -> None:
    case.withdraw()
    page = f"/films/{case.film.id}/people/{case.person.id}/erasure/"
    for role in ("viewer", "sound", "cinematographer"):
        browser = signed_in(make.member(case.film, role))
        assert browser.get(page).status_code == 403
        assert browser.post(f"{page}act", {"act": "ask"}).status_code == 403
    stranger = signed_in(make.director(make.film()))
    assert stranger.get(page).status_code == 404 == stranger.post(f"{page}act").status_code
    assert signed_in(case.second).get(page).status_code == 200
    assert not Erasure.objects.exists()


def test_a_release_in_force_and_another_list_stand_in_the_way(case: Case) -> None:
    releases.withdraw_own(case.secret, uses=["voice"])
    assert "A release is in force and allows" in case.does(case.first, "ask")
    case.withdraw()
    case.does(case.first, "ask")
    after_actions.ask_makers(case.secret, "Is it gone?")
    erasure = Erasure.objects.get()
    by: dict[str, Any] = {"film_id": case.film.id, "actor": case.second.actor}
    with pytest.raises(Refused) as refused:
        actions.confirm_erasure(**by, erasure=erasure.id, digest=erasure.digest)
    assert "has changed meanwhile" in str(refused.value.reason)
    assert "has changed since then" in words(
        signed_in(case.second).get(f"/films/{case.film.id}/people/{case.person.id}/erasure/")
    )
    case.does(case.second, "drop")
    erasure.refresh_from_db()
    assert erasure.dropped_by == case.second.actor and not Entry.objects.filter(payload=None)
    assert verify_rows(case.film.id).fault is None


def test_a_file_that_something_else_holds_stands_in_the_way_by_name(case: Case) -> None:
    other = make.added(case.film)
    with make.past_the_guards():
        Reference.objects.filter(id=other.id).update(
            name="The lane.jpg", original=case.picture.original_id
        )
    case.withdraw()
    assert "The lane.jpg holds the same file" in case.does(case.first, "ask")
    make.name(other, case.person)
    assert "holds the same file" not in case.does(case.first, "ask")
    case.does(case.second, "confirm")
    assert Erasure.objects.get().done_at is not None


def test_another_film_keeps_the_same_bytes_and_this_one_can_not_read_them(
    case: Case, tmp_path: Path
) -> None:
    other, proxy = make.film(), str(case.picture.proxy_id)
    keep(other, tmp_path, b"proxy of them", "image/jpeg")
    case.erase()
    work_off()
    assert storage.there(proxy)
    with storage.reading_for(other.id), storage.on_disk(proxy) as path:
        assert path.read_bytes() == b"proxy of them"
    with storage.reading_for(case.film.id), pytest.raises(storage.Erased), storage.on_disk(proxy):
        pass
    with pytest.raises(storage.Erased):
        keep(case.film, tmp_path, b"proxy of them", "image/jpeg")
    make.person(other)
    storage.mark_erased(other.id, [proxy], case.draft.made_at)
    assert storage.remove_erased(proxy) and not storage.there(proxy)


def test_killed_between_the_record_and_the_bytes_it_is_finished(case: Case) -> None:
    case.erase()
    digests = sorted(case.digests)
    storage.remove_erased(digests[0])  # as far as the first worker came
    Job.objects.filter(kind="erase-files").update(state="failed", error="worker-lost")
    with pytest.raises(storage.Erased), storage.on_disk(digests[1]):
        pass  # nobody reads what is still there
    tidy()
    assert not any(storage.there(digest) for digest in digests)
    assert Job.objects.get(kind="erase-files").state == Job.State.DONE


def test_work_that_came_after_it_says_that_it_was_erased(case: Case) -> None:
    case.erase()
    with transaction.atomic():
        enqueue(film_id=case.film.id, kind=SCAN, subject=case.picture.id)
    job = claim("scan")
    assert job is not None and job.subject == case.picture.id
    tasks.do(job)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "erased")


UNNAMED = [
    "UPDATE slowfilm_entry SET payload = NULL, salt = NULL WHERE verb = 'person-written'",
    "UPDATE slowfilm_personmessage SET text = ''",
    "UPDATE slowfilm_harmcase SET words = ''",
    "UPDATE slowfilm_personmessage SET text = 'Nothing.'",
    "UPDATE slowfilm_entry SET payload = NULL WHERE verb = 'person-written'",
]


@pytest.mark.parametrize("sql", UNNAMED)
def test_the_database_refuses_what_no_erasure_names(case: Case, sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_erased_film_goes_out_and_comes_back(
    transactional_db: None,
    film: Film,
    zhou: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(make, "blob", kept)
    case = Case(film, zhou, tmp_path)
    case.records("那盏灯还亮着。")
    case.erase()
    work_off()
    digests = case.digests
    path = archived(film, tmp_path)
    before = rows(film)
    forget(film)
    said = spoil(path, "ledger.jsonl", without_the_blobs)
    with pytest.raises(CommandError):
        call_command("import_film", str(said))
    call_command("import_film", str(path))
    for was, is_ in zip(before, rows(film), strict=True):
        assert is_ == was
    assert verify(film.id).fault is None and verify_rows(film.id).fault is None
    held = Holding.objects.filter(film=film, blob__in=digests)
    assert held.count() == len(digests) and not held.filter(erased_at=None).exists()
    assert not set(damaged(film.id)) & digests
    keep(make.film(), tmp_path, b"proxy of them, longer", "image/jpeg")


def without_the_blobs(data: bytes) -> bytes:
    """A ledger whose erasure names no files."""
    lines = [json.loads(line) for line in data.splitlines()]
    for line in lines:
        if line["fields"]["verb"] == "payloads-erased":
            fact = json.loads(line["fields"]["payload"])
            line["fields"]["payload"] = json.dumps({**fact, "blobs": []})
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@pytest.mark.slow
async def test_open_rooms_hear_of_it_and_later_ones_read_nothing(
    site: Site, tmp_path: Path
) -> None:
    def begun() -> tuple[Case, Line, Line]:
        film = make.film()
        case = Case(film, make.person(film, "周"), tmp_path)
        first, later = (Line.of(site, film, case.first.user) for _ in range(2))
        return case, first, later

    case, line, later = await sync_to_async(begun)()
    async with line:
        await line.hello()
        await sync_to_async(case.erase)()
        while (heard := await line.wait("entry"))["verb"] != "payloads-erased":
            pass
        assert set(heard["payload"]["blobs"]) >= case.digests
    async with later:
        await later.hello()
        while (heard := await later.wait("entry"))["verb"] != "person-added":
            pass
        assert heard["payload"] is None


def test_every_file_of_a_draft_or_a_reference_is_on_the_list() -> None:
    """One that is kept of them later has to be, too."""
    for model, listed in ((Draft, OF_DRAFT), (Reference, OF_REFERENCE)):
        kept = {field.name for field in model._meta.fields if field.related_model is Blob}
        assert set(listed) == kept
