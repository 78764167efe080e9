"""The gate before a lock: a list, asked afresh each time, each with who or what is missing."""

from dataclasses import dataclass, field

from slowfilm.approvals.anchor_conditions import anchor_conditions
from slowfilm.approvals.clearance_conditions import clearance_conditions
from slowfilm.approvals.condition import Condition
from slowfilm.approvals.conditions import conditions, kept
from slowfilm.approvals.light_conditions import light_conditions
from slowfilm.approvals.note_conditions import note_conditions, open_notes
from slowfilm.approvals.relit import lines_of
from slowfilm.approvals.shots_conditions import shots_conditions
from slowfilm.approvals.subjects import Subject, of_cuts, of_shot
from slowfilm.approvals.words import Words, words_of
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.shots.models import Draft, Shot


@dataclass(frozen=True)
class Gate:
    """All the conditions of one shot or cut, and the digest they were asked for."""

    subject: Subject
    digest: str
    conditions: list[Condition] = field(default_factory=list)

    @property
    def missing(self) -> list[Condition]:
        """What keeps it from being locked."""
        return [condition for condition in self.conditions if not condition.holds]

    @property
    def open(self) -> bool:
        """Whether it may be locked now."""
        return self.subject.whole.locked_at is None and not self.missing


def gate(whole: Shot | Cut) -> Gate:
    """Ask everything about a shot or a cut, as it stands now."""
    subject = of_shot(whole) if isinstance(whole, Shot) else of_cuts([whole])[0]
    words = words_of(whole.film_id, [subject])
    if subject.part is None:
        return Gate(subject, "", conditions(subject, words, []))
    if whole.locked_at is not None:
        return Gate(subject, words.digest(subject), kept(subject, words))
    own = [*_own(subject, words), *clearance_conditions(subject)]
    return Gate(subject, words.digest(subject), conditions(subject, words, own))


def _own(subject: Subject, words: Words) -> list[Condition]:
    match subject.part:
        case CutVersion() as version:
            return shots_conditions(version, words)
        case Draft() as draft:
            line = lines_of([draft])[draft.id]
            notes = note_conditions(draft, words.policy, open_notes([draft]))
            light = light_conditions(line, words.policy, words.lights)
            return [*light, *anchor_conditions(line), *notes]
    return []
