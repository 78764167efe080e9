"""What stands against a reference or draft besides its people: its rights, its place, care.

One query for all that is asked about, for clearance/answer.py.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from slowfilm.clearance.paper import last_day
from slowfilm.clearance.works import Allowed, Licence, Ruling
from slowfilm.films.blobs import erased_words
from slowfilm.films.models import Member
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.references.naming import fold
from slowfilm.shots.models import Draft

MUSIC = "music"  # the role of a piece of music
FOUND = """
SELECT 'licence', to_jsonb(row) FROM slowfilm_licence row WHERE "references" && %(ids)s::uuid[]
UNION ALL SELECT 'place', to_jsonb(row) - 'residents' || '{"residents": ""}'
    FROM slowfilm_place row
    WHERE "references" && %(ids)s::uuid[] OR drafts && %(ids)s::uuid[]
UNION ALL SELECT 'ruling', to_jsonb(row) FROM slowfilm_ruling row
    WHERE ended_at IS NULL
    AND (reference_id = ANY(%(ids)s::uuid[]) OR draft_id = ANY(%(ids)s::uuid[]))
UNION ALL SELECT 'erased', jsonb_build_object('of', of.id, 'at', max(held.erased_at))
    FROM (
        SELECT id, film_id, unnest(ARRAY[original_id, proxy_id]) AS blob FROM slowfilm_reference
        WHERE id = ANY(%(ids)s::uuid[])
        UNION ALL SELECT id, film_id, unnest(ARRAY[master_id, proxy_id]) FROM slowfilm_draft
        WHERE id = ANY(%(ids)s::uuid[])
    ) of JOIN slowfilm_holding held ON held.film_id = of.film_id AND held.blob_id = of.blob
    WHERE held.erased_at IS NOT NULL GROUP BY of.id
"""
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that stands against a use: a code, a sentence, and where it is mended."""

    code: str
    sentence: str
    mend: str


def place_sentence(place: Place) -> str:
    """What is missing of a place, by its name."""
    sentences = {
        Place.Agreed.NO: _("%(place)s: those who live there have refused."),
        Place.Agreed.ASKED: _("%(place)s: those who live there have not answered yet."),
        Place.Agreed.UNASKED: _("%(place)s: those who live there have not been asked yet."),
    }
    return sentences[Place.Agreed(place.agreed)] % {"place": place.name}


def place_page(place: Place) -> str:
    """Where what was agreed is recorded."""
    return f"{reverse('places', args=[place.film_id])}#place-{place.id}"


