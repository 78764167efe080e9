"""Asking for an erasure, letting it be, and doing it, which nothing brings back."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.abstractions.preview import PREVIEW
from slowfilm.clearance import preview_jobs
from slowfilm.clearance.after import PersonMessage, WithdrawalStep
from slowfilm.clearance.aftercare import HarmCase
from slowfilm.clearance.models import Release
from slowfilm.erasures import events
from slowfilm.erasures.models import Erasure
from slowfilm.erasures.records import nameless
from slowfilm.erasures.scope import Scope, rests_on, scope_of
from slowfilm.erasures.stopping import stop, work_on
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import enqueue
from slowfilm.ledger import Act, Refused, action
from slowfilm.ledger.events import PayloadsErased
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import find_person
from slowfilm.people.models import Person
from slowfilm.references.models import Line

ERASE = JobKind("erase-files", "io")


def against(person: Person, scope: Scope) -> Iterator[str]:
    """Sentences: what stands in the way of erasing what rests on a person."""
    if not WithdrawalStep.objects.filter(release__person=person).exists():
        yield _("Nothing was withdrawn. An erasure ends a withdrawal.")
    for release in Release.objects.filter(person=person):
        if release.state == Release.State.LIVE:
            sentence = _(
                "A release is in force and allows: %(uses)s. It has to be withdrawn first."
            )
            yield sentence % {"uses": _(", ").join(release.use_names)}
    yield from scope.shared
    if scope.empty:
        yield _("There is nothing to erase.")


def _cleared_scope(this: Act, person: Person, digest: str) -> Scope:
    """What goes, once all work on it is stopped: what that would make would bring it back.

    Raises Refused, and then nothing was stopped.
    """
    stop(work_on(this.film_id, *rests_on(person)), this.at)
    scope = scope_of(person)
    for sentence in against(person, scope):
        raise Refused("not-erasable", sentence)
    if scope.digest != digest:
        sentence = _("What would go has changed meanwhile. Look at the list again.")
        raise Refused("conflict", sentence)
    return scope


@action(events.AskErasure, May.CLEAR, events.ErasureAsked)
def ask_erasure(this: Act, command: events.AskErasure) -> events.ErasureAsked:
    """Ask that what rests on a person goes. Its id is the command's. Work on it is stopped."""
    person = find_person(this.film_id, command.person)
    if person.erasures.filter(done_at=None, dropped_at=None).exists():
        raise Refused("asked", _("That was asked for already."))
    _cleared_scope(this, person, command.digest)
    Erasure.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        digest=command.digest,
        asked_by=this.actor,
        asked_at=this.at,
    )
    return events.ErasureAsked.of(command)


@action(events.DropErasure, May.CLEAR, events.ErasureDropped)
def drop_erasure(this: Act, command: events.DropErasure) -> events.ErasureDropped:
    """Let it be."""
    erasure = _open(this, command.erasure)
    erasure.dropped_at, erasure.dropped_by = this.at, this.actor
    erasure.save(update_fields=["dropped_at", "dropped_by"])
    return events.ErasureDropped.of(command)


@action(events.ConfirmErasure, May.CLEAR, PayloadsErased)
def confirm_erasure(this: Act, command: events.ConfirmErasure) -> PayloadsErased:
    """Erase. Payloads, words and the right to every file go in this act; bytes by a job after it.

    So a crash leaves nothing that anybody is given, and a list of what is still to be removed.
    """
    erasure = _open(this, command.erasure)
    if erasure.asked_by == this.actor:
        raise Refused("same-member", _("Another member has to confirm it."))
    person = erasure.person
    scope = _cleared_scope(this, person, command.digest)
    Entry.objects.filter(film=this.film_id, seq__in=scope.seqs).update(payload=None, salt=None)
    storage.mark_erased(this.film_id, scope.blobs, this.at)
    PersonMessage.objects.filter(id__in=scope.messages).update(text="")
    HarmCase.objects.filter(id__in=scope.cases).update(words="")
    Line.objects.filter(id__in=scope.lines).update(words="", translation="")
    person.name, person.note, person.assets = nameless(person.id), "", {}
    person.save(update_fields=["name", "note", "assets"])
    _forget_previews(this.film_id)
    erasure.done_at, erasure.done_by = this.at, this.actor
    erasure.save(update_fields=["done_at", "done_by"])
    enqueue(film_id=this.film_id, kind=ERASE, subject=erasure.id)
    return PayloadsErased(
        seqs=scope.seqs,
        blobs=scope.blobs,
        erasure=erasure.id,
        person=person.id,
        messages=scope.messages,
        cases=scope.cases,
        lines=list(scope.lines),
    )


def _forget_previews(film_id: UUID) -> None:
    """Pictures and sounds that are kept with a job and nowhere else.

    A job does not say any more of what they were made: an open page has them made anew.
    """
    Job.objects.filter(film=film_id, kind__in=(*preview_jobs.KINDS, PREVIEW.name)).delete()


def _open(this: Act, erasure: UUID) -> Erasure:
    erasures = Erasure.objects.select_related("person").filter(film_id=this.film_id, id=erasure)
    row = erasures.first()
    if row is None:
        raise Refused("no-erasure", _("There is no such erasure."))
    if row.done_at is not None or row.dropped_at is not None:
        raise Refused("done", _("That is done already."))
    return row
