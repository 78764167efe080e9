"""How far something is to be used, and whether a release reaches as far: scene, size, venue.

A draft is shown where its own shot is; what it was made from is shown there too, whatever scene
that was made for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from slowfilm.clearance.after import PersonView, Venues
from slowfilm.clearance.models import Consent, Release, Sighting
from slowfilm.clearance.terms import Parts
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, DraftSource

AS_IT_IS = frozenset({"verbatim", "kept-voice", "ambience", "music"})  # roles

# The drafts that are asked about, and every earlier draft that they were made from.
ANCESTORS = """
WITH RECURSIVE stands_on (draft_id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT source.earlier_id FROM slowfilm_draftsource source
    JOIN stands_on ON stands_on.draft_id = source.draft_id WHERE source.earlier_id IS NOT NULL
)
SELECT draft_id FROM stands_on
"""


@dataclass(frozen=True)
class Extent:
    """One picture that something is used in: its scene, its lines, and which draft it is."""

    scene: UUID | None
    lines: int
    draft: UUID | None = None


@dataclass
class Reach:
    """Drafts with all that they were made from, and which of them each is shown in."""

    drafts: list[Draft] = field(default_factory=list)
    references: dict[UUID, Reference] = field(default_factory=dict)
    roots: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: frozenset[UUID] = frozenset()

    def shown_as(self, subject: Reference | Draft) -> Iterator[Consent]:
        """As it was recorded, altered, or both: what those in it must have allowed."""
        if isinstance(subject, Draft) and subject.origin != Draft.Origin.UPLOADED:
            yield Consent.ALTERED
            return
        roles = self.roles.get(subject.id, set())
        if subject.id in self.asked or not roles or roles & AS_IT_IS:
            yield Consent.SHOWN
        if roles - AS_IT_IS:
            yield Consent.ALTERED

    def extents(self, subject: Reference | Draft) -> list[Extent]:
        """The pictures that a subject is shown in."""
        by_id = {draft.id: draft for draft in self.drafts}
        drafts = (by_id[root] for root in self.roots.get(subject.id, ()))
        return [Extent(draft.shot.scene_id, draft.height, draft.id) for draft in drafts]


def reach_of(roots: Sequence[UUID]) -> Reach:
    """The drafts themselves, all that they were made from, and in which roles: two queries."""
    reach = Reach(asked=frozenset(roots))
    if not roots:
        return reach
    all_ = RawSQL(ANCESTORS, [list(roots)])
    drafts = Draft.objects.filter(id__in=all_).select_related("shot__scene")
    reach.drafts = list(drafts.defer("facts").order_by("made_at"))
    earlier: dict[UUID, list[UUID]] = defaultdict(list)
    of: dict[UUID, list[UUID]] = defaultdict(list)  # the references of a draft
    for source in DraftSource.objects.filter(draft__in=all_).select_related("reference"):
        if source.reference is not None:
            reach.references[source.reference.id] = source.reference
            reach.roles[source.reference.id].add(source.role)
            of[source.draft_id].append(source.reference.id)
        elif source.earlier_id is not None:
            reach.roles[source.earlier_id].add(source.role)
            earlier[source.draft_id].append(source.earlier_id)
    for root in roots:
        for draft in _reached(root, earlier):
            for subject in (draft, *of[draft]):
                reach.roots[subject].add(root)
    return reach


def _reached(root: UUID, earlier: Mapping[UUID, Sequence[UUID]]) -> set[UUID]:
    """A draft and all that it was made from; a circle ends where it began."""
    visited, waiting = {root}, [root]
    while waiting:
        new = [source for source in earlier.get(waiting.pop(), ()) if source not in visited]
        visited.update(new)
        waiting += new
    return visited


def beyond(
    release: Release, sighting: Sighting, extent: Extent, use: str
) -> tuple[str, str] | None:
    """Why a release does not reach so far: a code and a sentence; None where it does."""
    terms, person = release.limits, sighting.person.name
    if extent.scene is not None and terms.scenes and extent.scene not in terms.scenes:
        return "other-scene", _("%(person)s has not agreed to this scene.") % {"person": person}
    if terms.most_lines and sighting.seen and extent.lines > terms.most_lines:
        about = {"person": person, "most": terms.most_lines, "lines": extent.lines}
        sentence = _("%(person)s has agreed to %(most)s lines at most; this has %(lines)s.")
        return "too-large", sentence % about
    if lacking := _parts(sighting) - set(terms.parts):
        part = _named(lacking)
        sentence = _("%(person)s: the release does not cover %(part)s.")
        return "other-part", sentence % {"person": person, "part": part}
    if use == "show" and (why := _venues(release, person)):
        return why
    if use == "show" and terms.show_first and extent.draft is not None:
        return _first(sighting, extent.draft)
    return None


def _parts(sighting: Sighting) -> set[str]:
    """Whoever is seen is seen with face and body: doubt favours the person."""
    parts = {"face", "body"} if sighting.seen else set()
    return parts | ({"voice"} if sighting.heard else set())


def _named(parts: Iterable[str]) -> str:
    return _(", ").join(str(Parts(part).label) for part in Parts.values if part in parts)


def _venues(release: Release, person: str) -> tuple[str, str] | None:
    terms = release.limits
    if not (terms.media or terms.territory):
        return None
    meant = Venues.objects.filter(film=release.film_id).last()
    if meant is None:
        sentence = _("%(person)s allows some venues alone: say where the film is to be shown.")
        return "no-venue", sentence % {"person": person}
    wide = not meant.media or set(meant.media) - set(terms.media)
    far = not meant.territory or set(meant.territory) - set(terms.territory)
    if (terms.media and wide) or (terms.territory and far):
        sentence = _("%(person)s has not agreed to everywhere the film is to be shown.")
        return "other-venue", sentence % {"person": person}
    return None


def _first(sighting: Sighting, draft: UUID) -> tuple[str, str] | None:
    views = PersonView.objects.filter(person=sighting.person_id, draft=draft)
    last: Any = views.last()
    about = {"person": sighting.person.name}
    if last is None:
        return "not-shown", _("%(person)s is to be shown this picture first.") % about
    if not last.agrees:
        return "not-agreed", _("%(person)s was shown this picture and does not want it.") % about
    return None
