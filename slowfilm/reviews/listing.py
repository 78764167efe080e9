"""Which notes of a film: filtered and sorted, by what an address says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from slowfilm.films.models import Film, Member
from slowfilm.reviews.kinds import KINDS
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft

STATES = ("open", "resolved", "all")
_ORDER = ("shot__scene__number", "shot__number", "version")  # of drafts in a film
ORDERS = {
    "picture": (*(f"draft__{name}" for name in _ORDER), "first"),
    "newest": ("-written_at",),
    "oldest": ("written_at",),
}


@dataclass(frozen=True)
class Wish:
    """What is wished to be seen; what an address says wrongly is as if it said nothing."""

    state: str = "open"
    kind: str = ""
    member: UUID | None = None
    draft: UUID | None = None
    sort: str = "picture"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        """From the fields of a query."""
        state, sort = query.get("state", "open"), query.get("sort", "picture")
        kind = query.get("kind", "")
        return cls(
            state=state if state in STATES else "open",
            kind=kind if kind in KINDS else "",
            member=_id(query.get("member", "")),
            draft=_id(query.get("draft", "")),
            sort=sort if sort in ORDERS else "picture",
        )

    def threads(self, film: Film) -> QuerySet[Note]:
        """The first notes of the threads that are wished for, in their order."""
        threads = self.chosen(film)
        return threads.select_related("draft__shot__scene").order_by(*ORDERS[self.sort], "id")

    def chosen(self, film: Film) -> QuerySet[Note]:
        """The same in no order, without their drafts."""
        notes = Note.objects.threads().filter(draft__film=film)
        if self.state != "all":
            notes = notes.filter(resolved_at__isnull=self.state == "open")
        if self.kind:
            notes = notes.filter(kind=self.kind)
        if self.member:
            notes = notes.filter(actor=f"member:{self.member}")
        if self.draft:
            notes = notes.on([self.draft])
        return notes.order_by()


class Threads(Sequence[Note]):
    """The threads that are wished for, for a paginator: only those of a page are read whole.

    Of 10,000 notes a page needs fifty. To sort them all with their drafts, shots and scenes
    takes five times as long as to count them by drafts, which are few, and to read a page of them.
    """

    def __init__(self, wish: Wish, film: Film) -> None:
        self._film = film
        self._notes = wish.chosen(film)
        self._sort = wish.sort

    def __len__(self) -> int:
        return sum(self._counts.values())

    @overload
    def __getitem__(self, place: int) -> Note: ...
    @overload
    def __getitem__(self, place: slice) -> list[Note]: ...
    def __getitem__(self, place: int | slice) -> Note | list[Note]:
        if isinstance(place, slice):
            return self._read(*place.indices(len(self))[:2])
        return self._read(place, place + 1)[0]

    def _read(self, start: int, stop: int) -> list[Note]:
        """The notes from `start` to before `stop`, with their drafts."""
        if start >= stop:
            return []
        if self._sort == "picture":
            notes = list(self._by_picture(start, stop))
        else:
            notes = list(self._notes.order_by(*ORDERS[self._sort], "id")[start:stop])
        drafts = _drafts({note.draft_id for note in notes})
        for note in notes:
            note.draft = drafts[note.draft_id]
        return notes

    @cached_property
    def _counts(self) -> dict[UUID, int]:
        """How many of each draft."""
        return dict(self._notes.values_list("draft").annotate(number=Count("id")))

    def _by_picture(self, start: int, stop: int) -> QuerySet[Note]:
        before, passed = 0, 0
        those: list[UUID] = []
        for draft in self._in_order():
            first, passed = passed, passed + self._counts[draft]
            if passed > start and first < stop:
                before = before if those else first
                those.append(draft)
        place = Case(*(When(draft=draft, then=Value(at)) for at, draft in enumerate(those)))
        notes = self._notes.filter(draft__in=those).order_by(place, "first", "id")
        return notes[start - before : stop - before]

    def _in_order(self) -> Iterator[UUID]:
        """The drafts with notes, in the order of the film."""
        drafts = (
            Draft.objects.filter(film=self._film).order_by(*_ORDER).values_list("id", flat=True)
        )
        return (draft for draft in drafts if draft in self._counts)


def _drafts(ids: set[UUID]) -> dict[UUID, Draft]:
    return {
        draft.id: draft for draft in Draft.objects.select_related("shot__scene").filter(id__in=ids)
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def writers(film: Film) -> QuerySet[Member]:
    """Everyone who is or was on a film, by name."""
    return Member.objects.filter(film=film).select_related("user").order_by("user__name")


def drafts_with_notes(film: Film) -> QuerySet[Draft]:
    """The drafts that anybody wrote on; only what their names are made of is read."""
    over = Note.objects.filter(draft__film=film, next_draft__isnull=False)
    others = {part.draft for note in over for part in note.parts[1:]}
    noted = Exists(Note.objects.filter(draft=OuterRef("id")).order_by()) | Q(id__in=others)
    drafts = Draft.objects.filter(noted, film=film).select_related("shot__scene").order_by(*_ORDER)
    return drafts.only("version", "shot__number", "shot__scene__number", "shot__scene")
