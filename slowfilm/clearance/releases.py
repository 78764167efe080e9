"""Releases: asked for by a link, given, withdrawn.

A person who signs by a link needs no account. The link's secret is in the link alone; what is
kept of it is its SHA-256. Once signed the link is that person's, to look and to withdraw.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from slowfilm.clearance import events
from slowfilm.clearance.models import Consent, Release, ReleaseLink, sha256
from slowfilm.clearance.paper import Language, Paper, end_of, paper
from slowfilm.clearance.providers import offered
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Actor, Refused, act, action
from slowfilm.ledger.action import read
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import find_person
from slowfilm.people.models import Person

LASTS = timedelta(days=14)


def new_secret() -> str:
    """What a link carries: 256 random bits."""
    return secrets.token_urlsafe(32)


def link_of(secret: str) -> ReleaseLink | None:
    """The link that a secret opens, whatever its state."""
    links = ReleaseLink.objects.select_related("person__film__team__founder", "release")
    return links.filter(digest=sha256(secret)).first()


def by_person(person: Person) -> Actor:
    """Who acts on a person's own page. The secret of their link is asked under the film's lock."""
    return Actor(f"person:{person.id}")


@action(events.AskRelease, May.CLEAR, events.ReleaseAsked)
def ask_release(this: Act, asked: events.AskRelease) -> events.ReleaseAsked:
    """Make a link for one person. Its id is the command's."""
    person = find_person(this.film_id, asked.person)
    link = ReleaseLink.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        digest=asked.digest,
        uses=_ordered(asked.uses),
        providers=_offered(asked.providers),
        language=asked.language,
        ends_at=_end(asked.ends_on, this.at),
        made_by=this.actor,
        made_at=this.at,
        expires_at=this.at + LASTS,
    )
    return events.ReleaseAsked(
        person=person.id,
        uses=link.uses,
        providers=link.providers,
        language=link.language,
        ends_at=link.ends_at,
        expires_at=link.expires_at,
        seal=this.seal(link, "digest"),
    )


@action(events.RevokeReleaseLink, May.CLEAR, events.ReleaseLinkRevoked)
def revoke_link(this: Act, asked: events.RevokeReleaseLink) -> events.ReleaseLinkRevoked:
    """Make a link worthless; a release signed by it stands."""
    link = ReleaseLink.objects.filter(film_id=this.film_id, id=asked.link).first()
    if link is None:
        raise Refused("no-link", _("There is no such link."))
    if link.revoked_at is not None:
        raise Refused("revoked", _("This link was revoked."))
    link.revoked_at = this.at
    link.save(update_fields=["revoked_at"])
    return events.ReleaseLinkRevoked.of(asked)


@action(events.GiveRelease, May.LOOK, events.ReleaseGiven)
def give_release(this: Act, asked: events.GiveRelease) -> events.ReleaseGiven:
    """A member gives a release of themselves. Its id is the command's."""
    person = find_person(this.film_id, asked.person)
    if person.member_id != acting_member(this):
        said = _("Only %(person)s can give this release. Make a link for them.")
        raise Refused("another-person", said % {"person": person.name})
    ends_at = _end(asked.ends_on, this.at)
    text = paper(person, Consent.values, asked.language, ends_at, list(offered()))
    return _given(this, person, text, asked, ends_at)


def sign(secret: str, language: Language, fields: dict[str, object]) -> Entry:
    """The person whose link it is signs, once. Raises Refused."""
    link, asked = _known(secret), read(events.SignRelease, fields)
    with act(link.film_id, by_person(link.person)) as this:
        link = _known(secret)  # as it is now, under the film's lock
        refuse_closed(link, this.at)
        if not {*asked.uses, *asked.providers} <= {*link.uses, *link.providers}:
            raise Refused("not-asked", _("That was not asked of you."))
        text = paper(link.person, link.uses, language, link.ends_at, link.providers)
        fact = _given(this, link.person, text, asked, link.ends_at, link)
        link.signed_at = this.at
        link.save(update_fields=["signed_at"])
        return this.record(fact)


