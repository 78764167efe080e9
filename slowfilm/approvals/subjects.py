"""What is approved and locked: a shot with its selected draft, or a cut with its newest version."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance.answer import Answer, clearance
from slowfilm.cuts.clearing import cleared
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.ledger import Refused
from slowfilm.shots.models import Draft, Shot


@dataclass(frozen=True)
class Subject:
    """A whole and the part of it that is put forward now, if there is one."""

    whole: Shot | Cut
    part: Draft | CutVersion | None

    @property
    def kind(self) -> Literal["shot", "cut"]:
        """By what name commands and columns call the whole."""
        return "shot" if isinstance(self.whole, Shot) else "cut"

    @property
    def key(self) -> dict[str, Any]:
        """The column that leads to it."""
        return {self.kind: self.whole}

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that say what a row is about."""
        return {**self.key, "draft" if self.kind == "shot" else "version": self.part}

    @property
    def said(self) -> dict[str, UUID | None]:
        """The same, as an entry says it."""
        return {name: row and row.id for name, row in self.columns.items()}

    @property
    def name(self) -> str:
        """What is put forward, by its name."""
        if isinstance(self.part, CutVersion):
            return self.part.full_name
        return self.part.name if self.part else ""

    @property
    def version_name(self) -> str:
        """v007."""
        if isinstance(self.part, Draft):
            return f"v{self.part.version:03d}"
        return self.part.name if self.part else ""

    @property
    def drafts(self) -> list[Draft]:
        """The drafts that it shows."""
        if isinstance(self.part, CutVersion):
            shown = Draft.objects.filter(id__in=self.part.clips.order_by().values("draft"))
            return list(shown.select_related("shot__scene"))
        return [self.part] if self.part else []

    def clearance(self) -> Answer:
        """Whether all that is in it may be shown."""
        if isinstance(self.part, CutVersion):
            return cleared(self.part)
        return clearance("show", drafts=[self.part] if self.part else [])


def of_shot(shot: Shot) -> Subject:
    """A shot with its selected draft."""
    return Subject(shot, shot.selected)


def of_cuts(cuts: Iterable[Cut]) -> list[Subject]:
    """Cuts, each with its newest version: one question for all."""
    all_cuts = list(cuts)
    versions = CutVersion.objects.filter(cut__in=all_cuts).select_related("cut")
    latest = versions.order_by("cut_id", "-number").distinct("cut_id")
    newest = {version.cut_id: version for version in latest}
    return [Subject(cut, newest.get(cut.id)) for cut in all_cuts]


def find(film_id: UUID, shot: UUID | None, cut: UUID | None) -> Subject:
    """What a command is about, unlocked and with something put forward. Raises Refused."""
    if shot and not cut:
        subject = _shot(film_id, shot)
    elif cut and not shot:
        subject = _cut(film_id, cut)
    else:
        raise Refused("malformed", _("Name a shot or a cut."))
    if subject.whole.locked_at is not None:
        sentence = (
            _("This shot is locked. Nothing in it can change any more.")
            if shot
            else _("This cut is locked. Nothing in it can change any more.")
        )
        raise Refused("locked", sentence)
    if subject.part is None:
        sentence = _("No draft is selected yet.") if shot else _("This cut has no version yet.")
        raise Refused("no-draft" if shot else "no-version", sentence)
    return subject


def _shot(film_id: UUID, shot: UUID) -> Subject:
    shots = Shot.objects.select_related("selected__shot__scene", "scene")
    row = shots.filter(film_id=film_id, id=shot).first()
    if row is None:
        raise Refused("no-shot", _("There is no such shot in this film."))
    return of_shot(row)


def _cut(film_id: UUID, cut: UUID) -> Subject:
    subjects = of_cuts(Cut.objects.filter(film_id=film_id, id=cut))
    if not subjects:
        raise Refused("no-cut", _("There is no such cut in this film."))
    return subjects[0]
