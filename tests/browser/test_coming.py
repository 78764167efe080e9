"""Drafts on their way, in the rail of the room: uploads and generations, and one that fails."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, expect

from slowfilm.films.models import Member
from slowfilm.generations.events import GenerationQueued, GenerationStarted
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import SYSTEM, act, chain, wire
from slowfilm.shots import uploading
from slowfilm.shots.models import Draft, Shot
from slowfilm.uploads.models import Upload
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def editor(chromium: Browser, site: Site, draft: Draft) -> Iterator[Seat]:
    with seated(chromium, site, make.member(draft.film, "editor", name="Ada Bell")) as seat:
        seat.enter(site, draft)
        yield seat


def an_upload(member: Member, shot: Shot, filename: str) -> Job:
    """A clip that is in; its job waits for a worker."""
    about = {"shot_id": str(shot.id), "nobody_declared_by": ""}
    upload = Upload.objects.create(
        film=member.film, member=member, filename=filename, size=1, about=about
    )
    uploading.take_in(upload, member.actor)
    return Job.objects.get(subject=upload.id)


def a_generation(member: Member, shot: Shot) -> Job:
    """A generation whose job waits for a worker."""
    id_ = uuid4()
    with act(member.film_id, member.actor, id_) as this:
        job = Job.objects.create(film=member.film, kind="generate", subject=id_, queue="animatic")
        this.record(
            GenerationQueued(
                shot=shot.id, brief=uuid4(), engine="animatic", text="Rain.", references=[]
            )
        )
    return job


def tell(job: Job, share: float, eta: float | None, **more: str) -> None:
    """What a worker says now and then."""
    word: dict[str, Any] = {"type": "progress", "member": f"engine:{job.queue}", "kind": job.kind}
    word |= {"subject": str(job.subject), "share": share, "eta": eta, **more}
    wire.pass_on(job.film_id, chain.canonical({"type": "passing", "batch": [word]}))


def start(film: UUID, shot: Shot, job: Job) -> None:
    with act(film, SYSTEM) as this:
        this.record(GenerationStarted(generation=job.subject, shot=shot.id, attempt=1))


def test_an_upload_is_seen_while_it_is_prepared_and_when_it_fails(
    draft: Draft, editor: Seat
) -> None:
    page = editor.page
    job = an_upload(make.director(draft.film), draft.shot, "street.mov")
    coming = page.locator(".draft-coming")
    expect(coming).to_contain_text("Preparing")
    tell(job, 0.5, None)
    expect(coming.locator("progress")).to_have_js_property("value", 0.5)
    page.reload()
    expect(coming).to_contain_text("Preparing")
    taken = claim("io")
    assert taken and taken.id == job.id
    uploading.give_up(job=taken, code="no-picture", facts={})
    expect(coming).to_have_count(0)
    page.get_by_role("button", name="street.mov became no draft: why?").click()
    expect(page.locator(".draft-failure")).to_contain_text("No picture could be found in it.")
    page.get_by_role("button", name="Let it go").click()
    expect(page.locator(".draft-failure")).to_have_count(0)


def test_a_draft_says_that_its_file_was_damaged(chromium: Browser, site: Site) -> None:
    film = make.film()
    shot = make.shot(film)
    make.draft(film, shot)
    hurt = make.draft(film, shot, facts={"damaged_frames": 3})
    with seated(chromium, site, make.director(film)) as seat:
        seat.page.goto(f"{site.url}/films/{film.id}/room/")
        mark = seat.page.locator(".draft-damaged")
        expect(mark).to_have_count(1)
        expect(seat.page.locator(f"#draft-{hurt.id}")).to_contain_text("Damaged")
        expect(mark).to_have_attribute(
            "title", "Frames of its file that could not be read whole, at least: 3"
        )


def test_a_generation_shows_how_it_looks_and_keeps_showing_it(draft: Draft, editor: Seat) -> None:
    job = a_generation(make.director(draft.film), draft.shot)
    coming = editor.page.locator(".draft-coming")
    expect(coming).to_contain_text("Queued")
    tell(job, 0.4, 90, poster=draft.poster_id)
    look = coming.locator("img")
    expect(look).to_have_attribute("src", f"/films/{draft.film_id}/media/{draft.poster_id}")
    expect(coming).to_contain_text("by ")
    start(draft.film_id, draft.shot, job)  # the rail is drawn anew
    another = a_generation(make.director(draft.film), draft.shot)
    expect(coming).to_have_count(2)
    expect(look.first).to_be_visible()
    expect(coming.first.locator("progress")).to_have_js_property("value", 0.4)
    expect(coming.nth(1)).to_contain_text("Queued")
    assert another.subject != job.subject
