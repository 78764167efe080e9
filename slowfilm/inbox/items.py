"""What is shown of each thing that concerns a member: who, what, on which draft, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.approvals.awaited import progress_of
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
from slowfilm.approvals.subjects import of_cuts, of_shot
from slowfilm.clearance.presenters import names_of
from slowfilm.cuts.models import Cut
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import Role
from slowfilm.inbox.found import Found
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft, Shot
from slowfilm.sittings.notices import of_sitting, sitting_rows

SITTINGS = ("sitting", "sitting-off", "task")  # what these say: sittings/notices.py
ROWS: dict[str, Any] = {
    "mention": Note,
    "answer": Note,
    "approved": Approval,
    "changes": ChangeRequest,
    "broken": NeverAnswer,
    "locked": Lock,
    "finished": Draft,
}


@dataclass(frozen=True)
class Item:
    """One line of the inbox."""

    kind: str
    film: Film
    sentence: str
    words: str  # of whoever it is from
    at: datetime
    link: str  # a path
    unread: bool
    seq: int


@dataclass(frozen=True)
class Request:
    """An approval that is awaited of a member, of a draft or of a cut's version."""

    film: Film
    name: str
    title: str
    roles: list[Role]
    link: str


def shown(items: list[Found]) -> list[Item]:
    """Each with its words; what has gone meanwhile is left out."""
    rows = {kind: _rows(kind, items) for kind in {item.kind for item in items}}
    films = Film.objects.in_bulk({item.film for item in items})
    names: dict[str, str] = {}
    for film in films:
        names |= names_of(film, {item.actor for item in items if item.film == film})
    return [
        _item(item, rows[item.kind][item.id], films[item.film], names.get(item.actor, ""))
        for item in items
        if item.id in rows[item.kind]
    ]


def _rows(kind: str, items: Iterable[Found]) -> dict[UUID, Any]:
    ids = {item.id for item in items if item.kind == kind}
    if kind in SITTINGS:
        return sitting_rows(kind, ids)
    rows = ROWS[kind].objects.filter(id__in=ids)
    if ROWS[kind] is Draft:
        return {row.id: row for row in rows.select_related("shot__scene")}
    if ROWS[kind] is Note:
        return {row.id: row for row in rows.select_related("draft__shot__scene")}
    shown = ("draft__shot__scene", "version__cut")
    return {row.id: row for row in rows.select_related(*shown)}


def _item(concern: Found, row: Any, film: Film, name: str) -> Item:
    if concern.kind in SITTINGS:
        parts = of_sitting(concern.kind, row, name or _("Slowfilm"))
        return Item(
            concern.kind, film, *parts[:2], concern.at, parts[2], concern.unread, concern.seq
        )
    about = {"name": name or _("Slowfilm"), "draft": _what(row)}
    return Item(
        concern.kind,
        film,
        _sentence(concern.kind, row) % about,
        _words(row),
        concern.at,
        _link(film, row),
        concern.unread,
        concern.seq,
    )


def _sentence(kind: str, row: Any) -> str:
    sentences = {
        "mention": _("%(name)s mentioned you on %(draft)s."),
        "answer": _("%(name)s answered in your thread on %(draft)s."),
        "approved": _("%(name)s approved %(draft)s."),
        "changes": _("%(name)s requested changes to %(draft)s."),
        "broken": _("%(name)s says that %(draft)s breaks a never."),
        "locked": _("%(name)s locked %(draft)s."),
        "finished": _("%(draft)s is finished."),
    }
    return sentences[kind]


def _words(row: Any) -> str:
    if isinstance(row, Note):
        return row.text
    if isinstance(row, ChangeRequest):
        return row.reason
    return row.remark if isinstance(row, Approval | NeverAnswer) else ""


def _what(row: Any) -> str:
    """What it is about, by its name."""
    if isinstance(row, Draft):
        return row.name
    return row.draft.name if isinstance(row, Note) else str(row.what)


def _link(film: Film, row: Any) -> str:
    if isinstance(row, Note | Draft):
        draft = row if isinstance(row, Draft) else row.draft
        frame = {"frame": row.first} if isinstance(row, Note) else {}
        where = urlencode({"shot": draft.shot_id, "draft": draft.id} | frame)
        return f"{reverse('room', args=[film.id])}?{where}"
    if row.cut_id:
        return reverse("cut-gate", args=[film.id, row.cut_id])
    return reverse("gate", args=[film.id, row.shot_id])


def requests_of(user: User, film: Film | None = None) -> list[Request]:
    """Every approval that is awaited of a user now, on one of their films or on all."""
    places = Member.objects.present().filter(user=user).select_related("film__policy")
    if film is not None:
        places = places.filter(film=film)
    return [
        request
        for member in places
        if set(member.roles) & {*member.film.policy.approving, Role.PERFORMER}
        for request in _requests(member)
    ]


def _requests(member: Member) -> list[Request]:
    film = member.film
    shots = list(
        Shot.objects.filter(film=film, selected__isnull=False, locked_at=None)
        .select_related("scene", "selected__shot__scene")
        .order_by("scene__number", "number")
    )
    cuts = of_cuts(Cut.objects.filter(film=film, locked_at=None))
    subjects = [*cuts, *map(of_shot, shots)]
    progress = progress_of(film, subjects)
    requests = []
    for subject in subjects:
        pending = progress[subject.whole.id].awaited if subject.whole.id in progress else []
        own = [entry for entry in pending if member in entry.members]
        if roles := [entry.role for entry in own]:
            page = "cut-gate" if subject.kind == "cut" else "gate"
            page = "performance" if any(entry.performer for entry in own) else page
            title = subject.whole.title if subject.kind == "shot" else ""
            link = reverse(page, args=[film.id, subject.whole.id])
            requests.append(Request(film, subject.name, title, roles, link))
    return requests