@dataclass
class Grounds:
    """What is known of the rights, places and rulings of all that is asked about."""

    moment: datetime
    licences: dict[UUID, list[Licence]] = field(default_factory=lambda: defaultdict(list))
    places: dict[UUID, list[Place]] = field(default_factory=lambda: defaultdict(list))
    rulings: dict[UUID, list[Ruling]] = field(default_factory=lambda: defaultdict(list))
    erased: dict[UUID, datetime] = field(default_factory=dict)
    team: dict[UUID, set[str]] = field(default_factory=dict)  # by the film, folded names

    def look_up(self, subjects: Collection[UUID]) -> None:
        """One query."""
        if not subjects:
            return
        with connection.cursor() as cursor:
            cursor.execute(FOUND, {"ids": list(subjects)})
            rows = cursor.fetchall()
        for table, text in rows:
            record = json.loads(text)
            if table == "erased":
                self.erased[UUID(record["of"])] = datetime.fromisoformat(record["at"])
            elif table == "licence":
                licence = _row(Licence, record)
                for reference in licence.references:
                    self.licences[reference].append(licence)
            elif table == "place":
                place = _row(Place, record)
                for subject in (*place.references, *place.drafts):
                    self.places[subject].append(place)
            else:
                ruling = _row(Ruling, record)
                about = ruling.reference_id or ruling.draft_id
                assert about is not None
                self.rulings[about].append(ruling)

    def lawful(self, subject: UUID) -> bool:
        """Whether a reason under the law, signed by two, lets it be shown as it was."""
        return any(
            ruling.kind == Ruling.Kind.LAW and ruling.stands for ruling in self.rulings[subject]
        )

    def against(
        self, subject: Reference | Draft, use: str, roles: Collection[str], as_it_was: bool
    ) -> Iterator[Against]:
        """All that stands against one of them. `as_it_was`: it is shown or heard unaltered."""
        if moment := self.erased.get(subject.id):
            yield Against("erased", f"{erased_words(moment)}.", "")
        for ruling in self.rulings[subject.id]:
            if ruling.kind == Ruling.Kind.CARE:
                sentence = _("Refused out of care: %(reason)s") % {"reason": ruling.reason}
                yield Against("care", sentence, _page(subject))
        for place in self.places[subject.id]:
            if not place.cleared:
                yield Against("place", place_sentence(place), place_page(place))
        if isinstance(subject, Reference):
            yield from self._of_work(subject, use, roles, as_it_was)

    def _of_work(
        self, work: Reference, use: str, roles: Collection[str], as_it_was: bool
    ) -> Iterator[Against]:
        if as_it_was and self.lawful(work.id):
            return
        needed = Allowed.ENGINE if use == "generate" else Allowed.ALTER
        if as_it_was:
            needed = Allowed.SHOW
        licences = self.licences[work.id]
        if licences:
            yield from self._lacking(work, needed, roles, licences)
        elif as_it_was and not work.rights:
            sentence = _("Nobody has said by what right it may be heard in the film.")
            yield Against("no-basis", sentence, _page(work))
        elif not work.rights and self._anothers(work):
            whose = work.maker or str(work.get_medium_display())
            sentence = _("A work by %(maker)s: no licence for “%(use)s” is recorded.")
            about = {"maker": whose, "use": needed.label}
            yield Against("no-licence", sentence % about, _page(work))

    def _anothers(self, work: Reference) -> bool:
        """Whether its origin names a work that is not the team's own."""
        if work.medium == Reference.Medium.BROADCAST:
            return True
        return bool(work.maker) and fold(work.maker) not in self._names(work.film_id)

    def _names(self, film: UUID) -> set[str]:
        """How the members of a film are called: one query, where it is asked at all."""
        if film not in self.team:
            names = Member.objects.filter(film=film).values_list("user__name", flat=True)
            self.team[film] = {fold(name) for name in names}
        return self.team[film]

    def _lacking(
        self, work: Reference, use: Allowed, roles: Collection[str], licences: list[Licence]
    ) -> Iterator[Against]:
        """What its licences do not allow now. A piece of music needs one of each of its parts."""
        music = MUSIC in roles or any(licence.part != Licence.Part.WHOLE for licence in licences)
        parts = [Licence.Part.COMPOSITION, Licence.Part.RECORDING]
        for part in parts if music else [Licence.Part.WHOLE]:
            fitting = [licence for licence in licences if _covers(licence, part)]
            allowing = [licence for licence in fitting if use in licence.allows]
            if any(licence.state_at(self.moment) == Licence.State.LIVE for licence in allowing):
                continue
            latest = max(allowing, key=lambda licence: licence.recorded_at, default=None)
            code = latest.state_at(self.moment) if latest else "not-licensed"
            sentence = _licence_sentence(latest, use, part, bool(fitting))
            yield Against(code, sentence, _page(work))


def _covers(licence: Licence, part: Licence.Part) -> bool:
    """Whether a licence is of a part. What is our own, or nobody's, is so in all its parts."""
    if licence.part == part:
        return True
    free = (Licence.Kind.OWN, Licence.Kind.PUBLIC)
    return licence.part == Licence.Part.WHOLE and licence.kind in free


def _licence_sentence(
    licence: Licence | None, use: Allowed, part: Licence.Part, fitting: bool
) -> str:
    about: dict[str, Any] = {"use": use.label, "part": part.label}
    if licence is None and not fitting:
        return _("%(part)s: no licence is recorded.") % about
    if licence is None:
        return _("No licence of it allows “%(use)s”.") % about
    about["holder"] = licence.holder or licence.get_kind_display()
    if licence.withdrawn_at is not None:
        sentence = _("%(holder)s: the licence for “%(use)s” was withdrawn on %(day)s.")
        day: Any = timezone.localtime(licence.withdrawn_at)
    elif licence.ends_at is not None and licence.ends_at <= timezone.now():
        sentence = _("%(holder)s: the licence for “%(use)s” ended with %(day)s.")
        day = last_day(licence.ends_at)
    else:
        sentence = _("%(holder)s: the licence for “%(use)s” begins on %(day)s.")
        day = timezone.localtime(licence.starts_at)
    return sentence % {**about, "day": date_format(day, "DATE_FORMAT")}


def _page(subject: Reference | Draft) -> str:
    """Where its rights and rulings are recorded."""
    name = "reference-rights" if isinstance(subject, Reference) else "draft-rights"
    return reverse(name, args=[subject.film_id, subject.id])


def _row(model: type[M], record: dict[str, Any]) -> M:
    """A row from its JSON."""
    columns = {}
    for model_field in model._meta.concrete_fields:
        value = record[str(model_field.column)]
        if isinstance(model_field, ArrayField):
            columns[model_field.attname] = [
                model_field.base_field.to_python(element) for element in value
            ]
        else:
            columns[model_field.attname] = model_field.to_python(value)
    return model(**columns)
