"""Chain of title: who, which paper, which use, until when; works, places, and what law allows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from slowfilm.clearance.answer import clearance
from slowfilm.clearance.models import Release, Sighting
from slowfilm.clearance.paper import last_day
from slowfilm.clearance.presenters import names_of
from slowfilm.clearance.works import Licence, Ruling
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, DraftSource, Shot
from slowfilm.traces.after import after_release
from slowfilm.traces.graph import EARLIER, walk
from slowfilm.traces.rows import Row


@dataclass(frozen=True)
class Title:
    """What drafts rest on, and what is missing."""

    people: list[Row]
    works: list[Row]
    places: list[Row]
    law: list[Row]
    missing: list[str]
    after: list[Row]  # what is owed to the people in it: withdrawals, check-ins, harm

    @property
    def parts(self) -> list[tuple[str, list[Row]]]:
        """Each part under its heading."""
        return [
            (_("People"), self.people),
            (_("Works"), self.works),
            (_("Places"), self.places),
            (_("Rests on the law"), self.law),
        ]


def chosen(film: Film, shot_id: UUID | None) -> tuple[str, list[Draft]]:
    """What a chain of title is of, by name: the selected draft of a shot, or all of the film."""
    shots = Shot.objects.filter(film=film, selected__isnull=False)
    shots = shots.select_related("scene", "selected__shot__scene")
    if shot_id is None:
        return film.title, [each.selected for each in shots if each.selected]
    shot = Shot.objects.select_related("scene", "selected__shot__scene").get(film=film, id=shot_id)
    return shot.name, [shot.selected] if shot.selected else []


def title_of(film_id: UUID, drafts: Iterable[Draft]) -> Title:
    """The chain of title of drafts, with all that they were made from."""
    roots = list(drafts)
    line = set(walk(EARLIER, [draft.id for draft in roots]))
    used = DraftSource.objects.filter(draft__in=line, reference__isnull=False)
    references = list(Reference.objects.filter(id__in=used.values("reference")).order_by("name"))
    ids = line | {each.id for each in references}
    people = _in(ids)
    return Title(
        list(_people(people)),
        list(_works(film_id, references)),
        [
            Row(each.name, str(each.get_agreed_display()), each.conditions)
            for each in Place.objects.filter(film=film_id)
            if {*each.references, *each.drafts} & ids
        ],
        list(_law(film_id, ids)),
        clearance("show", drafts=roots).sentences() if roots else [],
        after_release(people),
    )


def _in(ids: set[UUID]) -> dict[UUID, Person]:
    standing = Sighting.objects.standing().filter(Q(reference__in=ids) | Q(draft__in=ids))
    return {each.person_id: each.person for each in standing.select_related("person")}


def _people(people: dict[UUID, Person]) -> Iterator[Row]:
    releases: dict[UUID, list[Release]] = {}
    for each in Release.objects.filter(person__in=people).order_by("signed_at"):
        releases.setdefault(each.person_id, []).append(each)
    for id_, person in sorted(people.items(), key=lambda one: one[1].name):
        for one in releases.get(id_, []):
            until = one.ends_at and last_day(one.ends_at)
            paper = f"{_('Release')} {one.text_version} · {one.text_hash[:12]}"
            uses = _(", ").join(one.use_names)
            yield Row(person.name, paper, uses, until, str(one.state.label))
        if id_ not in releases:
            yield Row(person.name, _("No release."), "")


def _works(film_id: UUID, references: list[Reference]) -> Iterator[Row]:
    licences = list(Licence.objects.filter(film=film_id))
    for work in references:
        covering = [each for each in licences if work.id in each.references]
        for one in covering:
            until = one.ends_at and last_day(one.ends_at)
            uses = _(", ").join([*one.allows_names, *filter(None, [one.media, one.territory])])
            yield Row(work.name, one.title, uses, until, str(one.state.label))
        if not covering:
            yield Row(work.name, work.rights or work.maker or _("Nothing is written down."), "")


def _law(film_id: UUID, ids: set[UUID]) -> Iterator[Row]:
    found = Ruling.objects.filter(Q(reference__in=ids) | Q(draft__in=ids), ended_at=None)
    rows = list(found.select_related("reference", "draft__shot__scene"))
    names = names_of(film_id, [by for each in rows for by in (each.written_by, each.signed_by)])
    for each in rows:
        about = each.reference or each.draft
        signed = [names.get(by, "") for by in (each.written_by, each.signed_by) if by]
        ground = each.get_ground_display() or each.get_kind_display()
        yield Row(about.name if about else "", str(ground), each.reason, state=_(", ").join(signed))
