"""The end of a sitting: its record, of who was there and saw what."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from slowfilm.cuts.actions import clips_of
from slowfilm.cuts.models import CutVersion
from slowfilm.cuts.timing import Timing, length, source_frame
from slowfilm.films.authority import member_of
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import SYSTEM, Act, Refused, action
from slowfilm.reviews.models import Viewing
from slowfilm.shots.models import Draft
from slowfilm.sittings import events
from slowfilm.sittings.actions import may_change
from slowfilm.sittings.holding import may_present, under_way
from slowfilm.sittings.models import Attending, Sitting, SittingPresence, SittingShown
from slowfilm.sittings.spans import Reel, Span, both, joined, longest, presented
from slowfilm.timecode import parse_rate

MOST = 40  # spans of one draft and member: of more only the longest are claimed
FORGOTTEN = timedelta(minutes=30)  # after which a sitting where nobody is any more is ended


@action(events.EndSitting, May.MARK, events.SittingEnded)
def end_sitting(this: Act, command: events.EndSitting) -> events.SittingEnded:
    """End it. What was shown counts as seen for those whose screens showed it."""
    sitting = under_way(this.film_id, command.sitting)
    _may_end(this, sitting)
    attendings = list(Attending.objects.filter(sitting=sitting).order_by("id"))
    fact = events.SittingEnded(
        sitting=sitting.id,
        present=list(_present(attendings)),
        seen=list(_seen(sitting, attendings, this.at)),
    )
    SittingPresence.objects.bulk_create(
        SittingPresence(
            act=this.command,
            order=order,
            sitting=sitting,
            member_id=presence.member,
            came_at=presence.came_at,
            left_at=presence.left_at,
        )
        for order, presence in enumerate(fact.present)
    )
    Viewing.objects.bulk_create(
        Viewing(
            act=this.command,
            order=order,
            draft_id=viewing.draft,
            member_id=viewing.member,
            digest=viewing.digest,
            first=viewing.first,
            last=viewing.last,
            at=this.at,
        )
        for order, viewing in enumerate(fact.seen)
    )
    Sitting.objects.filter(pk=sitting.pk).update(ended_at=this.at, presenter=None, hold=None)
    Attending.objects.filter(sitting=sitting).delete()
    return fact


def end_forgotten() -> int:
    """End the sittings where nobody has been for half an hour; how many."""
    opened = Sitting.objects.filter(opened_at__lt=timezone.now() - FORGOTTEN, ended_at=None)
    lately = opened.annotate(told=Max("attending__told_at"))
    ended = 0
    for sitting in lately.exclude(told__gt=timezone.now() - FORGOTTEN):
        try:
            end_sitting(film_id=sitting.film_id, actor=SYSTEM, sitting=sitting.id)
            ended += 1
        except Refused:  # somebody was quicker
            continue
    return ended


def _may_end(this: Act, sitting: Sitting) -> None:
    member_id = member_of(this.actor)
    if member_id is None:
        return  # the site itself, where everyone has gone
    member = Member.objects.get(id=member_id)
    holds = sitting.presenter_id == member_id
    if not (holds or may_present(sitting, member) or may_change(sitting, member)):
        raise Refused("not-presenter", _("Only who presents can end this sitting."))


def _present(attendings: Iterable[Attending]) -> Iterator[events.Present]:
    for attending in attendings:
        for came, left in attending.times:
            moments = {"came_at": came, "left_at": left}
            yield events.Present.model_validate({"member": attending.member_id, **moments})


def _seen(sitting: Sitting, attendings: list[Attending], at: datetime) -> Iterator[events.Seen]:
    """What screens showed of what was presented; where one looked besides, one looked alone."""
    ids = {UUID(draft) for attending in attendings for draft in attending.seen}
    drafts = Draft.objects.filter(film=sitting.film_id).only("id", "master", "frames").in_bulk(ids)
    shown = frames_shown(sitting, at)
    for attending in attendings:
        for draft_id, spans in attending.seen.items():
            draft = drafts.get(UUID(draft_id))
            if draft is None:
                continue
            common = both(joined(spans), shown.get(draft.id, []))
            for first, last in longest(common, MOST):
                yield events.Seen(
                    member=attending.member_id,
                    draft=draft.id,
                    digest=draft.master_id,
                    first=first,
                    last=last,
                )


def frames_shown(sitting: Sitting, at: datetime) -> dict[UUID, list[Span]]:
    """Which frames of which drafts were presented until `at`, by themselves or within a cut."""
    assert sitting.opened_at is not None
    steps = list(SittingShown.objects.filter(sitting=sitting))
    drafts = Draft.objects.in_bulk({step.draft_id for step in steps if step.draft_id})
    version_ids = {step.version_id for step in steps if step.version_id}
    versions = CutVersion.objects.select_related("cut").in_bulk(version_ids)
    reels = {id_: Reel(parse_rate(draft.rate), draft.frames) for id_, draft in drafts.items()}
    reels |= {
        id_: Reel(parse_rate(version.cut.rate), version.frames) for id_, version in versions.items()
    }
    by_id = presented(steps, reels, int((at - sitting.opened_at).total_seconds() * 1000))
    for id_, version in versions.items():
        for draft, span in within(version, by_id.pop(id_, [])):
            by_id[draft] = joined([*by_id.get(draft, []), span])
    return by_id


def within(version: CutVersion, spans: list[Span]) -> Iterator[tuple[UUID, Span]]:
    """The drafts' own frames that spans of a cut's frames show."""
    rate: Fraction = parse_rate(version.cut.rate)
    timed, drafts = clips_of(version.cut.film_id, version.clips.all())
    timing = Timing(timed, rate)
    for clip, draft, start in zip(timed, drafts, timing.starts, strict=True):
        for first, last in both(spans, [(start, start + length(clip, rate))]):
            ends = [source_frame(clip, frame - start, rate) for frame in (first, last - 1)]
            yield draft.id, (ends[0], ends[1] + 1)
