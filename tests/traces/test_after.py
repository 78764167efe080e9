"""What is owed to the people of a film stands in its chain of title."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.clearance import releases
from slowfilm.clearance.aftercare import Copy
from slowfilm.films.models import Film
from slowfilm.shots.actions import select_draft
from slowfilm.traces.after import after_release
from tests import make
from tests.clearance.test_pages import words


def test_check_ins_harm_and_withdrawals_of_those_in_it_are_listed(film: Film) -> None:
    person, other = make.person(film, "Zhou"), make.person(film, "Wang")
    director = make.director(film)
    by: dict[str, Any] = {"film_id": film.id, "actor": director.actor}
    draft = make.draft(film)
    make.name(draft, person)
    releases.withdraw_own(make.signed(make.release_link(person)))
    select_draft(**by, draft=draft.id)
    about = {"person": person.id, "owner": director.id}
    aftercare.plan_check_in(**by, **about, due=timezone.localdate() - timedelta(days=1))
    done = aftercare.plan_check_in(**by, **about, due=date(2099, 1, 1)).command
    aftercare.finish_check_in(**by, check_in=done, outcome="She is well.")
    aftercare.open_harm_case(**by, person=other.id, words="Of somebody else.")
    case = aftercare.open_harm_case(**by, person=person.id, words="To her door.").command
    where = {"venue": "Xiamen", "medium": "cinema", "version": "1", "sent_on": date(2026, 11, 1)}
    copy = Copy.objects.get(id=aftercare.record_copy(**by, **where).command)
    told = {"remedy": "withdraw", "recalled": copy.id, "due": date(2099, 1, 2)}
    aftercare.decide_remedy(**by, case=case, owner=director.id, **told)

    rows = after_release([person.id])
    assert {row.what for row in rows} == {"Zhou"}
    assert [row.state for row in rows if row.paper == "Check-in"].count("Overdue") == 1
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(director.user)
    page = words(browser.get(f"/films/{film.id}/title/"))
    assert "After release" in page and "Withdrawal: Notice" in page and "Overdue" in page
    assert "A copy is called back (Xiamen)" in page and "by 2 Jan 2099" in page
    assert "Of somebody else." not in page and "To her door." not in page
