"""A withdrawal against all that rests on it: nothing begins or is locked after it, in any order."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.db import connection

from slowfilm.approvals import actions as approvals
from slowfilm.approvals import locking
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.models import Approval
from slowfilm.clearance import releases
from slowfilm.films import actions as films
from slowfilm.films.models import Film
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.actions import select_draft
from slowfilm.shots.make import Source
from slowfilm.shots.models import Shot
from tests import make
from tests.generations import made

RESTS_ON_IT = (
    *("generation-queued", "generation-started", "draft-made", "shot-approved", "shot-locked"),
)


class Lane:
    """A film in which all rests on one release, and what its people may try next."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self.by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
        films.set_policy(
            **self.by, approving=["director"], waiting_days=0, change_notes_closed=False
        )
        self.lin: Person = make.person(film, member=make.director(film))
        self.still: Reference = made.picture(film, nobody=False)
        make.name(self.still, self.lin)
        self.release()
        self._another_shot()

    def _another_shot(self) -> None:
        self.shot = make.shot(self.film)
        self.draft = make.draft(
            self.film, self.shot, sources=[Source("subject", "Image1", self.still.id)],
            nobody_declared_by="system",
        )  # fmt: skip
        select_draft(**self.by, draft=self.draft.id)
        self.about = {"shot": self.shot.id, "digest": shot_digest(self.draft)}

    def release(self) -> None:
        make.release(self.lin)

    def withdraw(self) -> None:
        standing = self.film.releases.filter(withdrawn_at=None).first()
        if standing is not None:
            releases.withdraw_release(**self.by, release=standing.id)

    def queue(self) -> None:
        made.queue(make.shot(self.film), made.wanted(Cited(self.still.id, "subject")))

    def _waiting(self) -> Generation:
        found = self.film.generations.filter(job__state="queued", draft=None).first()
        if found is None:
            raise Refused("none", "Nothing waits.")
        return found

    def start(self) -> None:
        one = self._waiting()
        generations.begin_generation(generation=one, job=one.job)

    def finish(self) -> None:
        made.finish(self._waiting())

    def approve(self) -> None:
        approvals.approve(**self.by, **self.about, role="director")

    def lock(self) -> None:
        locking.lock(**self.by, **self.about)


RACED = ("queue", "start", "finish", "approve", "lock")
ROUNDS = 40
ACTS = ("release", "withdraw", "queue", "start", "finish", "approve", "lock")


def tried(act: Callable[[], None]) -> bool:
    """Whether it was done."""
    try:
        act()
    except Refused:
        return False
    return True


def uncleared(film: Film) -> list[str]:
    """What was done by the record while no release was in force."""
    live, found = 0, []
    for verb in Entry.objects.filter(film=film).order_by("seq").values_list("verb", flat=True):
        live += {"release-signed": 1, "release-withdrawn": -1}.get(verb, 0)
        if verb in RESTS_ON_IT and not live:
            found.append(verb)
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_in_no_order_does_anything_begin_after_it() -> None:
    chance, done = Random(1998), set()
    for _ in range(8):
        lane = Lane(make.film())
        for name in chance.choices(ACTS, weights=(1, 2, 2, 2, 2, 2, 2), k=14):
            if tried(getattr(lane, name)):
                done.add(name)
        assert uncleared(lane.film) == []
    assert done == set(ACTS), "each was done at least once, so each could have gone wrong"


class Rounds(Lane):
    """The same again and again on one film, by two hands on connections of their own."""

    def __init__(self, film: Film, chance: Random) -> None:
        super().__init__(film)
        self.chance = chance
        self.start_at = threading.Barrier(2)
        self.seen, self.live = 0, 0
        self.came = Counter[tuple[str, bool]]()  # an act, and whether it was done
        # By act, seconds after which a withdrawal comes about as often before as after it.
        self.head_start = dict.fromkeys(RACED, 0.03)

    def held(self, count: int) -> "Rounds":
        """So many rounds: after each, nothing may stand in the record that rests on nothing."""
        with ThreadPoolExecutor(2) as hands:
            for n in range(count):
                self._round(hands, [RACED[n % len(RACED)], *self.chance.choices(RACED, k=n % 2)])
                assert self._uncleared() == []
            both = [hands.submit(self._leave) for _ in range(2)]
            for each in both:
                each.result()
        return self

    def _round(self, hands: ThreadPoolExecutor, acts: list[str]) -> None:
        self._make_ready(acts)
        first = acts[0]
        wait = self.head_start[first] * self.chance.uniform(0.5, 1.5)
        withdrawal = hands.submit(self._hand, ["withdraw"], wait)
        done = hands.submit(self._hand, acts, 0.0).result()
        withdrawal.result()
        self.head_start[first] *= 0.6 if done[0] else 1.7

    def _make_ready(self, acts: list[str]) -> None:
        """Each of these may be done, unless the withdrawal comes first."""
        if not self.film.releases.filter(withdrawn_at=None).exists():
            self.release()
        if {"start", "finish"} & set(acts) and not self._waits():
            self.queue()
        if Shot.objects.filter(id=self.shot.id, locked_at__isnull=False).exists():
            self._another_shot()
        approved = Approval.objects.filter(shot=self.shot, withdrawn_at=None).exists()
        if "approve" in acts and approved:
            approvals.withdraw(**self.by, shot=self.shot.id, role="director")
        elif "lock" in acts and "approve" not in acts and not approved:
            self.approve()

    def _waits(self) -> bool:
        return self.film.generations.filter(job__state="queued", draft=None).exists()

    def _hand(self, acts: list[str], wait: float) -> list[bool]:
        self.start_at.wait(30)
        time.sleep(wait)
        done = [tried(getattr(self, name)) for name in acts]
        self.came.update(zip(acts, done, strict=True))
        return done

    def _leave(self) -> None:
        self.start_at.wait(30)  # one of them in each thread
        connection.close()

    def _uncleared(self) -> list[str]:
        """What was done since the last round while no release was in force."""
        found = []
        new = Entry.objects.filter(film=self.film, seq__gt=self.seen).order_by("seq")
        for self.seen, verb in new.values_list("seq", "verb"):
            self.live += {"release-signed": 1, "release-withdrawn": -1}.get(verb, 0)
            if verb in RESTS_ON_IT and not self.live:
                found.append(verb)
        return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_of_them_comes_first(film: Film) -> None:
    """`make bench NAME=withdrawal` holds a thousand of these."""
    came = Rounds(film, Random(1998)).held(ROUNDS).came
    for name in RACED:
        assert came[name, True] and came[name, False], (name, came)
