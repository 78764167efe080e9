"""What the room shows before its socket is open: rows and the ledger's seq, of one same moment.

Each stage gives its own part. No ink here: which frames have how much of it, and its points come
by window of frames. The shapes are typed in static/js/room/first-paint.js.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from slowfilm.films import snapshot as films
from slowfilm.films.models import Member
from slowfilm.generations import snapshot as generations
from slowfilm.ledger.models import Head
from slowfilm.moment import one_moment
from slowfilm.reviews import snapshot as reviews
from slowfilm.shots import snapshot as shots
from slowfilm.shots.models import Draft

Part = Callable[[Member], dict[str, Any]]
OF_FILM: tuple[Part, ...] = (films.of_film, shots.of_film, generations.of_film)
OF_DRAFT: tuple[Callable[[UUID], dict[str, Any]], ...] = (reviews.on_draft, generations.on_draft)


def of_film(member: Member, shot: str = "", draft: str = "") -> dict[str, Any]:
    """All a room needs at once; `shot` and `draft` say, as ids, where to stand."""
    with one_moment():
        paint: dict[str, Any] = {"seq": _seq(member.film_id)}
        for part in OF_FILM:
            paint |= part(member)
        paint |= _standing(paint["shots"], paint["drafts"], shot, draft)
        return paint | _on_draft(paint["draft"])


def of_draft(draft: Draft) -> dict[str, Any]:
    """What is to know of one draft when it is taken up later."""
    with one_moment():
        seq = _seq(draft.film_id)
        return {"seq": seq, "draft": shots.draft_row(draft), **_on_draft(str(draft.id))}


def _on_draft(draft: str | None) -> dict[str, Any]:
    """What lies on the draft one stands at; nothing, where there is none."""
    if draft is None:
        return {**reviews.NOTHING, **generations.NOTHING}
    return {name: value for part in OF_DRAFT for name, value in part(UUID(draft)).items()}


def _seq(film_id: UUID) -> int:
    return Head.objects.values_list("seq", flat=True).get(film_id=film_id)


Row = dict[str, Any]


def _standing(shots: list[Row], drafts: list[Row], shot: str, draft: str) -> Row:
    """Where to stand: at the draft asked for, else at a shot's selected or latest draft.

    Without a wish it is the first shot that has something to look at.
    """
    wished = next((row for row in drafts if row["id"] == draft), None)
    if wished:
        return {"shot": wished["shot"], "draft": draft}
    shown = {row["shot"]: row["id"] for row in drafts}  # they are ordered: the latest stays
    shown |= {row["id"]: row["selected"] for row in shots if row["selected"]}
    chosen = (
        next((row for row in shots if row["id"] == shot), None)
        or next((row for row in shots if row["id"] in shown), None)
        or next(iter(shots), None)
    )
    if chosen is None:
        return {"shot": None, "draft": None}
    return {"shot": chosen["id"], "draft": shown.get(chosen["id"])}
