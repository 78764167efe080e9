"""A withdrawal against all that rests on it: nothing begins or is locked after it, in any order."""

import threading
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import connection

from slowfilm.approvals import actions as approvals
from slowfilm.approvals import locking
from slowfilm.approvals.digest import shot_digest
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
        self.shot = make.shot(film)
        self.draft = make.draft(
            film, self.shot, sources=[Source("subject", "Image1", self.still.id)],
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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["queue", "start", "finish", "approve", "lock"])
def test_at_the_same_moment_one_of_them_comes_first(act: str) -> None:
    for n in range(6):
        lane = Lane(make.film())
        if act in ("start", "finish"):
            lane.queue()
        if act == "lock":
            lane.approve()
        ready = threading.Barrier(2)

        def once(do: Callable[[], None], wait: float, ready: threading.Barrier = ready) -> None:
            ready.wait()
            threading.Event().wait(wait)
            tried(do)
            connection.close()

        both = [(lane.withdraw, 0.0), (getattr(lane, act), n * 0.001 - 0.002)]
        threads = [threading.Thread(target=once, args=(do, max(wait, 0))) for do, wait in both]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert uncleared(lane.film) == []
        assert not lane.film.releases.filter(withdrawn_at=None).exists()
