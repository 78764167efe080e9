"""The ordinary pages in a real browser: whole, readable, within the policy, at every width."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from slowfilm.cuts import actions as cuts
from slowfilm.films import actions, invitations
from slowfilm.films.models import Film, Invitation
from slowfilm.reviews import notes
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.generations import made as made_
from tests.references import cast
from tests.sittings import made as sittings

pytestmark = pytest.mark.slow
PASSWORD = "a long walk home"
GUARDED = {
    "totp": "/account/totp/activate/",
    "add-key": "/account/webauthn/add/",
    "codes": "/account/recovery-codes/",
    "new-codes": "/account/recovery-codes/generate/",
}
AXE = Axe().axe_script
BROKEN = """() => axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id} ${nodes[0].html.slice(0, 80)}`))"""
SIZES = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (360, 780)}
# What a finger presses and is smaller than it should be; links in running text may be.
# A radio button is pressed by its label.
TOO_SMALL = """() => [...document.querySelectorAll(
    "a, button, summary, input, select, textarea, label:has(> [type=radio])")]
  .filter((each) => each.checkVisibility() && !each.matches(".skip, [type=checkbox], [type=radio]"))
  .filter((each) => each.tagName !== "A" || each.closest(".actions, .back, .rows, .top"))
  .filter((each) => each.getBoundingClientRect().height < 43.9)
  .map((each) => each.outerHTML.slice(0, 80))"""


@dataclass
class Studio:
    """A film as it may stand after some weeks."""

    film: Film
    open_link: str
    dead_link: str

    def pages(self) -> dict[str, str]:
        """Name and path of every page a director may look at."""
        film = f"/films/{self.film.id}"
        editor = self.film.members.latest("joined_at")
        picture, sound = (self.film.references.get(kind=kind) for kind in ("picture", "sound"))
        return {
            "films": "/",
            "new-film": "/films/new/",
            "film": f"{film}/",
            "change": f"{film}/change/",
            "year": f"{film}/year/",
            "policy": f"{film}/policy/",
            "members": f"{film}/members/",
            "roles": f"{film}/members/{editor.id}/",
            "invite": f"{film}/invitations/",
            "archive": f"{film}/archive/",
            "gate": f"{film}/shots/{self.film.drafts.latest('version').shot_id}/gate/",
            "cuts": f"{film}/cuts/",
            "cut": f"{film}/cuts/{self.film.cuts.get().id}/",
            "cut-gate": f"{film}/cuts/{self.film.cuts.get().id}/gate/",
            "notes": f"{film}/notes/",
            "webhooks": f"{film}/webhooks/",
            "engines": f"{film}/engines/",
            "people": f"{film}/people/",
            "inbox": "/inbox/",
            "light-space": f"{film}/light-spaces/new/",
            "abstract": f"{film}/references/{picture.id}/abstract/",
            "abstract-sound": f"{film}/references/{sound.id}/abstract/",
            "characters": f"{film}/characters/",
            "character": f"{film}/characters/{self.film.characters.get().id}/",
            "inputs": f"{film}/drafts/{self.film.drafts.get().id}/inputs/",
            "sittings": f"{film}/sittings/",
            "plan-sitting": f"{film}/sittings/new/",
            "record": f"{film}/sittings/{self.film.sittings.get(ended_at__isnull=False).id}/",
            "waiting": f"{film}/sittings/{self.film.sittings.get(opened_at=None).id}/",
            "yourself": "/account/yourself/",
            "account": "/account/",
            "password": "/account/password/change/",
            "passkeys": "/account/webauthn/",
            "reauthenticate": "/account/reauthenticate/",
            "logout": "/account/logout/",
        }

    def doors(self) -> dict[str, str]:
        """Pages of somebody who is not signed in."""
        return {
            "login": "/account/login/",
            "closed": "/account/signup/",
            "reset": "/account/password/reset/",
            "reset-sent": "/account/password/reset/sent/",
            "reset-bad": "/account/password/reset/0-bad/",
            "invitation": self.open_link,
            "signup": "/account/signup/?invited",
            "used": self.dead_link,
            "missing": "/nothing-here/",
        }


@pytest.fixture
def studio(site: Site) -> Studio:
    film = make.film(make.user("Wei Lan-Featherstonehaugh de la Tour"))
    head = make.director(film)
    actions.change_film(
        film_id=film.id,
        actor=head.actor,
        title="The Lane Where the Broadcast Came Late 广播来迟的巷子",
        why="My grandmother's street was pulled down in 1999.\n\nWe want to hear it once more.",
        nevers=["No face of anybody who was not asked.", "No rain that did not fall."],
    )
    actions.declare_year(film_id=film.id, actor=head.actor, year=2026)
    for name, role in (("Ada Bell", "editor"), ("陈默", "sound"), ("Noor", "performer")):
        make.member(film, role, name=name)
    made = []
    for note in ("Mei, who records the rain", ""):
        command = uuid4()
        invitations.invite(
            film_id=film.id,
            actor=head.actor,
            command=command,
            roles=["cinematographer", "engineer"],
            note=note,
        )
        found = Invitation.objects.get(id=command)
        made.append((found, f"/invitations/{invitations.token_of(found)}/"))
    invitations.withdraw(film_id=film.id, actor=head.actor, invitation=made[1][0].id)
    draft = make.draft(film, frames=20)
    at = {"film_id": film.id, "actor": head.actor}
    cut = cuts.add_cut(**at, command=uuid4(), title="初剪 First cut").command
    on = {"draft": draft.id, "first": 0, "last": 1}
    cuts.save_cut(**at, command=uuid4(), cut=cut, made_from=0, clips=[on])
    words = "@Ada 灯灭得太早了。 The lamp goes out too early."
    notes.write_note(**at, **on, command=uuid4(), kind="change", text=words)
    sittings.held(film, draft, editor := film.members.latest("joined_at"))
    sittings.planned(film, {"shot": draft.shot_id}, guests=sittings.guests([], [editor]))
    take = made_.sound(film, name="The market in the rain, recorded from the doorway.wav")
    one = cast.character(film, "1998", subject=made_.picture(film, nobody=False), voice=take)
    told = {"dialect": "闽南语", "translation": "It is raining. Come in, sit down for a while."}
    cast.line(one, "落雨咯，入来坐一下。", take, **told, start_ms=0, end_ms=2000)
    film.refresh_from_db()
    return Studio(film, made[0][1], made[1][1])


def look(seat: Seat, site: Site, path: str, language: str) -> Page:
    """Open a page in a language."""
    page = seat.page
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    answer = page.goto(site.url + path)
    assert answer is not None and answer.status < 500
    return page


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth > innerWidth"))


def check(seat: Seat, site: Site, pages: dict[str, str]) -> None:
    """Each page at each size and in each language; axe once a page, large and small."""
    problems = []
    for name, path in pages.items():
        for language in ("en", "zh-hans"):
            page = look(seat, site, path, language)
            if language == "zh-hans":
                page.evaluate(AXE)
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                if too_wide(page):
                    problems.append(f"{name} is wider than the {size}")
                if language == "zh-hans" and size != "tablet":
                    problems += [f"{name} {size}: {each}" for each in page.evaluate(BROKEN)]
    assert problems == []


def test_a_directors_pages(chromium: Browser, site: Site, studio: Studio) -> None:
    with seated(chromium, site, make.director(studio.film)) as seat:
        check(seat, site, studio.pages())


def test_the_doors(chromium: Browser, site: Site, studio: Studio) -> None:
    context = chromium.new_context()
    seat = Seat(context.new_page(), make.director(studio.film))
    check(seat, site, studio.doors())
    assert seat.faults == []
    context.close()


def test_a_passkey_is_added_and_signs_in(chromium: Browser, site: Site, studio: Studio) -> None:
    head = make.director(studio.film)
    with seated(chromium, site, head) as seat:
        page = seat.page
        key: dict[str, Any] = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        seat.cdp.send("WebAuthn.enable")
        seat.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": key})
        page.goto(site.url + "/account/webauthn/add/")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Name of the key").fill("The laptop")
        page.get_by_label("It may sign in by itself").check()
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        assert page.locator(".codes li").count() == 10
        check(seat, site, GUARDED)
        look(seat, site, "/account/webauthn/", "en")
        expect(page.get_by_text("The laptop")).to_be_visible()
        page.locator(".menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", name="Films")).to_be_visible()
        assert page.url == site.url + "/"


def test_the_language_is_switched_where_one_is(
    chromium: Browser, site: Site, studio: Studio
) -> None:
    with seated(chromium, site, make.director(studio.film)) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{studio.film.id}/policy/")
        page.get_by_role("button", name="简体中文").click()
        assert page.url == f"{site.url}/films/{studio.film.id}/policy/"
        assert page.locator("html").get_attribute("lang") == "zh-hans"


def test_what_a_finger_presses_is_large_enough(
    chromium: Browser, site: Site, studio: Studio
) -> None:
    small = {}
    finger = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
    with seated(chromium, site, make.director(studio.film), **finger) as seat:
        for name, path in studio.pages().items():
            seat.page.goto(site.url + path)
            small[name] = seat.page.evaluate(TOO_SMALL)
    assert {name: found for name, found in small.items() if found} == {}


def test_a_form_that_came_back_is_stood_in_at_the_first_field_to_mend(
    chromium: Browser, site: Site, studio: Studio
) -> None:
    with seated(chromium, site, make.director(studio.film)) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{studio.film.id}/change/")
        page.get_by_label("Nevers").fill("No rain.\n" + "x" * 301)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_label("Nevers")).to_be_focused()
        expect(page.get_by_label("Nevers")).to_have_accessible_description(
            re.compile("is too long: a line may have 300 characters")
        )
        page.goto(f"{site.url}/films/{studio.film.id}/policy/")
        for role in (
            page.get_by_role("group", name="Who must approve").get_by_role("checkbox").all()
        ):
            role.uncheck()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("checkbox", name="Director")).to_be_focused()


def test_leaving_a_film_asks_first(chromium: Browser, site: Site, studio: Studio) -> None:
    ada = studio.film.members.get(user__name="Ada Bell")
    with seated(chromium, site, ada) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{studio.film.id}/members/")
        page.get_by_role("button", name="Leave this film").click()
        question = page.get_by_role("dialog", name=re.compile("Leave this film?"))
        expect(question.get_by_role("button", name="Cancel")).to_be_focused()
        page.keyboard.press("Escape")
        expect(question).to_have_count(0)
        ada.refresh_from_db()
        assert ada.removed_at is None
        page.get_by_role("button", name="Leave this film").click()
        question.get_by_role("button", name="Yes").click()
        expect(page.get_by_text("You have left")).to_be_visible()


def test_on_a_phone_the_languages_are_in_the_menu(
    chromium: Browser, site: Site, studio: Studio
) -> None:
    with seated(
        chromium, site, make.director(studio.film), viewport={"width": 360, "height": 780}
    ) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{studio.film.id}/")
        expect(page.get_by_role("button", name="简体中文")).to_be_hidden()
        page.locator(".menu summary").click()
        page.get_by_role("button", name="简体中文").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
        page.wait_for_load_state()  # the sheets too
        bar = page.locator(".top").bounding_box()
        assert bar and bar["height"] < 120
