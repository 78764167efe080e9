"""Releases: asked for by a link, given, withdrawn.

A person who signs by a link needs no account. The link's secret is in the link alone; what is
kept of it is its SHA-256. Once signed the link is that person's, to look and to withdraw.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance import events
from slowfilm.clearance.majority import last_moment
from slowfilm.clearance.models import Consent, Release, ReleaseLink, sha256
from slowfilm.clearance.paper import Language, Paper, end_of, paper, zone_of
from slowfilm.clearance.providers import offered
from slowfilm.clearance.scope import checked, end, supersedable
from slowfilm.clearance.terms import Private, Terms
from slowfilm.clearance.withdrawing import end_uses
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Actor, Refused, act, action
from slowfilm.ledger.action import read
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import find_person
from slowfilm.people.models import Person
from slowfilm.storage import Holding

LASTS = timedelta(days=14)
FOR_GOOD = timedelta(days=36525)


def new_secret() -> str:
    """What a link carries: 256 random bits."""
    return secrets.token_urlsafe(32)


def link_of(secret: str) -> ReleaseLink | None:
    """The link that a secret opens, whatever its state."""
    links = ReleaseLink.objects.select_related("person__film__team__founder", "release")
    return links.filter(digest=sha256(secret)).first()


@dataclass(frozen=True)
class Granted:
    """What a person gives, all of it; `photo`: that of a paper."""

    uses: list[str]
    providers: list[str]
    language: Language
    ends_at: datetime | None
    terms: Terms
    private: Private
    supersedes: UUID | None = None
    photo: str = ""

    def text(self, person: Person) -> Paper:
        """What is signed, word for word."""
        replaces = Release.objects.filter(id=self.supersedes).first() if self.supersedes else None
        return paper(
            person,
            self.uses,
            self.language,
            self.ends_at,
            self.providers,
            self.terms,
            self.private,
            replaces,
            self.photo,
        )


def asked_in_full(link: ReleaseLink, language: Language) -> Paper:
    """The text of all that a link asks for."""
    whole = {**first_told(link.uses), "providers": link.providers, "signed_name": "-"}
    command = events.SignRelease.model_validate({**whole, "text_hash": "0" * 64})
    return granted(link, language, command).text(link.person)


CHOSEN = ("uses", "providers", "prohibitions", "show_first")  # by the person, on their page


def first_told(uses: Sequence[str]) -> dict[str, Any]:
    """What a page shows before anything is chosen."""
    return {"uses": list(uses), "providers": [], "prohibitions": "", "show_first": False}


def own(
    person: Person, language: Language, ends_on: date | None, choices: dict[str, Any]
) -> Granted:
    """What a member gives of themselves, as they chose it."""
    return Granted(
        _ordered(choices["uses"]),
        [provider for provider in offered() if provider in choices["providers"]],
        language,
        end_of(ends_on),
        Terms(show_first=bool(choices["show_first"])),
        Private(prohibitions=choices["prohibitions"] or ""),
    )


def granted(link: ReleaseLink, language: Language, command: events.SignRelease) -> Granted:
    """What is given by a link: what was asked, as far as the person allows it."""
    terms, private = Terms.model_validate(link.terms), Private.model_validate(link.private)
    words = "\n".join(filter(None, [private.prohibitions, command.prohibitions]))
    return Granted(
        _ordered(command.uses),
        [provider for provider in link.providers if provider in command.providers],
        language,
        link.ends_at,
        terms.model_copy(update={"show_first": terms.show_first or command.show_first}),
        private.model_copy(update={"prohibitions": words}),
        link.supersedes_id,
    )


def by_person(person: Person) -> Actor:
    """Who acts on a person's own page. The secret of their link is asked under the film's lock."""
    return Actor(f"person:{person.id}")


@action(events.AskRelease, May.CLEAR, events.ReleaseRequested)
def ask_release(this: Act, command: events.AskRelease) -> events.ReleaseRequested:
    """Make a link for one person. Its id is the command's."""
    person = find_person(this.film_id, command.person)
    checked(this, person, command.terms, command.private, ahead=True)
    supersedable(person, command.supersedes)
    link = ReleaseLink.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        digest=command.digest,
        uses=_ordered(command.uses),
        providers=_offered(command.providers),
        language=command.language,
        ends_at=end(command.ends_on, command.terms, command.private, this.at),
        terms=command.terms.model_dump(mode="json"),
        private=command.private.model_dump(mode="json"),
        supersedes_id=command.supersedes,
        made_by=this.actor,
        made_at=this.at,
        expires_at=_expires(this, command),
    )
    return _requested(this, link)


