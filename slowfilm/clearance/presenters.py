"""What pages show of people: where they are seen and heard, what they signed, who said so."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance.answer import Answer, Reason
from slowfilm.clearance.majority import ComingOfAge, coming_of_age
from slowfilm.clearance.models import Release, ReleaseLink, Sighting
from slowfilm.clearance.paper import last_day
from slowfilm.films.models import Film, Member
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft


@dataclass(frozen=True)
class SignedRelease:
    """A release as people see it."""

    release: Release
    last_day: object
    withdrawn_by: str
    coming: ComingOfAge | None = None  # who is to confirm it themselves

    @property
    def uses(self) -> str:
        """What it allows, in words."""
        return _(", ").join(self.release.use_names)

    @property
    def providers(self) -> str:
        """To whom it may be sent, in words; empty: to nobody."""
        return _(", ").join(self.release.provider_names)


@dataclass(frozen=True)
class ShownPerson:
    """One person as the film's page of people shows them."""

    person: Person
    references: int
    drafts: int
    releases: list[SignedRelease] = field(default_factory=list)
    links: list[ReleaseLink] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """Who is in one reference or draft, who said so, and what is missing."""

    sightings: list[Sighting]
    reasons: list[Reason]
    nobody_else: bool
    by: str
    at: object

    @property
    def nobody(self) -> bool:
        """Whether it was said that nobody is in it."""
        return self.nobody_else and not self.sightings

    @property
    def names(self) -> str:
        """The people named, in words: "Lin Yao (seen), Zhou (heard)"."""
        return _(", ").join(seen_or_heard(sighting) for sighting in self.sightings)


@dataclass(frozen=True)
class Choice:
    """A person to be named, as a form shows them."""

    person: Person
    seen: bool = False
    heard: bool = False


def seen_or_heard(sighting: Sighting) -> str:
    """A person, and how they are there."""
    about = {"person": sighting.person.name}
    if sighting.seen and sighting.heard:
        return _("%(person)s (seen and heard)") % about
    return (_("%(person)s (seen)") if sighting.seen else _("%(person)s (heard)")) % about


def people_of(film: Film) -> list[ShownPerson]:
    """A film's people with their papers: seven queries, however many there are."""
    people = list(Person.objects.filter(film=film).select_related("member__user"))
    standing = Sighting.objects.standing().filter(film=film)
    rows = standing.values_list("person_id", "reference_id", "draft_id")
    references, drafts = Counter[UUID](), Counter[UUID]()
    for person, reference, _draft in rows:
        (references if reference else drafts)[person] += 1
    signed: dict[UUID, list[Release]] = defaultdict(list)
    for release in Release.objects.filter(film=film).order_by("-signed_at"):
        signed[release.person_id].append(release)
    links: dict[UUID, list[ReleaseLink]] = defaultdict(list)
    for link in ReleaseLink.objects.filter(film=film, revoked_at=None).order_by("-made_at"):
        links[link.person_id].append(link)
    names = names_of(
        film.id, [release.withdrawn_by for all_ in signed.values() for release in all_]
    )
    coming = {release.release.id: release for release in coming_of_age([film.id])}
    return [
        ShownPerson(
            person,
            references[person.id],
            drafts[person.id],
            [
                replace(shown_release(release, names), coming=coming.get(release.id))
                for release in signed[person.id]
            ],
            links[person.id],
        )
        for person in people
    ]


def shown_release(release: Release, names: dict[str, str]) -> SignedRelease:
    """A release with its last day, and the name of who withdrew it."""
    ends = release.ends_at and last_day(release.ends_at)
    return SignedRelease(release, ends, names.get(release.withdrawn_by, ""))


def said_of(subject: Reference | Draft, answer: Answer, names: dict[str, str]) -> Said:
    """Who is in one of what an answer is about. `names`: see names_of."""
    return Said(
        answer.people_in(subject.id),
        answer.of(subject.id),
        subject.nobody_else_at is not None,
        names.get(subject.nobody_else_by, subject.nobody_else_by),
        subject.nobody_else_at,
    )


def choices(film: Film, sightings: Iterable[Sighting] = ()) -> list[Choice]:
    """Everybody who can be named, with what stands already."""
    by_id = {sighting.person_id: sighting for sighting in sightings}
    people = Person.objects.filter(film=film).select_related("member__user")
    return [
        Choice(person, by_id[person.id].seen, by_id[person.id].heard) if person.id in by_id
        else Choice(person)
        for person in people
    ]  # fmt: skip


def names_of(film_id: UUID, actors: Iterable[str]) -> dict[str, str]:
    """The names of actors that are members or people of a film: two queries at most."""
    ids: dict[str, dict[UUID, str]] = {"member": {}, "person": {}}
    for actor in actors:
        kind, _colon, id_ = actor.partition(":")
        if kind in ids:
            ids[kind][UUID(id_)] = actor
    named: dict[str, str] = {}
    if ids["member"]:
        members = Member.objects.filter(film_id=film_id, id__in=ids["member"])
        named |= {f"member:{member.id}": str(member) for member in members.select_related("user")}
    if ids["person"]:
        people = Person.objects.filter(film_id=film_id, id__in=ids["person"])
        named |= {f"person:{person.id}": person.name for person in people}
    return named
