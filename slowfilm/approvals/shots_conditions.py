"""A cut's gate: its shots are locked with it, so each is asked what it would be asked alone."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.approvals.anchor_conditions import anchor_conditions
from slowfilm.approvals.condition import Condition
from slowfilm.approvals.conditions import conditions
from slowfilm.approvals.light_conditions import light_conditions
from slowfilm.approvals.note_conditions import note_conditions, open_notes
from slowfilm.approvals.relit import lines_of
from slowfilm.approvals.subjects import of_shot
from slowfilm.approvals.words import Words, words_of
from slowfilm.cuts.models import CutVersion
from slowfilm.shots.models import Draft, Shot

MOST = 100  # shots in the way that are named


def shots_conditions(version: CutVersion, of_cut: Words) -> list[Condition]:
    """One condition for each shot that stands in the way of locking a cut with all its shots.

    `of_cut`: what was said of the cut; the film's rules and members are in it.
    """
    drafts = drafts_by_shot(version)
    if not drafts:
        return [Condition("shots", False, _("There is no shot in this version yet."))]
    shots = Shot.objects.select_related("scene", "selected__shot__scene").in_bulk(drafts)
    missing = _missing(of_cut, [shot for shot in shots.values() if not shot.locked_at])
    blockers = []
    for id_, shown in drafts.items():
        if lacking := list(_in_the_way(shots[id_], shown, missing.get(id_, []))):
            blockers.append(_in_words(shots[id_], lacking))
    if not blockers:
        sentence = ngettext(
            "Its %(count)s shot can be locked with it.",
            "Its %(count)s shots can be locked with it.",
            len(drafts),
        )
        return [Condition("shots", True, sentence % {"count": len(drafts)})]
    return [*blockers[:MOST], *_and_more(len(blockers) - MOST)]


def _in_words(shot: Shot, details: list[str]) -> Condition:
    sentence = _("%(shot)s can't be locked yet.") % {"shot": shot.name}
    page = reverse("gate", args=[shot.film_id, shot.id])
    return Condition("shots", False, sentence, details=details, mend=page)


def _and_more(count: int) -> Iterator[Condition]:
    if count > 0:
        sentence = ngettext(
            "%(count)s more shot stands in the way.",
            "%(count)s more shots stand in the way.",
            count,
        )
        yield Condition("shots", False, sentence % {"count": count})


def _missing(of_cut: Words, shots: list[Shot]) -> dict[UUID, list[Condition]]:
    """What each shot lacks by itself. Whether it is cleared is asked of the cut as a whole."""
    subjects = [of_shot(shot) for shot in shots]
    words = words_of(of_cut.policy.film_id, subjects, of_cut)
    selected = [shot.selected for shot in shots if shot.selected]
    notes, lines = open_notes(selected), lines_of(selected)
    by_shot = {}
    for shot, subject in zip(shots, subjects, strict=True):
        own: list[Condition] = []
        if shot.selected:
            line = lines[shot.selected.id]
            own += light_conditions(line, words.policy, words.lights)
            own += anchor_conditions(line)
            own += note_conditions(shot.selected, words.policy, notes)
        by_shot[shot.id] = [
            condition for condition in conditions(subject, words, own) if not condition.holds
        ]
    return by_shot


def _in_the_way(shot: Shot, shown: list[Draft], missing: list[Condition]) -> Iterator[str]:
    """Why a shot can't be locked with a cut that shows these of its drafts."""
    for draft in shown:
        if draft.id != shot.selected_id and shot.selected is not None:
            sentence = (
                _("It is locked with %(selected)s, and the cut shows %(draft)s.")
                if shot.locked_at
                else _("%(selected)s is selected, and the cut shows %(draft)s.")
            )
            yield sentence % {"selected": shot.selected.name, "draft": draft.name}
    for condition in missing:
        day = (
            date_format(timezone.localtime(condition.until), "DATE_FORMAT")
            if condition.until
            else ""
        )
        yield f"{condition.sentence} {day}".strip()


def drafts_by_shot(version: CutVersion) -> dict[UUID, list[Draft]]:
    """The drafts that a version shows, each once, by their shots in the order of the cut."""
    by_shot: dict[UUID, dict[UUID, Draft]] = {}
    clips = version.clips.select_related("draft__shot__scene").defer("draft__facts")
    for clip in clips.order_by("order"):
        by_shot.setdefault(clip.draft.shot_id, {})[clip.draft_id] = clip.draft
    return {shot: list(drafts.values()) for shot, drafts in by_shot.items()}