def refuse_closed(link: ReleaseLink, moment: datetime) -> None:
    """Raise Refused where a link is no longer one to sign by, and say why."""
    if link.revoked_at is not None:
        raise Refused("revoked", _("This link was revoked."))
    if link.signed_at is not None:
        raise Refused("used", _("This release has been signed by this link already."))
    if link.expires_at <= moment:
        raise Refused("expired", _("This link has expired."))
    if link.ends_at is not None and link.ends_at <= moment:
        raise Refused("ended", _("The time for which it was asked is over."))


@action(events.WithdrawRelease, May.LOOK, events.ReleaseWithdrawn)
def withdraw_release(this: Act, asked: events.WithdrawRelease) -> events.ReleaseWithdrawn:
    """Withdraw one's own release; or, who may clear, another's on their word."""
    found = Release.objects.filter(film_id=this.film_id, id=asked.release)
    release = found.select_related("person").first()
    if release is None:
        raise Refused("no-release", _("There is no such release in this film."))
    member = Member.objects.get(id=acting_member(this))
    if release.person.member_id != member.id and not member.may(May.CLEAR):
        raise Refused("not-allowed", _("Your role on this film does not allow that."))
    return _withdrawn(this, release)


def withdraw_own(secret: str) -> Entry:
    """The person withdraws, by their own link, what they signed by it. Raises Refused."""
    link = _known(secret)
    with act(link.film_id, by_person(link.person)) as this:
        link = _known(secret)
        release = Release.objects.filter(link=link).first()
        if link.revoked_at is not None:
            raise Refused("revoked", _("This link was revoked."))
        if release is None:
            raise Refused("no-release", _("Nothing has been signed by this link."))
        return this.record(_withdrawn(this, release))


def _known(secret: str) -> ReleaseLink:
    link = link_of(secret)
    if link is None:
        raise Refused("no-link", _("There is no such link."))
    return link


def _given(
    this: Act,
    person: Person,
    text: Paper,
    asked: events.GiveRelease | events.SignRelease,
    ends_at: datetime | None,
    link: ReleaseLink | None = None,
) -> events.ReleaseGiven:
    """Keep a release; only of the text that was read. Raises Refused."""
    if text.hash != asked.text_hash:
        changed = _("The text has changed since you opened this page. Please read it again.")
        raise Refused("text-changed", changed)
    release = Release.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        link=link,
        uses=_ordered(asked.uses),
        providers=_offered(asked.providers, link.providers if link else None),
        language=text.language,
        text_version=text.version,
        text=text.text,
        text_hash=text.hash,
        signed_name=asked.signed_name,
        given_by=this.actor,
        signed_at=this.at,
        starts_at=this.at,
        ends_at=ends_at,
    )
    person.signed_at = this.at
    person.save(update_fields=["signed_at"])
    return events.ReleaseGiven(
        person=person.id,
        link=link.id if link else None,
        uses=release.uses,
        providers=release.providers,
        language=release.language,
        text_version=release.text_version,
        text_hash=release.text_hash,
        ends_at=release.ends_at,
        seal=this.seal(release, "text", "signed_name"),
    )


def _withdrawn(this: Act, release: Release) -> events.ReleaseWithdrawn:
    if release.withdrawn_at is not None:
        raise Refused("withdrawn", _("This release was withdrawn already."))
    release.withdrawn_at, release.withdrawn_by = this.at, this.actor
    release.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return events.ReleaseWithdrawn(release=release.id, person=release.person_id)


def _end(day: date | None, moment: datetime) -> datetime | None:
    """When a term ends whose last day is this one. Raises Refused."""
    try:
        ends_at = end_of(day)
    except OverflowError as error:
        raise Refused("too-late", _("That day is too far away.")) from error
    if ends_at is not None and ends_at <= moment:
        raise Refused("ended", _("The last day is over already."))
    return ends_at


def _ordered(uses: Sequence[str]) -> list[str]:
    """Each once, in one order."""
    return [use for use in Consent.values if use in uses]


def _offered(ids: Sequence[str], asked: Sequence[str] | None = None) -> list[str]:
    """Each once, in order: of those asked for, or else those that engines here send to.

    Raises Refused.
    """
    there = list(offered()) if asked is None else list(asked)
    if not set(ids) <= set(there):
        raise Refused("no-provider", _("No engine here sends anything to that provider."))
    return [each for each in there if each in ids]
