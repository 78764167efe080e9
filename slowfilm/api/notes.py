"""The HTTP API's part for notes."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.commands import Call, Fields, made_by, row_of
from slowfilm.api.paging import Paging, paged
from slowfilm.ledger import Refused
from slowfilm.reviews import notes as actions
from slowfilm.reviews.events import DraftFrames
from slowfilm.reviews.kinds import NoteKind
from slowfilm.reviews.listing import ORDERS, Wish
from slowfilm.reviews.models import Note

router = Router()


class NoteOut(Schema):
    """Words on the frames first ≤ f < last of a draft, or an answer to `parent`.

    `carried_from` is the note of an earlier draft that is still true here. On a join, `next_draft`
    is what follows, from `next_first` to `next_frame`, both of them; null: that one frame. Over
    more shots, `between` are the frames first ≤ f < last of the drafts between those two.
    """

    id: UUID
    draft: UUID = Field(alias="draft_id")
    draft_name: str = Field(alias="draft.name")
    parent: UUID | None = Field(alias="parent_id")
    carried_from: UUID | None = Field(alias="carried_from_id")
    first: int
    last: int
    next_draft: UUID | None = Field(alias="next_draft_id")
    next_first: int | None
    next_frame: int | None
    between: list[DraftFrames]
    kind: str
    text: str
    reason: str
    actor: str
    mentions: list[UUID]
    written_at: datetime
    resolved_at: datetime | None

    @staticmethod
    def resolve_between(note: Note) -> list[dict[str, Any]]:
        return [part._asdict() for part in note.parts[1:-1]]


class ThreadOut(NoteOut):
    """A note with the answers to it, the first one first."""

    answers: list[NoteOut]

    @staticmethod
    def resolve_answers(note: Note) -> list[Note]:
        return sorted(note.replies.all(), key=lambda answer: (answer.written_at, answer.id))


class NotesWanted(Schema):
    """Which notes, as on the page of a film's notes."""

    state: Literal["open", "resolved", "all"] = "open"
    kind: NoteKind | None = None
    member: UUID | None = Field(None, description="Whose: a member's id.")
    draft: UUID | None = Field(None, description="On which draft.")
    sort: Literal["picture", "newest", "oldest"] = "picture"

    def wish(self) -> Wish:
        """The same, as the page knows it."""
        return Wish(self.state, self.kind or "", self.member, self.draft, self.sort)


def _notes(film_id: UUID) -> QuerySet[Note]:
    rows = Note.objects.filter(draft__film_id=film_id).select_related("draft__shot__scene")
    return rows.prefetch_related("replies__draft__shot__scene")


@router.get(
    "/films/{uuid:film_id}/notes",
    response={200: list[ThreadOut], 404: Fault},
    tags=["notes"],
)
def notes(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    wanted: Query[NotesWanted],
    page: Query[Paging],
) -> Any:
    """A film's notes with their answers: the open ones, in the order of the picture."""
    wish = wanted.wish()
    rows = wish.threads(member_of(request, film_id).film)
    rows = rows.prefetch_related("replies__draft__shot__scene")
    return paged(request, response, rows, (*ORDERS[wish.sort], "id"), page)


@router.get(
    "/films/{uuid:film_id}/notes/{uuid:note_id}",
    response={200: ThreadOut, 404: Fault},
    tags=["notes"],
)
def note(request: HttpRequest, film_id: UUID, note_id: UUID) -> Any:
    """One note with its answers."""
    return get_object_or_404(_notes(member_of(request, film_id).film_id), id=note_id)


def _thread(film_id: UUID, fields: Fields) -> Fields:
    """Where an answer lies: on its thread's draft and frames, whatever else is said."""
    row = Note.objects.filter(draft__film_id=film_id, id=fields["parent"]).first()
    if row is None:
        raise Refused("no-note", _("There is no such note in this film."))
    return {name: getattr(row, name) for name in ("first", "last", "kind")} | {
        "draft": row.draft_id
    }


_one = row_of(_notes, "note")
CALLS = (
    Call(
        "/drafts/{uuid:draft_id}/notes",
        actions.write_note,
        ThreadOut,
        made_by(Note),
        "notes",
        status=201,
        says="Write on the frames first ≤ f < last of a draft. A `keep` says why in `reason`; "
        "a note on a join names what follows in `next_draft`, from `next_first` to `next_frame`, "
        "and one over more shots those between in `between`.",
    ),
    Call(
        "/notes/{uuid:parent_id}/answers",
        actions.write_note,
        NoteOut,
        made_by(Note),
        "notes",
        status=201,
        only=("text", "mentions"),
        fill=_thread,
        name="answer_note",
        says="Answer a note. `mentions` are members' ids.",
    ),
    Call("/notes/{uuid:note_id}/resolve", actions.resolve_note, ThreadOut, _one, "notes"),
    Call("/notes/{uuid:note_id}/reopen", actions.reopen_note, ThreadOut, _one, "notes"),
    Call(
        "/notes/{uuid:note_id}/carry",
        actions.carry_note,
        ThreadOut,
        made_by(Note),
        "notes",
        status=201,
    ),
)
for call in CALLS:
    call.add(router)
