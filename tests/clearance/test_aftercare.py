"""After release: where copies went, check-ins, and cases of harm with their remedies."""

from typing import Any

from django.test import Client

from slowfilm.clearance.aftercare import CheckIn, Copy, HarmCase
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from tests import make
from tests.clearance.test_pages import words

SENT = {"act": "copy", "venue": "Bamboo Cinema, Xiamen", "medium": "cinema", "territory": "CN",
        "version": "Festival cut", "sent_on": "2026-11-01", "until": "2099-12-31"}  # fmt: skip


def test_harm_that_a_person_reports_becomes_a_case_with_a_remedy_and_is_closed(
    film: Film, zhou: Person
) -> None:
    secret = make.release_link(zhou)
    path, phone, head = f"/release/{secret}/", Client(), Client()
    told = {"act": "harm", "text": "They came to my door."}
    assert phone.post(path, told).status_code == 409, "nothing was signed by it"
    make.signed(secret)
    assert phone.post(path, {"act": "harm", "text": ""}).status_code == 409
    assert phone.post(path, told).status_code == 302
    assert "nothing is decided yet" in words(phone.get(path, {"language": "en"}))

    director = make.director(film)
    head.force_login(director.user)
    page = f"/films/{film.id}/people/{zhou.id}/rests/"

    def does(**said: Any) -> str:
        return words(head.post(f"{page}after", said, follow=True))

    assert "They came to my door." in words(head.get(page))
    assert "Bamboo Cinema, Xiamen" in does(**SENT)
    assert "The last day is before" in does(**{**SENT, "until": "2026-01-01"})
    assert "Something is missing" in does(**{**SENT, "sent_on": ""})
    case, copy = HarmCase.objects.get(), Copy.objects.get()
    about = {"case": case.id, "due": "2027-01-02", "owner": director.id}
    assert "Decide first" in does(act="close", case=case.id, outcome="It is done.")
    assert "which copy is called back" in does(act="remedy", remedy="withdraw", **about)
    assert "which copy is called back" in does(act="remedy", remedy="none", copy=copy.id, **about)
    does(act="remedy", remedy="withdraw", copy=copy.id, **about)
    assert "has not been called back" in does(act="close", case=case.id, outcome="It is done.")
    does(act="recall", copy=copy.id)
    does(act="close", case=case.id, outcome="The print is back.")
    assert "That is done already." in does(act="remedy", remedy="none", **about)
    case.refresh_from_db()
    assert case.closed_at is not None and case.outcome == "The print is back."
    own = words(phone.get(path, {"language": "en"}))
    assert "A copy is called back (Bamboo Cinema, Xiamen)" in own and "closed" in own
    assert "called back" in own and "Festival cut" in own


def test_somebody_asks_them_how_they_are_by_a_day(film: Film, zhou: Person) -> None:
    secret = make.release_link(zhou)
    make.signed(secret)
    head, director = Client(), make.director(film)
    head.force_login(director.user)
    page = f"/films/{film.id}/people/{zhou.id}/rests/after"
    head.post(page, {"act": "plan", "due": "2027-05-01", "owner": director.id})
    one = CheckIn.objects.get()
    assert "1 May 2027" in words(Client().get(f"/release/{secret}/", {"language": "en"}))
    said = {"act": "asked", "check_in": one.id, "outcome": "She sleeps badly."}
    assert "She sleeps badly." in words(head.post(page, said, follow=True))
    assert "That is done already." in words(head.post(page, said, follow=True))
    looker = Client()
    looker.force_login(make.member(film, "viewer").user)
    assert looker.post(page, said).status_code == 403
