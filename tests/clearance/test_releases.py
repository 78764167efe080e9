"""Releases: given by a member, signed once by a link, withdrawn by the person or on their word."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from slowfilm.clearance import releases
from slowfilm.clearance.models import Consent, Release, ReleaseLink, sha256
from slowfilm.clearance.paper import end_of, last_day, paper
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.people.models import Person
from tests import make
from tests.clearance.test_people import by


def signing(secret: str, **fields: Any) -> dict[str, Any]:
    """What a person's form sends."""
    return make.signing(secret, "shown", signed_name="Zhou", **fields)


def code(act: Any, *args: Any, **fields: Any) -> str:
    """By what code something is refused."""
    with pytest.raises(Refused) as refused:
        act(*args, **fields)
    assert refused.value.reason
    return refused.value.code


def test_what_is_signed_is_kept_word_for_word(film: Film, zhou: Person) -> None:
    secret = make.signed(make.release_link(zhou, "likeness", "shown"), "shown")
    release = Release.objects.get()
    assert release.uses == ["shown"], "what was not ticked is not given"
    assert "“The Lane”" in release.text and "周" in release.text
    assert sha256(release.text) == release.text_hash
    assert (release.text_version, release.language) == ("3", "en")
    assert release.given_by == f"person:{zhou.id}"
    link = releases.link_of(secret)
    assert link is not None and link.state == ReleaseLink.State.SIGNED


def test_the_record_says_no_name_no_text_and_no_secret(film: Film, zhou: Person) -> None:
    secret = make.signed(make.release_link(zhou))
    releases.withdraw_own(secret)
    told = list(Entry.objects.filter(film=film).order_by("seq").values_list("verb", "payload"))
    verbs = [verb for verb, _ in told[-3:]]
    assert verbs == ["release-requested", "release-signed", "release-withdrawn"]
    text = " ".join(payload for _, payload in told[-3:])
    release = Release.objects.get()
    for private in (secret, sha256(secret), release.signed_name, "consent", "allow"):
        assert private not in text
    assert release.text_hash in text
    assert not ReleaseLink.objects.filter(digest=secret).exists()


def test_a_member_gives_it_in_one_step_and_only_of_themselves(
    film: Film,
    lin: Person,
    zhou: Person,
) -> None:
    release = make.release(lin, "likeness")
    assert (release.given_by, release.uses) == (make.director(film).actor, ["likeness"])
    text = paper(lin, ["shown"], "en", None).hash
    about = {"uses": ["shown"], "language": "en", "signed_name": "Lin", "text_hash": text}
    assert code(releases.give_release, **by(film), person=zhou.id, **about) == "another-person"
    editor = make.member(film, "editor").actor
    other = {"film_id": film.id, "actor": editor, "person": lin.id}
    assert code(releases.give_release, **other, **about) == "another-person"


def test_a_link_signs_once(zhou: Person) -> None:
    secret = make.signed(make.release_link(zhou))
    assert code(make.signed, secret) == "used"
    assert Release.objects.count() == 1


def test_a_link_expires_and_is_revoked(film: Film, zhou: Person) -> None:
    expired, revoked = make.release_link(zhou), make.release_link(zhou)
    with make.past_the_guards():
        ReleaseLink.objects.filter(digest=sha256(expired)).update(expires_at=timezone.now())
    link = ReleaseLink.objects.get(digest=sha256(revoked))
    releases.revoke_link(**by(film), link=link.id)
    assert code(releases.revoke_link, **by(film), link=link.id) == "revoked"
    assert code(make.signed, expired) == "expired"
    assert code(make.signed, revoked) == "revoked"
    assert code(releases.sign, "x" * 43, "en", signing(expired)) == "no-link"
    assert not Release.objects.exists()


def test_a_revoked_link_withdraws_nothing_but_the_release_stands(film: Film, zhou: Person) -> None:
    secret = make.signed(make.release_link(zhou))
    releases.revoke_link(**by(film), link=ReleaseLink.objects.get().id)
    assert code(releases.withdraw_own, secret) == "revoked"
    assert Release.objects.get().state == Release.State.LIVE


def test_what_was_not_asked_or_not_read_is_not_signed(film: Film, zhou: Person) -> None:
    secret = make.release_link(zhou, "shown")
    told = signing(secret)
    assert code(releases.sign, secret, "en", {**told, "uses": ["voice"]}) == "not-asked"
    for bad in ({"uses": []}, {"uses": ["fame"]}, {"signed_name": " "}, {"signed_name": "a\0"}):
        assert code(releases.sign, secret, "en", {**told, **bad}) == "malformed"
    assert code(releases.sign, secret, "zh-hans", told) == "text-changed"
    film.title = "Another"
    film.save()
    assert code(releases.sign, secret, "en", told) == "text-changed"
    assert not Release.objects.exists()


