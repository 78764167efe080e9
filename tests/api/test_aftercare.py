"""What follows a release, over the HTTP API: read by members who may clear, by nobody else."""

from datetime import date
from typing import Any

from django.test import Client

from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.clearance import releases
from slowfilm.films.models import Film
from tests import make

LISTS = ("withdrawal-steps", "check-ins", "harm-cases", "copies")


def test_who_may_clear_reads_what_is_owed_and_nobody_else(film: Film) -> None:
    person, director = make.person(film, "Zhou"), make.director(film)
    by: dict[str, Any] = {"film_id": film.id, "actor": director.actor}
    releases.withdraw_own(make.signed(make.release_link(person)))
    aftercare.plan_check_in(**by, person=person.id, due=date(2027, 1, 1), owner=director.id)
    aftercare.open_harm_case(**by, person=person.id, words="They came to her door.")
    where = {"venue": "Xiamen", "medium": "cinema", "version": "1", "sent_on": date(2026, 11, 1)}
    aftercare.record_copy(**by, **where)

    head = {"authorization": f"Bearer {make.token(director.user)}"}
    answers = {name: Client().get(f"/api/films/{film.id}/{name}", headers=head) for name in LISTS}
    steps, asked, cases, copies = (answers[name].json() for name in LISTS)
    assert [each["kind"] for each in steps] == ["notice", "dispute", "removal"]
    assert {each["person"] for each in (*steps, *asked, *cases)} == {str(person.id)}
    assert asked[0]["due"] == "2027-01-01" and asked[0]["owner"] == str(director.id)
    assert cases[0]["words"] == "They came to her door." and cases[0]["remedy"] == ""
    assert copies[0]["venue"] == "Xiamen"

    viewer = {"authorization": f"Bearer {make.token(make.member(film, 'sound').user)}"}
    stranger = {"authorization": f"Bearer {make.token(make.user())}"}
    for name in LISTS:
        url = f"/api/films/{film.id}/{name}"
        assert Client().get(url, headers=viewer).status_code == 403
        assert Client().get(url, headers=stranger).status_code == 404
