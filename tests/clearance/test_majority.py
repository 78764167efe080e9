"""Whoever comes of age is asked themselves: what a guardian signed ends that day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slowfilm.clearance import releases
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.majority import OPEN, coming_of_age
from slowfilm.clearance.models import ASKED, Release, ReleaseLink
from slowfilm.clearance.terms import of_age
from slowfilm.films.models import Film
from slowfilm.inbox import letters
from slowfilm.inbox.due import enqueue_due
from slowfilm.inbox.models import Inbox
from slowfilm.jobs.queue import claim
from slowfilm.ledger import Refused
from slowfilm.people.models import Person
from tests import make
from tests.generations import made

pytestmark = pytest.mark.django_db


def born(days: int) -> date:
    """The birthday of one who comes of age in so many days."""
    due = timezone.localdate() + timedelta(days=days)
    try:
        return due.replace(year=due.year - 18)
    except ValueError:
        return date(due.year - 18, 3, 1)


def guarded(film: Film, days: int, name: str = "Zhou") -> tuple[Person, str]:
    """A minor for whom a guardian signed, and the link by which they did."""
    private = {"born": born(days), "representative": "Wang Fang", "relation": "mother"}
    person = make.person(film, name)
    link = make.release_link(person, terms={"authority": "guardian"}, private=private)
    return person, make.signed(link)


def passed(person: Person, days: int) -> None:
    """So many days go by: all that was said of them was said so much earlier."""
    gone = timedelta(days=days)
    with make.past_the_guards():
        for release in person.releases.all():
            told = {
                **release.private,
                "born": str(date.fromisoformat(release.private["born"]) - gone),
            }
            person.releases.filter(id=release.id).update(
                private=told, starts_at=release.starts_at - gone, ends_at=release.ends_at - gone
            )
        for link in person.release_links.all():
            told = {**link.private, "born": str(date.fromisoformat(link.private["born"]) - gone)}
            person.release_links.filter(id=link.id).update(
                private=told, expires_at=link.expires_at - gone
            )


def asked_again(client: Client, person: Person) -> str:
    """The link that a member makes by the page of people."""
    release = person.releases.get()
    url = reverse("ask-release", args=[person.film_id, person.id]) + f"?again={release.id}"
    page = client.get(url)
    assert page.status_code == 200
    asked = page.context["form"].initial
    assert asked["uses"] == release.granted and asked["authority"] == "self"
    told: dict[str, Any] = {"uses": asked["uses"], "language": "en", "authority": "self"}
    answer = client.post(url, told)
    return str(answer.context["link"]).rstrip("/").rpartition("/")[2]


def test_they_are_told_of_in_time_and_asked(film: Film, client: Client) -> None:
    client.force_login(make.director(film).user)
    person, _link = guarded(film, 20)
    guarded(film, 200, "Later")
    (coming,) = coming_of_age([film.id])
    assert (coming.release.person, coming.frozen, coming.asked) == (person, False, False)
    assert coming.due == timezone.localdate() + timedelta(days=20)
    people = client.get(reverse("people", args=[film.id])).content.decode()
    assert people.count("comes of age on") == 1
    assert "Zhou" in client.get(reverse("inbox")).content.decode()

    secret = asked_again(client, person)
    link = releases.link_of(secret)
    assert link is not None and link.supersedes == person.releases.get()
    assert link.expires_at.date() == of_age(born(20)) + OPEN + timedelta(days=1)
    assert coming_of_age([film.id])[0].asked
    page = client.get(reverse("release", args=[secret])).content.decode()
    assert "You may sign this yourself from" in page and 'value="sign"' not in page
    with pytest.raises(Refused) as early:
        make.signed(secret)
    assert early.value.code == "minor", "whatever a page shows, they are no adult yet"


def test_from_that_day_nothing_is_made_until_they_sign(film: Film, client: Client) -> None:
    client.force_login(make.director(film).user)
    person, guardians = guarded(film, 20)
    still = made.picture(film, nobody=False)
    make.name(still, person)
    still.refresh_from_db()
    secret = asked_again(client, person)
    assert clearance("generate", references=[still]).cleared
    passed(person, 20)
    (reason,) = clearance("generate", references=[still]).reasons
    assert reason.code == "ended"
    (coming,) = coming_of_age([film.id])
    assert coming.frozen and coming.asked
    page = client.get(reverse("release", args=[guardians])).content.decode()
    assert "comes of age" in page, "the page that they keep says it too"
    make.signed(secret)
    assert clearance("generate", references=[still]).cleared
    assert coming_of_age([film.id]) == []
    assert Release.objects.get(person=person, superseded_by=None).limits.authority == "self"


def test_who_does_not_sign_in_time_stays_out(film: Film, client: Client) -> None:
    client.force_login(make.director(film).user)
    person, _guardians = guarded(film, 20)
    secret = asked_again(client, person)
    passed(person, 20 + OPEN.days + 2)
    with pytest.raises(Refused) as late:
        make.signed(secret)
    assert late.value.code == "expired"
    assert person.releases.get().state == Release.State.ENDED


def test_who_is_far_from_age_is_not_asked(film: Film, client: Client) -> None:
    client.force_login(make.director(film).user)
    person, _guardians = guarded(film, 100)
    with pytest.raises(Refused) as early:
        make.release_link(person, *ASKED, private={"born": born(100)})
    assert early.value.code == "minor"
    other = make.person(film, "Other")
    release = person.releases.get().id
    url = reverse("ask-release", args=[film.id, other.id])
    assert client.get(f"{url}?again={release}").status_code == 404, "of another person"
    assert ReleaseLink.objects.filter(person=other).count() == 0


@pytest.mark.parametrize(("days", "count"), [(30, 1), (29, 0)])
def test_a_letter_goes_out_on_some_days_for_this_alone(film: Film, days: int, count: int) -> None:
    guarded(film, days)
    member = make.director(film)
    letters.turn_on(member, "https://film.example", "en")
    Inbox.objects.update(letter_due_at=timezone.now())
    assert enqueue_due() == 1
    job = claim("io")
    while job and job.kind != letters.LETTER.name:
        job = claim("io")
    assert job
    letters.write(job, None)  # type: ignore[arg-type]
    assert len(mail.outbox) == count
    if count:
        written = str(mail.outbox[0].body)
        assert "Zhou" in written and "to be asked themselves" in written
