"""Rulings: refused out of care; shown as it was by a right that two members signed for."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance import work_events as events
from slowfilm.clearance.works import Ruling
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft


@action(events.RefuseOutOfCare, May.CLEAR, events.CareTaken)
def refuse_out_of_care(this: Act, command: events.RefuseOutOfCare) -> events.CareTaken:
    """Refuse every use of a reference or draft, whatever was signed."""
    _subject(this.film_id, command.reference, command.draft)
    _refuse_twice(command, Ruling.Kind.CARE)
    _write(this, command, Ruling.Kind.CARE)
    return events.CareTaken.of(command)


@action(events.WriteReason, May.CLEAR, events.ReasonWritten)
def write_reason(this: Act, command: events.WriteReason) -> events.ReasonWritten:
    """Write down by which right something may be shown as it was."""
    _subject(this.film_id, command.reference, command.draft)
    _refuse_twice(command, Ruling.Kind.LAW)
    _write(this, command, Ruling.Kind.LAW, ground=command.ground)
    return events.ReasonWritten.of(command)


@action(events.SignReason, May.CLEAR, events.ReasonSigned)
def sign_reason(this: Act, command: events.SignReason) -> events.ReasonSigned:
    """Sign, as the second member, what another wrote down."""
    ruling = _standing(this.film_id, command.ruling)
    if ruling.kind != Ruling.Kind.LAW:
        raise Refused("no-reason", _("There is no reason under the law here to be signed."))
    if ruling.signed_at is not None:
        raise Refused("signed", _("It is signed already."))
    if ruling.written_by == this.actor:
        raise Refused("second-member", _("Whoever wrote it can't sign it: a second member does."))
    ruling.signed_by, ruling.signed_at = this.actor, this.at
    ruling.save(update_fields=["signed_by", "signed_at"])
    return events.ReasonSigned.of(command)


@action(events.EndRuling, May.CLEAR, events.RulingEnded)
def end_ruling(this: Act, command: events.EndRuling) -> events.RulingEnded:
    """End a refusal out of care, or a reason under the law."""
    ruling = _standing(this.film_id, command.ruling)
    ruling.ended_by, ruling.ended_at = this.actor, this.at
    ruling.save(update_fields=["ended_by", "ended_at"])
    return events.RulingEnded.of(command)


def _subject(film_id: UUID, reference: UUID | None, draft: UUID | None) -> None:
    """One thing of the film, ready to be looked at. Raises Refused."""
    if reference and not Reference.objects.filter(film_id=film_id, id=reference).exists():
        raise Refused("no-reference", _("There is no such reference in this film."))
    if draft and not Draft.objects.filter(film_id=film_id, id=draft).exists():
        raise Refused("no-draft", _("There is no such draft in this film."))
    if (reference is None) == (draft is None):
        raise Refused("malformed", _("Name a reference or a draft."))


def _refuse_twice(command: events.RefuseOutOfCare | events.WriteReason, kind: str) -> None:
    about = {"reference": command.reference, "draft": command.draft}
    if Ruling.objects.filter(**about, kind=kind, ended_at=None).exists():
        raise Refused("ruled-already", _("That stands already. End it first."))


def _write(
    this: Act, command: events.RefuseOutOfCare | events.WriteReason, kind: str, ground: str = ""
) -> None:
    Ruling.objects.create(
        id=this.command,
        film_id=this.film_id,
        reference_id=command.reference,
        draft_id=command.draft,
        kind=kind,
        ground=ground,
        reason=command.reason,
        written_by=this.actor,
        written_at=this.at,
    )


def _standing(film_id: UUID, ruling: UUID) -> Ruling:
    row = Ruling.objects.filter(film_id=film_id, id=ruling).first()
    if row is None:
        raise Refused("no-ruling", _("There is no such ruling in this film."))
    if row.ended_at is not None:
        raise Refused("ended", _("It has ended already."))
    return row
