"""The gate's page in a browser: it stands as the film does, and asks before a lock."""

from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from slowfilm.approvals.actions import approve
from slowfilm.approvals.digest import shot_digest
from slowfilm.films.actions import change_film, set_policy
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import seated
from tests.conftest import Site

pytestmark = pytest.mark.slow


def test_a_yes_of_another_comes_in_and_a_lock_is_asked_about(
    chromium: Browser, site: Site, draft: Draft
) -> None:
    film, shot = draft.film, draft.shot
    head, editor = make.director(film), make.member(film, "editor", name="He Yu")
    set_policy(
        film_id=film.id,
        actor=head.actor,
        approving=["director", "editor"],
        waiting_days=0,
        change_notes_closed=True,
    )
    change_film(film_id=film.id, actor=head.actor, title=film.title, nevers=["No faces."])
    draft = make.draft(film, shot, proxy=draft.proxy, nobody_declared_by=head.actor)
    select_draft(film_id=film.id, actor=head.actor, command=uuid4(), draft=draft.id)
    with seated(chromium, site, head) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{film.id}/")
        page.get_by_role("link", name="Approval S01_SH010").click()
        page.get_by_label("Comment", exact=True).fill("As slow as this.")
        approve(
            film_id=film.id,
            actor=editor.actor,
            command=None,
            shot=shot.id,
            digest=shot_digest(draft),
            role="editor",
        )
        expect(page.get_by_text("Editor: approved by He Yu.")).to_be_visible()
        expect(page.get_by_label("Comment", exact=True)).to_have_value("As slow as this.")
        page.get_by_label("What has to change").fill("Her hand is too smooth.")
        page.get_by_role("button", name="Request changes as Director").click()
        expect(page.get_by_text("Director requested changes to S01_SH010_v002.")).to_be_visible()
        page.get_by_label("Comment; where it is broken").fill("At the window.")
        page.get_by_role("button", name="It is broken").click()
        expect(page.get_by_text("Broken, says Director.")).to_be_visible()
        page.get_by_role("button", name="It holds").click()
        page.get_by_label("Comment", exact=True).fill("As slow as this.")
        page.get_by_role("button", name="Approve as Director").click()
        expect(page.locator("blockquote")).to_have_text("As slow as this.")

        page.wait_for_load_state()  # the page's script is there now, so it asks
        page.get_by_role("button", name="Lock S01_SH010_v002").click()
        page.get_by_role("button", name="Cancel").click()
        shot.refresh_from_db()
        assert shot.locked_at is None
        page.get_by_role("button", name="Lock S01_SH010_v002").click()
        page.get_by_role("dialog").get_by_role("button", name="Lock S01_SH010_v002").click()
        expect(page.get_by_text("Locked on")).to_be_visible()
        shot.refresh_from_db()
        assert shot.locked_at is not None
        assert seat.faults == []