def _expires(this: Act, command: events.AskRelease) -> datetime:
    """When a link can be signed no more: of one who comes of age, some weeks after that."""
    born, usual = command.private.born, this.at + LASTS
    if born is None or command.terms.authority != "self":
        return usual
    return max(usual, last_moment(born, command.terms.zone, this.at) or usual)


@action(events.MakePersonLink, May.CLEAR, events.ReleaseRequested)
def make_person_link(this: Act, command: events.MakePersonLink) -> events.ReleaseRequested:
    """Make a link that asks for nothing: the page of a person who has signed otherwise."""
    person = find_person(this.film_id, command.person)
    if person.signed_at is None:
        sentence = _("%(person)s has signed nothing yet. Ask them for a release.")
        raise Refused("not-signed", sentence % {"person": person.name})
    link = ReleaseLink.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        digest=command.digest,
        uses=[],
        language=command.language,
        made_by=this.actor,
        made_at=this.at,
        expires_at=this.at + FOR_GOOD,
    )
    return _requested(this, link)


def _requested(this: Act, link: ReleaseLink) -> events.ReleaseRequested:
    return events.ReleaseRequested(
        person=link.person_id,
        uses=link.uses,
        providers=link.providers,
        language=link.language,
        ends_at=link.ends_at,
        terms=Terms.model_validate(link.terms),
        supersedes=link.supersedes_id,
        expires_at=link.expires_at,
        seal=this.seal(link, "digest", "private"),
    )


@action(events.RevokeReleaseLink, May.CLEAR, events.ReleaseLinkRevoked)
def revoke_link(this: Act, command: events.RevokeReleaseLink) -> events.ReleaseLinkRevoked:
    """Make a link worthless; a release signed by it stands."""
    link = ReleaseLink.objects.filter(film_id=this.film_id, id=command.link).first()
    if link is None:
        raise Refused("no-link", _("There is no such link."))
    if link.revoked_at is not None:
        raise Refused("revoked", _("This link was revoked."))
    link.revoked_at = this.at
    link.save(update_fields=["revoked_at"])
    return events.ReleaseLinkRevoked.of(command)


@action(events.GiveRelease, May.LOOK, events.ReleaseSigned)
def give_release(this: Act, command: events.GiveRelease) -> events.ReleaseSigned:
    """A member gives a release of themselves. Its id is the command's."""
    person = find_person(this.film_id, command.person)
    if person.member_id != acting_member(this):
        sentence = _("Only %(person)s can give this release. Make a link for them.")
        raise Refused("another-person", sentence % {"person": person.name})
    whole = _of_command(this, person, command)
    return _given(this, person, whole, command.signed_name, command.text_hash)


@action(events.RecordPaper, May.CLEAR, events.ReleaseSigned)
def record_paper(this: Act, command: events.RecordPaper) -> events.ReleaseSigned:
    """Record what a person signed on paper, by its photo. Its id is the command's."""
    person = find_person(this.film_id, command.person)
    if not Holding.objects.filter(film_id=this.film_id, blob=command.photo).exists():
        raise Refused("no-photo", _("The photo of the paper is not there."))
    day = command.private.signed_on
    if day is None or day > this.at.astimezone(zone_of(command.terms.zone)).date():
        raise Refused("no-day", _("Say on which day it was signed; not one to come."))
    whole = _of_command(this, person, command, command.photo)
    return _given(this, person, whole, command.signed_name, whole.text(person).hash)


def _of_command(
    this: Act, person: Person, command: events.GiveRelease | events.RecordPaper, photo: str = ""
) -> Granted:
    """What a command gives. Raises Refused."""
    checked(this, person, command.terms, command.private)
    supersedable(person, command.supersedes)
    return Granted(
        _ordered(command.uses),
        _offered(command.providers),
        command.language,
        end(command.ends_on, command.terms, command.private, this.at),
        command.terms,
        command.private,
        command.supersedes,
        photo,
    )


def sign(secret: str, language: Language, fields: dict[str, object]) -> Entry:
    """The person whose link it is signs, once. Raises Refused."""
    link, command = _known(secret), read(events.SignRelease, fields)
    with act(link.film_id, by_person(link.person)) as this:
        link = _known(secret)  # as it is now, under the film's lock
        refuse_closed(link, this.at)
        if not {*command.uses, *command.providers} <= {*link.uses, *link.providers}:
            raise Refused("not-asked", _("That was not asked of you."))
        whole = granted(link, language, command)
        checked(this, link.person, whole.terms, whole.private)
        fact = _given(this, link.person, whole, command.signed_name, command.text_hash, link)
        link.signed_at = this.at
        link.save(update_fields=["signed_at"])
        return this.record(fact)


