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
def refuse_out_of_care(this: Act, asked: events.RefuseOutOfCare) -> events.CareTaken:
    """Refuse every use of a reference or draft, whatever was signed."""
    _subject(this.film_id, asked.reference, asked.draft)
    _refuse_twice(asked, Ruling.Kind.CARE)
    _write(this, asked, Ruling.Kind.CARE)
    return events.CareTaken.of(asked)


@action(events.WriteReason, May.CLEAR, events.ReasonWritten)
def write_reason(this: Act, asked: events.WriteReason) -> events.ReasonWritten:
    """Write down by which right something may be shown as it was."""
    _subject(this.film_id, asked.reference, asked.draft)
    _refuse_twice(asked, Ruling.Kind.LAW)
    _write(this, asked, Ruling.Kind.LAW, ground=asked.ground)
    return events.ReasonWritten.of(asked)


@action(events.SignReason, May.CLEAR, events.ReasonSigned)
def sign_reason(this: Act, asked: events.SignReason) -> events.ReasonSigned:
    """Sign, as the second member, what another wrote down."""
    found = _standing(this.film_id, asked.ruling)
    if found.kind != Ruling.Kind.LAW:
        raise Refused("no-reason", _("There is no reason under the law here to be signed."))
    if found.signed_at is not None:
        raise Refused("signed", _("It is signed already."))
    if found.written_by == this.actor:
        raise Refused("second-member", _("Whoever wrote it can't sign it: a second member does."))
    found.signed_by, found.signed_at = this.actor, this.at
    found.save(update_fields=["signed_by", "signed_at"])
    return events.ReasonSigned.of(asked)


@action(events.EndRuling, May.CLEAR, events.RulingEnded)
def end_ruling(this: Act, asked: events.EndRuling) -> events.RulingEnded:
    """End a refusal out of care, or a reason under the law."""
    found = _standing(this.film_id, asked.ruling)
    found.ended_by, found.ended_at = this.actor, this.at
    found.save(update_fields=["ended_by", "ended_at"])
    return events.RulingEnded.of(asked)


def _subject(film_id: UUID, reference: UUID | None, draft: UUID | None) -> None:
    """One thing of the film, ready to be looked at. Raises Refused."""
    if reference and not Reference.objects.filter(film_id=film_id, id=reference).exists():
        raise Refused("no-reference", _("There is no such reference in this film."))
    if draft and not Draft.objects.filter(film_id=film_id, id=draft).exists():
        raise Refused("no-draft", _("There is no such draft in this film."))
    if (reference is None) == (draft is None):
        raise Refused("malformed", _("Name a reference or a draft."))


def _refuse_twice(asked: events.RefuseOutOfCare | events.WriteReason, kind: str) -> None:
    about = {"reference": asked.reference, "draft": asked.draft}
    if Ruling.objects.filter(**about, kind=kind, ended_at=None).exists():
        raise Refused("ruled-already", _("That stands already. End it first."))


def _write(
    this: Act, asked: events.RefuseOutOfCare | events.WriteReason, kind: str, ground: str = ""
) -> None:
    Ruling.objects.create(
        id=this.command,
        film_id=this.film_id,
        reference_id=asked.reference,
        draft_id=asked.draft,
        kind=kind,
        ground=ground,
        reason=asked.reason,
        written_by=this.actor,
        written_at=this.at,
    )


def _standing(film_id: UUID, ruling: UUID) -> Ruling:
    found = Ruling.objects.filter(film_id=film_id, id=ruling).first()
    if found is None:
        raise Refused("no-ruling", _("There is no such ruling in this film."))
    if found.ended_at is not None:
        raise Refused("ended", _("It has ended already."))
    return found
