"""A draft on its way in the rail of the room, over a real line and a reload, and why it failed."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from slowfilm.films.models import Member
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import chain, wire
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
    uploading.take_in(
        film_id=member.film_id,
        actor=member.actor,
        command=upload.id,
        shot=shot.id,
        filename=filename,
    )
    return Job.objects.get(subject=upload.id)


def tell(job: Job, share: float) -> None:
    """What a worker says now and then."""
    word: dict[str, Any] = {"type": "progress", "member": f"engine:{job.queue}", "kind": job.kind}
    word |= {"subject": str(job.subject), "share": share, "eta": None}
    wire.broadcast_transient(job.film_id, chain.canonical({"type": "passing", "batch": [word]}))


def test_an_upload_is_seen_while_it_is_prepared_and_when_it_fails(
    draft: Draft, editor: Seat
) -> None:
    page = editor.page
    job = an_upload(make.director(draft.film), draft.shot, "street.mov")
    coming = page.locator(".draft-coming")
    expect(coming).to_contain_text("Preparing")
    tell(job, 0.5)
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
