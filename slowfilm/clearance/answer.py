"""The one answer to "may these be used for that?". What nobody has said is not allowed.

Asked of a set of references and drafts at once: a brief, a library, a picture that is to be
locked. References that are given cost no query, drafts three, however many there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

Use = Literal["look", "generate", "show"]  # by members; by an engine; in a picture that is locked

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
class Reason:
    """Why not: a code for programs, a sentence for people, and of what it is said."""

    code: str
    sentence: str
    subject: UUID
    name: str


@dataclass(frozen=True)
class Answer:
    """Whether all that was asked of may be used, and what stands in the way."""

    reasons: tuple[Reason, ...]

    @property
    def cleared(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.reasons

    def of(self, subject: UUID) -> list[Reason]:
        """What stands in the way of one reference or draft."""
        return [reason for reason in self.reasons if reason.subject == subject]

    def sentences(self) -> list[str]:
        """A sentence for each that is not cleared, by its name."""
        told: dict[UUID, str] = {}
        for reason in self.reasons:
            before = told.get(reason.subject, f"{reason.name}:")
            told[reason.subject] = f"{before} {reason.sentence}"
        return list(told.values())


def clearance(
    use: Use, *, references: Iterable[Reference] = (), drafts: Iterable[Draft] = ()
) -> Answer:
    """Ask for references, and for drafts with all that they were made from, for one use."""
    asked = {reference.id: reference for reference in references}
    uploaded: list[Draft] = []
    if roots := [draft.id for draft in drafts]:
        ancestors = _ancestors(roots)
        found = Reference.objects.filter(used_in__draft__in=ancestors).distinct()
        asked |= {reference.id: reference for reference in found}
        uploaded = _undeclared(ancestors)
    reasons = [reason for reference in asked.values() for reason in _of_reference(reference, use)]
    return Answer((*(_of_upload(draft) for draft in uploaded), *reasons))


def _ancestors(drafts: list[UUID]) -> list[UUID]:
    """The drafts themselves, and every earlier draft that they were made from."""
    with connection.cursor() as cursor:
        cursor.execute(ANCESTORS, [drafts])
        return [draft for (draft,) in cursor.fetchall()]


def _undeclared(drafts: list[UUID]) -> list[Draft]:
    made_elsewhere = Draft.objects.filter(
        id__in=drafts, origin=Draft.Origin.UPLOADED, nobody_else_by=""
    )
    return list(made_elsewhere.select_related("shot__scene").order_by("made_at"))


def _of_upload(draft: Draft) -> Reason:
    sentence = _("It was made elsewhere, and nobody has said who is seen or heard in it.")
    return Reason("unsaid", sentence, draft.id, draft.name)


def _of_reference(reference: Reference, use: Use) -> list[Reason]:
    against: list[tuple[str, str]] = []
    if not reference.ready:
        against.append(("not-prepared", _("It is not prepared yet.")))
    if use != "look" and reference.study:
        said = _("It is for study only: it may be looked at and never used.")
        against.append(("study", said))
    if use != "look" and reference.nobody_else_at is None:
        against.append(("unsaid", _("Nobody has said yet who is seen or heard in it.")))
    return [Reason(code, said, reference.id, reference.name) for code, said in against]
