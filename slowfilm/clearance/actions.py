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
            "references": [each.id for each in self.references],
            "drafts": [each.id for each in self.drafts],
        }


@action(events.DeclareNobody, May.CLEAR, events.NobodyDeclared)
def declare_nobody(this: Act, asked: events.DeclareNobody) -> events.NobodyDeclared:
    """Say, having looked and listened, that nobody is seen or heard in it."""
    (found,) = subjects_of(this, [asked.reference], []).references
    if found.sightings.standing().exists():
        raise Refused("people-named", _("People are named in it. Say anew who is in it."))
    _refuse_found(Subjects([found], []))
    if found.nobody_else_at is not None:
        raise Refused("declared-already", _("That has been said already."))
    found.nobody_else_by, found.nobody_else_at = this.actor, this.at
    found.save(update_fields=["nobody_else_by", "nobody_else_at"])
    return events.NobodyDeclared.of(asked)


@action(events.NamePeople, May.CLEAR, events.PeopleNamed)
def name_people(this: Act, asked: events.NamePeople) -> events.PeopleNamed:
    """Say who is in references and drafts, in the place of what was said of each before."""
    subjects = subjects_of(this, asked.references, asked.drafts)
    people = _people(this, asked.people)
    wanted = set(_wanted(subjects, asked.people, people))
    if len(wanted) > MOST:
        said = _("That is too much at once: name people in fewer, at most %(most)s names in all.")
        raise Refused("too-many", said % {"most": MOST})
    if asked.nobody_else and not asked.people:
        _refuse_found(subjects)
    _refuse_unnaming(subjects, asked.people)
    standing = {_key(each): each for each in _standing(subjects)}
    ended = [each.id for key, each in standing.items() if key not in wanted]
    Sighting.objects.filter(id__in=ended).update(ended_at=this.at)
    new = [_sighting(this, key) for key in sorted(wanted - standing.keys(), key=str)]
    Sighting.objects.bulk_create(new)
    said_by = {
        "nobody_else_by": this.actor if asked.nobody_else else "",
        "nobody_else_at": this.at if asked.nobody_else else None,
    }
    ids = subjects.ids()
    Reference.objects.filter(id__in=ids["references"]).update(**said_by)
    Draft.objects.filter(id__in=ids["drafts"]).update(**said_by)
    return events.PeopleNamed(
        **ids,
        nobody_else=asked.nobody_else,
        sightings=[_told(each) for each in new],
        ended=ended,
    )


def subjects_of(this: Act, references: list[UUID], drafts: list[UUID]) -> Subjects:
    """What is named, all of it in the film and ready to be looked at. Raises Refused."""
    if not references and not drafts:
        raise Refused("nothing-chosen", _("Select at least one reference or draft."))
    found = Reference.objects.filter(film_id=this.film_id, id__in=references)
    made = Draft.objects.filter(film_id=this.film_id, id__in=drafts)
    subjects = Subjects(list(found.order_by("id")), list(made.order_by("id")))
    if len(subjects.references) < len(set(references)):
        raise Refused("no-reference", _("There is no such reference in this film."))
    if len(subjects.drafts) < len(set(drafts)):
        raise Refused("no-draft", _("There is no such draft in this film."))
    for each in subjects.references:
        refuse_unready(each)
    return subjects


def refuse_unready(reference: Reference) -> None:
    """Refuse what nobody can have looked at yet."""
    if not reference.ready:
        raise Refused("not-prepared", _("It can't be looked at yet, so nobody can say."))


def _refuse_found(subjects: Subjects) -> None:
    """Refuse to say that nobody is in what somebody was found in."""
    if count := tracks_in(subjects).standing().count():
        said = ngettext(
            "The scan, or a member, found %(n)s face or voice in it. Name it below, or say there"
            " why nobody is there; a second member must agree.",
            "The scan, or a member, found %(n)s faces or voices in it. Name them below, or say"
            " there why nobody is there; a second member must agree.",
            count,
        )
        raise Refused("found", said % {"n": count})


def _refuse_unnaming(subjects: Subjects, named: Iterable[events.Named]) -> None:
    """Refuse to leave out somebody whose face or voice a track is said to be."""
    people = [each.person for each in named]
    left = tracks_in(subjects).exclude(person=None).exclude(person__in=people)
    if one := left.select_related("person").first():
        assert one.person is not None
        said = _("A face or voice in it is named %(person)s. Take that name away first.")
        raise Refused("named", said % {"person": one.person.name})


def tracks_in(subjects: Subjects) -> TrackQuerySet:
    """All tracks of these."""
    ids = subjects.ids()
    return Track.objects.filter(Q(reference__in=ids["references"]) | Q(draft__in=ids["drafts"]))


def _people(this: Act, named: Iterable[events.Named]) -> dict[UUID, Person]:
    """The people of a command by their ids. Raises Refused."""
    ids = [each.person for each in named]
    found = Person.objects.filter(film_id=this.film_id).in_bulk(ids)
    if len(found) < len(set(ids)):
        raise Refused("no-person", _("There is no such person in this film."))
    if len(ids) > len(set(ids)):
        raise Refused("named-twice", _("A person is named twice."))
    for each in named:
        if not (each.seen or each.heard):
            said = _("%(person)s: say whether they are seen, heard, or both.")
            raise Refused("neither", said % {"person": found[each.person].name})
    return found


def _wanted(
    subjects: Subjects, named: Iterable[events.Named], people: dict[UUID, Person]
) -> Iterator[Key]:
    """Every sighting that is to stand. In a picture nobody is heard, in a sound nobody seen."""
    for each in named:
        for draft in subjects.drafts:
            yield None, draft.id, each.person, each.seen, each.heard
        for reference in subjects.references:
            seen = each.seen and reference.kind != Reference.Kind.SOUND
            heard = each.heard and reference.kind != Reference.Kind.PICTURE
            if not (seen or heard):
                raise Refused("not-possible", _impossible(reference, people[each.person]))
            yield reference.id, None, each.person, seen, heard


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


def _told(one: Sighting) -> events.Sighted:
    return events.Sighted(
        sighting=one.id,
        person=one.person_id,
        reference=one.reference_id,
        draft=one.draft_id,
        seen=one.seen,
        heard=one.heard,
    )
