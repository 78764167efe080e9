"""What members have said of several shots and cuts, asked for all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from slowfilm.approvals.digest import digests, version_digests
from slowfilm.approvals.models import Approval, ChangeRequest, NeverAnswer
from slowfilm.approvals.performers import Performer, performers_of
from slowfilm.approvals.roles import Standing, standings
from slowfilm.approvals.subjects import Subject
from slowfilm.cuts.models import CutVersion
from slowfilm.films.models import Member, Policy
from slowfilm.light.state import Standing as Light
from slowfilm.light.state import of_drafts
from slowfilm.shots.models import Draft


@dataclass(frozen=True)
class Words:
    """The film's rules, its members, and what they said; each by the whole's id or by digest."""

    policy: Policy
    members: Sequence[Member]
    nevers: Sequence[str]
    digests: Mapping[UUID, str]
    approvals: Mapping[str, list[Approval]]
    requests: Mapping[UUID, list[ChangeRequest]]
    answers: Mapping[str, list[NeverAnswer]]
    lights: Mapping[UUID, Light]
    performers: Mapping[UUID, list[Performer]]  # of drafts

    def digest(self, subject: Subject) -> str:
        """What an approval of it binds to."""
        return self.digests[subject.whole.id]

    def standings(self, subject: Subject) -> list[Standing]:
        """Where each role stands about it."""
        digest = self.digest(subject)
        requests = self.requests.get(subject.whole.id, [])
        approvals = self.approvals.get(digest, [])
        return standings(self.policy, digest, approvals, requests, self.performing(subject))

    def performing(self, subject: Subject) -> list[Performer]:
        """Whose performance is kept in it, and who so approves it themselves."""
        return self.performers.get(subject.part.id, []) if subject.part else []


def words_of(film_id: UUID, subjects: Iterable[Subject], others: Words | None = None) -> Words:
    """Of subjects with something put forward: a dozen questions, however many they are.

    `others`: words of the same film, whose rules and members are taken over.
    """
    candidates = [subject for subject in subjects if subject.part is not None]
    drafts = [candidate.part.id for candidate in candidates if isinstance(candidate.part, Draft)]
    lights = of_drafts(drafts)
    named = digests_of(candidates, lights)
    of_digests: dict[str, Any] = {"film": film_id, "digest__in": list(named.values())}
    ids = [candidate.whole.id for candidate in candidates]
    approvals = Approval.objects.filter(**of_digests, withdrawn_at=None)
    requests = ChangeRequest.objects.filter(Q(shot__in=ids) | Q(cut__in=ids), closed_at=None)
    answers = NeverAnswer.objects.filter(**of_digests, replaced_at=None)
    who = "member__user"
    shown = ("draft__shot__scene", "version__cut")
    policy = others.policy if others else Policy.objects.select_related("film").get(pk=film_id)
    present = Member.objects.present().select_related("user").filter(film_id=film_id)
    return Words(
        policy=policy,
        members=others.members if others else list(present),
        nevers=policy.film.nevers,
        digests=named,
        approvals=_by(approvals.select_related(who).order_by("at"), "digest"),
        requests=_by(requests.select_related(who, *shown).order_by("at"), "shot_id", "cut_id"),
        answers=_by(answers.select_related(who).order_by("at"), "digest"),
        lights=lights,
        performers=performers_of(drafts) if drafts else {},
    )


def digests_of(
    subjects: Iterable[Subject], lights: Mapping[UUID, Light] | None = None
) -> dict[UUID, str]:
    """What approvals of these bind to, by the wholes' ids."""
    parts = {subject.whole.id: subject.part for subject in subjects}
    own = digests([part for part in parts.values() if isinstance(part, Draft)], lights)
    own |= version_digests(part for part in parts.values() if isinstance(part, CutVersion))
    return {whole: own[part.id] for whole, part in parts.items() if part}


def _by(rows: Iterable[Any], *names: str) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[next(filter(None, (getattr(row, name) for name in names)))].append(row)
    return groups
