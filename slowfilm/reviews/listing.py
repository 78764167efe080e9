"""Which notes of a film: filtered and sorted, by what an address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from slowfilm.films.models import Film, Member
from slowfilm.reviews.kinds import KINDS
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft

STATES = ("open", "resolved", "all")
ORDERS = {
    "picture": ("draft__shot__scene__number", "draft__shot__number", "draft__version", "first"),
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
    def of(cls, asked: Mapping[str, str]) -> "Wish":
        """From the fields of a query."""
        state, sort = asked.get("state", "open"), asked.get("sort", "picture")
        kind = asked.get("kind", "")
        return cls(
            state=state if state in STATES else "open",
            kind=kind if kind in KINDS else "",
            member=_id(asked.get("member", "")),
            draft=_id(asked.get("draft", "")),
            sort=sort if sort in ORDERS else "picture",
        )

    def threads(self, film: Film) -> QuerySet[Note]:
        """The first notes of the threads that are wished for, in their order."""
        found = Note.objects.threads().filter(draft__film=film)
        if self.state != "all":
            found = found.filter(resolved_at__isnull=self.state == "open")
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.member:
            found = found.filter(actor=f"member:{self.member}")
        if self.draft:
            found = found.filter(draft=self.draft)
        return found.select_related("draft__shot__scene").order_by(*ORDERS[self.sort], "id")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def writers(film: Film) -> QuerySet[Member]:
    """Everyone who is or was on a film, by name."""
    return Member.objects.filter(film=film).select_related("user").order_by("user__name")


def drafts_with_notes(film: Film) -> QuerySet[Draft]:
    """The drafts that anybody wrote on."""
    found = Draft.objects.filter(film=film, notes__isnull=False).select_related("shot__scene")
    return found.order_by("shot__scene__number", "shot__number", "version").distinct()
