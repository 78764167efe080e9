"""What can be said of who is in what; asked for, given and withdrawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.clearance import events
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_models import Track, TrackQuerySet
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

MOST = 500  # sightings that one command may make
Key = tuple[UUID | None, UUID | None, UUID, bool, bool]  # reference, draft, person, seen, heard


@dataclass(frozen=True)
class Subjects:
    """What a command is about."""

    references: list[Reference]
    drafts: list[Draft]

    def ids(self) -> dict[str, list[UUID]]:
        """As an entry names them."""
        return {
            "references": [reference.id for reference in self.references],
            "drafts": [draft.id for draft in self.drafts],
        }


@action(events.DeclareNobody, May.CLEAR, events.NobodyDeclared)
def declare_nobody(this: Act, command: events.DeclareNobody) -> events.NobodyDeclared:
    """Say, having looked and listened, that nobody is seen or heard in it."""
    (reference,) = subjects_of(this, [command.reference], []).references
    if reference.sightings.standing().exists():
        raise Refused("people-named", _("People are named in it. Say anew who is in it."))
    _refuse_found(Subjects([reference], []))
    if reference.nobody_else_at is not None:
        raise Refused("declared-already", _("That has been said already."))
    reference.nobody_else_by, reference.nobody_else_at = this.actor, this.at
    reference.save(update_fields=["nobody_else_by", "nobody_else_at"])
    return events.NobodyDeclared.of(command)


@action(events.NamePeople, May.CLEAR, events.PeopleNamed)
def name_people(this: Act, command: events.NamePeople) -> events.PeopleNamed:
    """Say who is in references and drafts, in the place of what was said of each before."""
    subjects = subjects_of(this, command.references, command.drafts)
    people = _people(this, command.people)
    keys = set(_wanted(subjects, command.people, people))
    if len(keys) > MOST:
        sentence = _(
            "That is too much at once: name people in fewer, at most %(most)s names in all."
        )
        raise Refused("too-many", sentence % {"most": MOST})
    if command.nobody_else and not command.people:
        _refuse_found(subjects)
    _refuse_unnaming(subjects, command.people)
    standing = {_key(sighting): sighting for sighting in _standing(subjects)}
    ended = [sighting.id for key, sighting in standing.items() if key not in keys]
    Sighting.objects.filter(id__in=ended).update(ended_at=this.at)
    new = [_sighting(this, key) for key in sorted(keys - standing.keys(), key=str)]
    Sighting.objects.bulk_create(new)
    said_by = {
        "nobody_else_by": this.actor if command.nobody_else else "",
        "nobody_else_at": this.at if command.nobody_else else None,
    }
    ids = subjects.ids()
    Reference.objects.filter(id__in=ids["references"]).update(**said_by)
    Draft.objects.filter(id__in=ids["drafts"]).update(**said_by)
    return events.PeopleNamed(
        **ids,
        nobody_else=command.nobody_else,
        sightings=[_told(sighting) for sighting in new],
        ended=ended,
    )


def subjects_of(this: Act, references: list[UUID], drafts: list[UUID]) -> Subjects:
    """What is named, all of it in the film and ready to be looked at. Raises Refused."""
    if not references and not drafts:
        raise Refused("nothing-chosen", _("Select at least one reference or draft."))
    reference_rows = Reference.objects.filter(film_id=this.film_id, id__in=references)
    draft_rows = Draft.objects.filter(film_id=this.film_id, id__in=drafts)
    subjects = Subjects(list(reference_rows.order_by("id")), list(draft_rows.order_by("id")))
    if len(subjects.references) < len(set(references)):
        raise Refused("no-reference", _("There is no such reference in this film."))
    if len(subjects.drafts) < len(set(drafts)):
        raise Refused("no-draft", _("There is no such draft in this film."))
    for reference in subjects.references:
        refuse_unready(reference)
    return subjects


def refuse_unready(reference: Reference) -> None:
    """Refuse what nobody can have looked at yet."""
    if not reference.ready:
        raise Refused("not-prepared", _("It can't be looked at yet, so nobody can say."))


def _refuse_found(subjects: Subjects) -> None:
    """Refuse to say that nobody is in what somebody was found in."""
    if count := tracks_in(subjects).standing().count():
        sentence = ngettext(
            "The scan, or a member, found %(n)s face or voice in it. Name it below, or say there"
            " why nobody is there; a second member must agree.",
            "The scan, or a member, found %(n)s faces or voices in it. Name them below, or say"
            " there why nobody is there; a second member must agree.",
            count,
        )
        raise Refused("found", sentence % {"n": count})


def _refuse_unnaming(subjects: Subjects, named: Iterable[events.Named]) -> None:
    """Refuse to leave out somebody whose face or voice a track is said to be."""
    people = [naming.person for naming in named]
    left = tracks_in(subjects).exclude(person=None).exclude(person__in=people)
    if sighting := left.select_related("person").first():
        assert sighting.person is not None
        sentence = _("A face or voice in it is named %(person)s. Take that name away first.")
        raise Refused("named", sentence % {"person": sighting.person.name})


def tracks_in(subjects: Subjects) -> TrackQuerySet:
    """All tracks of these."""
    ids = subjects.ids()
    return Track.objects.filter(Q(reference__in=ids["references"]) | Q(draft__in=ids["drafts"]))


def _people(this: Act, named: Iterable[events.Named]) -> dict[UUID, Person]:
    """The people of a command by their ids. Raises Refused."""
    ids = [naming.person for naming in named]
    by_id = Person.objects.filter(film_id=this.film_id).in_bulk(ids)
    if len(by_id) < len(set(ids)):
        raise Refused("no-person", _("There is no such person in this film."))
    if len(ids) > len(set(ids)):
        raise Refused("named-twice", _("A person is named twice."))
    for naming in named:
        if not (naming.seen or naming.heard):
            sentence = _("%(person)s: say whether they are seen, heard, or both.")
            raise Refused("neither", sentence % {"person": by_id[naming.person].name})
    return by_id


def _wanted(
    subjects: Subjects, named: Iterable[events.Named], people: dict[UUID, Person]
) -> Iterator[Key]:
    """Every sighting that is to stand. In a picture nobody is heard, in a sound nobody seen."""
    for naming in named:
        for draft in subjects.drafts:
            yield None, draft.id, naming.person, naming.seen, naming.heard
        for reference in subjects.references:
            seen = naming.seen and reference.kind != Reference.Kind.SOUND
            heard = naming.heard and reference.kind != Reference.Kind.PICTURE
            if not (seen or heard):
                raise Refused("not-possible", _impossible(reference, people[naming.person]))
            yield reference.id, None, naming.person, seen, heard


def _impossible(reference: Reference, person: Person) -> str:
    about = {"name": reference.name, "person": person.name}
    if reference.kind == Reference.Kind.PICTURE:
        return _("%(name)s is a picture: %(person)s can't be heard in it.") % about
    return _("%(name)s is a sound: %(person)s can't be seen in it.") % about


def _standing(subjects: Subjects) -> Iterator[Sighting]:
    standing = Sighting.objects.standing()
    ids = subjects.ids()
    yield from standing.filter(reference__in=ids["references"])
    yield from standing.filter(draft__in=ids["drafts"])


def _key(sighting: Sighting) -> Key:
    it = sighting
    return it.reference_id, it.draft_id, it.person_id, it.seen, it.heard


def _sighting(this: Act, key: Key) -> Sighting:
    reference, draft, person, seen, heard = key
    return Sighting(
        id=uuid4(),
        film_id=this.film_id,
        person_id=person,
        reference_id=reference,
        draft_id=draft,
        seen=seen,
        heard=heard,
        act=this.command,
        said_by=this.actor,
        said_at=this.at,
    )


def _told(sighting: Sighting) -> events.Sighted:
    return events.Sighted(
        sighting=sighting.id,
        person=sighting.person_id,
        reference=sighting.reference_id,
        draft=sighting.draft_id,
        seen=sighting.seen,
        heard=sighting.heard,
    )
