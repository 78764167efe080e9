"""Licences: recorded, said of more works or fewer, withdrawn."""

import tempfile
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.clearance import work_events as events
from slowfilm.clearance.paper import end_of
from slowfilm.clearance.works import Licence
from slowfilm.films.models import Film
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.media import sniff
from slowfilm.references.models import Reference
from slowfilm.storage import Blob, Holding

LARGEST = 20 * 1024 * 1024  # bytes of a paper
MOST = 2000  # works of one licence
OWN = {"kind": "own", "allows": ["engine", "alter", "show"]}  # what is ours may be used for all


@action(events.RecordLicence, May.CLEAR, events.LicenceRecorded)
def record_licence(this: Act, command: events.RecordLicence) -> events.LicenceRecorded:
    """Record what the rights holder of works allows. The licence's id is the command's."""
    _refuse_unsaid(command)
    works = _works(this.film_id, command.references)
    starts_at, ends_at = _term(this.at, command.starts_on, command.ends_on)
    terms = command.model_dump(include=set(events.LicenceTerms.model_fields) - {"paper", "allows"})
    allows = [use for use in ("engine", "alter", "show") if use in command.allows]
    if command.paper and not Holding.objects.filter(film=this.film_id, blob=command.paper).exists():
        raise Refused("no-paper", _("The paper is not here. Upload it again."))
    licence = Licence.objects.create(
        id=this.command,
        film_id=this.film_id,
        **terms,
        allows=allows,
        paper_id=command.paper,
        starts_at=starts_at,
        ends_at=ends_at,
        references=works,
        recorded_by=this.actor,
        recorded_at=this.at,
    )
    return events.LicenceRecorded(
        **terms,
        allows=allows,
        paper=command.paper,
        references=works,
        starts_at=licence.starts_at,
        ends_at=licence.ends_at,
    )


@action(events.LicenseWorks, May.CLEAR, events.WorksLicensed)
def license_works(this: Act, command: events.LicenseWorks) -> events.WorksLicensed:
    """Say that a licence is for more works, or for fewer."""
    licence = find_licence(this.film_id, command.licence)
    if licence.withdrawn_at is not None:
        raise Refused("withdrawn", _("This licence was withdrawn already."))
    works = changed(licence.references, _works(this.film_id, command.references), command.licensed)
    if len(works) > MOST:
        raise Refused("too-many", _("One licence covers at most %(most)s works.") % {"most": MOST})
    licence.references = works
    licence.save(update_fields=["references"])
    return events.WorksLicensed(licence=licence.id, references=works)


@action(events.WithdrawLicence, May.CLEAR, events.LicenceWithdrawn)
def withdraw_licence(this: Act, command: events.WithdrawLicence) -> events.LicenceWithdrawn:
    """Say that a licence allows nothing any more: new uses of its works stop at once."""
    licence = find_licence(this.film_id, command.licence)
    if licence.withdrawn_at is not None:
        raise Refused("withdrawn", _("This licence was withdrawn already."))
    licence.withdrawn_by, licence.withdrawn_at = this.actor, this.at
    licence.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return events.LicenceWithdrawn.of(command)


def standing_licences(film: Film) -> list[Licence]:
    """Those that were not withdrawn, the newest first."""
    return list(Licence.objects.filter(film=film, withdrawn_at=None).order_by("-recorded_at"))


def keep_paper(film: Film, data: bytes) -> Blob:
    """Keep the bytes of a paper for a film. Raises Refused where they are no PDF or picture."""
    if not data or len(data) > LARGEST:
        raise Refused("no-paper", _("Choose a PDF or a picture of at most 20 MB."))
    kind = next((paper_type for paper_type in events.PAPERS if _is(paper_type, data[:64])), None)
    if kind is None:
        raise Refused("no-paper", _("Choose a PDF or a picture of at most 20 MB."))
    with tempfile.NamedTemporaryFile(prefix="slowfilm-") as file:
        file.write(data)
        file.flush()
        return storage.keep(Path(file.name), kind, film.id)


def find_licence(film_id: UUID, licence: UUID) -> Licence:
    """One licence of a film. Raises Refused."""
    row = Licence.objects.filter(film_id=film_id, id=licence).first()
    if row is None:
        raise Refused("no-licence", _("There is no such licence in this film."))
    return row


def changed(was: list[UUID], more: list[UUID], added: bool) -> list[UUID]:
    """A list of ids with more in it, each once, or without them."""
    if added:
        return list(dict.fromkeys([*was, *more]))
    return [item for item in was if item not in set(more)]


def _is(kind: str, head: bytes) -> bool:
    return kind in sniff.types(head)


def _refuse_unsaid(command: events.RecordLicence) -> None:
    """What a licence of a kind must say."""
    if command.kind in ("contract", "cc") and not command.holder:
        raise Refused("no-holder", _("Say who holds the rights."))
    if command.kind == "cc" and not command.terms:
        raise Refused("no-terms", _("Say which licence it is, such as CC BY 4.0."))
    if command.kind == "public-domain" and not command.terms:
        raise Refused("no-terms", _("Say why nobody holds rights in it any more."))


def _works(film_id: UUID, ids: list[UUID]) -> list[UUID]:
    """References of the film, each once, in order. Raises Refused."""
    unique_ids = list(dict.fromkeys(ids))
    references = Reference.objects.filter(
        film_id=film_id, id__in=unique_ids, original__isnull=False
    )
    if references.count() < len(unique_ids):
        raise Refused("no-reference", _("There is no such reference in this film."))
    return unique_ids


def _term(at: datetime, first: date | None, last: date | None) -> tuple[datetime, datetime | None]:
    """The moments when a term begins and ends. Raises Refused."""
    try:
        begins = end_of(first.fromordinal(first.toordinal() - 1)) if first else at
        ends = end_of(last)
    except (OverflowError, ValueError) as error:
        raise Refused("too-late", _("That day is too far away.")) from error
    assert begins is not None
    if ends is not None and (ends <= begins or ends <= at):
        raise Refused("ended", _("The last day is over already."))
    return begins, ends
