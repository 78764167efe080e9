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
        return film.title, [row.selected for row in shots if row.selected]
    shot = Shot.objects.select_related("scene", "selected__shot__scene").get(film=film, id=shot_id)
    return shot.name, [shot.selected] if shot.selected else []


def title_of(film_id: UUID, drafts: Iterable[Draft]) -> Title:
    """The chain of title of drafts, with all that they were made from."""
    roots = list(drafts)
    line = set(walk(EARLIER, [draft.id for draft in roots]))
    used = DraftSource.objects.filter(draft__in=line, reference__isnull=False)
    references = list(Reference.objects.filter(id__in=used.values("reference")).order_by("name"))
    ids = line | {reference.id for reference in references}
    people = _in(ids)
    return Title(
        list(_people(people)),
        list(_works(film_id, references)),
        [
            Row(place.name, str(place.get_agreed_display()), place.conditions)
            for place in Place.objects.filter(film=film_id)
            if {*place.references, *place.drafts} & ids
        ],
        list(_law(film_id, ids)),
        clearance("show", drafts=roots).sentences() if roots else [],
        after_release(people),
    )


def _in(ids: set[UUID]) -> dict[UUID, Person]:
    standing = Sighting.objects.standing().filter(Q(reference__in=ids) | Q(draft__in=ids))
    return {sighting.person_id: sighting.person for sighting in standing.select_related("person")}


def _people(people: dict[UUID, Person]) -> Iterator[Row]:
    releases: dict[UUID, list[Release]] = {}
    for release in Release.objects.filter(person__in=people).order_by("signed_at"):
        releases.setdefault(release.person_id, []).append(release)
    for id_, person in sorted(people.items(), key=lambda pair: pair[1].name):
        for release in releases.get(id_, []):
            until = release.ends_at and last_day(release.ends_at)
            paper = f"{_('Release')} {release.text_version} · {release.text_hash[:12]}"
            uses = _(", ").join(release.use_names)
            yield Row(person.name, paper, uses, until, str(release.state.label))
        if id_ not in releases:
            yield Row(person.name, _("No release."), "")


def _works(film_id: UUID, references: list[Reference]) -> Iterator[Row]:
    licences = list(Licence.objects.filter(film=film_id))
    for work in references:
        covering = [licence for licence in licences if work.id in licence.references]
        for licence in covering:
            until = licence.ends_at and last_day(licence.ends_at)
            uses = _(", ").join(
                [*licence.allows_names, *filter(None, [licence.media, licence.territory])]
            )
            yield Row(work.name, licence.title, uses, until, str(licence.state.label))
        if not covering:
            yield Row(work.name, work.rights or work.maker or _("Nothing is written down."), "")


def _law(film_id: UUID, ids: set[UUID]) -> Iterator[Row]:
    rulings = Ruling.objects.filter(Q(reference__in=ids) | Q(draft__in=ids), ended_at=None)
    rows = list(rulings.select_related("reference", "draft__shot__scene"))
    names = names_of(film_id, [by for row in rows for by in (row.written_by, row.signed_by)])
    for row in rows:
        about = row.reference or row.draft
        signed = [names.get(by, "") for by in (row.written_by, row.signed_by) if by]
        ground = row.get_ground_display() or row.get_kind_display()
        yield Row(about.name if about else "", str(ground), row.reason, state=_(", ").join(signed))
