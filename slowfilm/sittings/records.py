"""How sittings follow from the ledger."""

from slowfilm.films.authority import member_of
from slowfilm.ledger.guards import never_changed
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    PLACE,
    More,
    Record,
    always,
    changed,
    from_actor,
    made,
)
from slowfilm.reviews.models import Viewing
from slowfilm.shots.records import COUNTED
from slowfilm.sittings import events
from slowfilm.sittings.models import (
    Attending,
    Sitting,
    SittingDecision,
    SittingGuest,
    SittingItem,
    SittingPresence,
    SittingShown,
    SittingTask,
)

WHEN = ("title", "begins_at", "zone", "minutes")
UNCHANGED = (never_changed("the record of a sitting is immutable"),)
FREE = {"id": COUNTED}

RECORDS = (
    Record(
        Sitting,
        rules=(
            made(
                events.SittingPlanned,
                *WHEN,
                id=COMMAND,
                film=FILM,
                plan=COMMAND,
                planned_by=ACTOR,
                sequence=always(0),
                called_off=None,
                called_off_at=None,
                reason=always(""),
                opened_at=None,
                ended_at=None,
                presenter=None,
                hold=None,
            ),
            changed(events.SittingChanged, *WHEN, "sequence", key="sitting", plan=COMMAND),
            changed(
                events.SittingCalledOff,
                *("sequence", "reason"),
                key="sitting",
                called_off=COMMAND,
                called_off_at=AT,
            ),
            changed(events.SittingOpened, "presenter", key="sitting", opened_at=AT, hold=COMMAND),
            changed(events.PresenterChanged, "presenter", key="sitting", hold=COMMAND),
            changed(events.SittingEnded, key="sitting", ended_at=AT, presenter=None, hold=None),
        ),
    ),
    Record(
        SittingItem,
        film="sitting__film",
        rules=(
            made(
                events.SittingPlanned,
                *("shot", "cut"),
                each="agenda",
                sitting=COMMAND,
                act=COMMAND,
                order=PLACE,
            ),
            made(
                events.SittingChanged,
                "sitting",
                "shot",
                "cut",
                each="agenda",
                act=COMMAND,
                order=PLACE,
            ),
        ),
        free=FREE,
        born="act",
        order="order",
        guards=UNCHANGED,
    ),
    Record(
        SittingGuest,
        film="sitting__film",
        rules=(
            made(
                events.SittingPlanned,
                *("member", "part"),
                each="guests",
                sitting=COMMAND,
                act=COMMAND,
                order=PLACE,
            ),
            made(
                events.SittingChanged,
                "sitting",
                "member",
                "part",
                each="guests",
                act=COMMAND,
                order=PLACE,
            ),
        ),
        free=FREE,
        born="act",
        order="order",
        guards=UNCHANGED,
    ),
    Record(
        SittingShown,
        film="sitting__film",
        rules=(
            made(
                events.FramesShown,
                *("sitting", "ms", "draft", "version", "frame", "speed"),
                each="steps",
                member=from_actor(member_of),
                act=COMMAND,
                order=PLACE,
            ),
        ),
        free=FREE,
        born="act",
        order="order",
        guards=UNCHANGED,
    ),
    Record(
        SittingDecision,
        film="sitting__film",
        rules=(
            made(
                events.DecisionNoted,
                *("sitting", "kind", "draft", "frame", "version", "approval", "request", "words"),
                id=COMMAND,
                member=from_actor(member_of),
                at=AT,
            ),
        ),
        guards=UNCHANGED,
    ),
    Record(
        SittingTask,
        film="sitting__film",
        rules=(
            made(
                events.TaskGiven,
                *("sitting", "member", "text", "due", "draft", "frame"),
                id=COMMAND,
                given_by=ACTOR,
                given_at=AT,
                done_at=None,
                done_by=always(""),
            ),
            changed(events.TaskFinished, key="task", done_at=AT, done_by=ACTOR),
            changed(events.TaskReopened, key="task", done_at=None, done_by=always("")),
        ),
    ),
    Record(
        SittingPresence,
        film="sitting__film",
        rules=(
            made(
                events.SittingEnded,
                *("sitting", "member", "came_at", "left_at"),
                each="present",
                act=COMMAND,
                order=PLACE,
            ),
        ),
        free=FREE,
        born="act",
        order="order",
        guards=UNCHANGED,
    ),
    Record(
        Attending,
        film="sitting__film",
        outside="what screens tell of an open sitting is no record until it ends",
        archived=False,
    ),
    More(
        Viewing,
        rules=(
            made(
                events.SittingEnded,
                *("draft", "member", "digest", "first", "last"),
                each="seen",
                at=AT,
                act=COMMAND,
                order=PLACE,
            ),
        ),
    ),
)