def refuse_closed(link: ReleaseLink, moment: datetime) -> None:
    """Raise Refused where a link is no longer one to sign by, and say why."""
    if link.revoked_at is not None:
        raise Refused("revoked", _("This link was revoked."))
    if link.signed_at is not None:
        raise Refused("used", _("This release has been signed by this link already."))
    if not link.uses:
        raise Refused("nothing-asked", _("This link asks for nothing."))
    if link.expires_at <= moment:
        raise Refused("expired", _("This link has expired."))
    if link.ends_at is not None and link.ends_at <= moment:
        raise Refused("ended", _("The time for which it was asked is over."))


def refuse_revoked(link: ReleaseLink) -> None:
    """Raise Refused where a link is nobody's page any more."""
    if link.revoked_at is not None:
        raise Refused("revoked", _("This link was revoked."))
    if link.signed_at is None and link.uses:
        raise Refused("no-release", _("Nothing has been signed by this link."))


@action(events.WithdrawRelease, May.LOOK, events.ReleaseWithdrawn, events.UsesWithdrawn)
def withdraw_release(
    this: Act, command: events.WithdrawRelease
) -> events.ReleaseWithdrawn | events.UsesWithdrawn:
    """Withdraw one's own release; or, who may clear, another's on their word."""
    release = _release(this.film_id, command.release)
    member = Member.objects.get(id=acting_member(this))
    if release.person.member_id != member.id and not member.may(May.CLEAR):
        raise Refused("not-allowed", _("Your role on this film does not allow that."))
    return end_uses(this, release, command.uses)


def withdraw_own(secret: str, release: UUID | None = None, uses: Sequence[str] = ()) -> Entry:
    """The person withdraws, by their own link, what they signed: by it, or otherwise.

    `uses`: some alone. Raises Refused.
    """
    link = _known(secret)
    with act(link.film_id, by_person(link.person)) as this:
        link = _known(secret)
        refuse_revoked(link)
        releases = Release.objects.filter(person=link.person_id).select_related("person")
        row = (releases.filter(id=release) if release else releases.filter(link=link)).first()
        if row is None:
            raise Refused("no-release", _("Nothing has been signed by this link."))
        return this.record(end_uses(this, row, list(uses)))


def _release(film_id: UUID, release: UUID) -> Release:
    releases = Release.objects.filter(film_id=film_id, id=release)
    row = releases.select_related("person").first()
    if row is None:
        raise Refused("no-release", _("There is no such release in this film."))
    return row


def _known(secret: str) -> ReleaseLink:
    link = link_of(secret)
    if link is None:
        raise Refused("no-link", _("There is no such link."))
    return link


def _given(
    this: Act,
    person: Person,
    whole: Granted,
    signed_name: str,
    text_hash: str,
    link: ReleaseLink | None = None,
) -> events.ReleaseSigned:
    """Keep a release; only of the text that was read. Raises Refused."""
    text = whole.text(person)
    if text.hash != text_hash:
        changed = _("The text has changed since you opened this page. Please read it again.")
        raise Refused("text-changed", changed)
    release = Release.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        link=link,
        uses=whole.uses,
        providers=whole.providers,
        language=text.language,
        text_version=text.version,
        text=text.text,
        text_hash=text.hash,
        terms=whole.terms.model_dump(mode="json"),
        private=whole.private.model_dump(mode="json"),
        paper_id=whole.photo or None,
        signed_name=signed_name,
        given_by=this.actor,
        signed_at=this.at,
        starts_at=this.at,
        ends_at=whole.ends_at,
    )
    if whole.supersedes:
        Release.objects.filter(id=whole.supersedes).update(superseded_by=release)
    person.signed_at = this.at
    person.save(update_fields=["signed_at"])
    return events.ReleaseSigned(
        person=person.id,
        link=link.id if link else None,
        uses=release.uses,
        providers=release.providers,
        language=release.language,
        text_version=release.text_version,
        text_hash=release.text_hash,
        ends_at=release.ends_at,
        terms=whole.terms,
        supersedes=whole.supersedes,
        paper=release.paper_id,
        seal=this.seal(release, "text", "signed_name", "private"),
    )


def _ordered(uses: Sequence[str]) -> list[str]:
    """Each once, in one order."""
    return [use for use in Consent.values if use in uses]


def _offered(ids: Sequence[str]) -> list[str]:
    """Each once, in order, of those that engines here send to. Raises Refused."""
    provider_ids = list(offered())
    if not set(ids) <= set(provider_ids):
        raise Refused("no-provider", _("No engine here sends anything to that provider."))
    return [provider_id for provider_id in provider_ids if provider_id in ids]