def test_the_text_of_another_person_is_not_signed_by_this_link(film: Film, zhou: Person) -> None:
    secret, other = (make.release_link(each) for each in (zhou, make.person(film, "Wang")))
    assert code(releases.sign, secret, "en", signing(other)) == "text-changed"


def test_a_person_withdraws_by_their_link_and_clearance_on_their_word(
    film: Film, zhou: Person
) -> None:
    secret = make.signed(make.release_link(zhou))
    releases.withdraw_own(secret)
    release = Release.objects.get()
    assert (release.state, release.withdrawn_by) == ("withdrawn", f"person:{zhou.id}")
    assert code(releases.withdraw_own, secret) == "withdrawn"
    make.signed(make.release_link(zhou))
    again = Release.objects.latest("signed_at")
    for role in ("viewer", "performer", "sound"):
        act = {"film_id": film.id, "actor": make.member(film, role).actor}
        assert code(releases.withdraw_release, **act, release=again.id) == "not-allowed"
    clearing = {"film_id": film.id, "actor": make.member(film, "clearance").actor}
    releases.withdraw_release(**clearing, release=again.id)
    assert code(releases.withdraw_release, **clearing, release=uuid4()) == "no-release"
    unsigned = make.release_link(zhou)
    assert code(releases.withdraw_own, unsigned) == "no-release"


def test_a_performer_withdraws_their_own(film: Film) -> None:
    performer = make.member(film, "performer")
    person = make.person(film, "Wang", member=performer)
    release = make.release(person)
    act = {"film_id": film.id, "actor": performer.actor}
    releases.withdraw_release(**act, release=release.id)
    assert code(releases.withdraw_release, **act, release=release.id) == "withdrawn"


def test_a_term_ends_with_its_day_in_the_sites_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    ends = end_of(date(2027, 12, 31))
    assert ends is not None
    assert ends.isoformat() == "2028-01-01T00:00:00+08:00"
    assert last_day(ends) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("day", "said"),
    [("yesterday", "ended"), (date.max, "too-late"), ("31.12.2027", "malformed")],
)
def test_a_term_that_cannot_be(film: Film, zhou: Person, day: Any, said: str) -> None:
    if day == "yesterday":
        day = timezone.localdate() - timedelta(days=1)
    about = {"person": zhou.id, "uses": ["shown"], "language": "en", "digest": "0" * 64}
    assert code(releases.ask_release, **by(film), **about, ends_on=day) == said
    assert not ReleaseLink.objects.exists()


def test_an_asked_term_that_is_over_is_not_signed(zhou: Person) -> None:
    secret = make.release_link(zhou, ends_on=timezone.localdate() + timedelta(days=1))
    with make.past_the_guards():
        ReleaseLink.objects.update(ends_at=timezone.now())
    assert code(make.signed, secret) == "ended"


CHANGES = ["text = 'x'", "uses = '{voice}'", "ends_at = NULL", "signed_name = 'x'"]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_alter_or_lose_a_release(zhou: Person, change: str) -> None:
    make.signed(make.release_link(zhou, ends_on=date(2099, 1, 1)))
    for sql in (f"UPDATE slowfilm_release SET {change}", "DELETE FROM slowfilm_release"):
        with (
            pytest.raises(IntegrityError, match="what was signed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_papers_of_both_languages_say_all_that_is_asked(zhou: Person) -> None:
    for language in ("en", "zh-hans"):
        text = paper(zhou, Consent.values, language, end_of(date(2027, 12, 31))).text  # type: ignore[arg-type]
        assert "周" in text and "The Lane" in text and "Director" in text and "2027-12-31" in text
        assert text.count("– ") == 5
        assert paper(zhou, ["shown"], language, None).text.count("– ") == 1  # type: ignore[arg-type]


def test_payloads_are_small_whatever_is_signed(film: Film, zhou: Person) -> None:
    make.signed(make.release_link(zhou))
    payload = Entry.objects.filter(film=film).latest("seq").payload
    assert set(json.loads(payload or "")) == {
        *("person", "link", "uses", "providers", "language"),
        *("text_version", "text_hash", "ends_at", "seal"),
        *("terms", "supersedes", "paper"),
    }
