"""Each connection is told every entry once, in order, whatever happens between its steps."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from slowfilm.room import record
from tests import make
from tests.room.steps import Ledger, State, StepLoop, World, run

HEAD = 7
LEAVE = {"type": "leave"}


def hello(since: int = 0) -> dict[str, Any]:
    """A hello of one who has everything up to `since`."""
    return {"type": "hello", "since": since}


def seven_entries() -> Ledger:
    """A film with three members, seven entries and a stroke after them."""
    film = make.film()
    draft = make.draft(film, scan=False)
    members = [make.member(film), make.member(film)]
    make.ink(film, draft, by=members[0])
    assert film.entries.count() == HEAD + 1  # one more, and there are fifteen times as many orders
    return Ledger(film.id)


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven entries are then far to catch up."""
    monkeypatch.setattr(record, "PAGE", 2)


def explore(ledger: Ledger, scripts: list[list[dict[str, Any]]], **more: Any) -> int:
    """Try every order of steps: from each state that can be reached, each step that can follow.

    A state is reached again by taking the same steps. Answers how many states there were.
    """
    known: set[State] = set()
    ways: list[list[int]] = [[]]

    async def go(loop: StepLoop, way: list[int]) -> None:
        world = World(ledger, loop, scripts, **more)
        taken: list[int] = []
        try:
            while steps := world.steps():
                if len(taken) == len(way):
                    if (state := world.state()) in known:
                        return
                    known.add(state)
                    ways.extend([*taken, other] for other in range(1, len(steps)))
                    way = [*way, 0]
                taken.append(way[len(taken)])
                await world.take(steps[taken[-1]])
            await world.end()
        except AssertionError as error:
            error.add_note(f"after the steps {taken}")
            raise
        finally:
            await world.close()

    async def go_all_ways(loop: StepLoop) -> None:
        while ways:
            await go(loop, ways.pop())

    run(go_all_ways)
    return len(known)


FAR, NEARER, NEAR = hello(3), hello(4), hello(6)  # three pages behind, two, one


@pytest.mark.usefixtures("pages_of_two")
@pytest.mark.parametrize(
    ("scripts", "more"),
    [
        pytest.param([[hello(5)]], {"begins": 5}, id="entries-overtake-each-other"),
        pytest.param([[FAR], [NEAR]], {}, id="one-far-behind"),
        pytest.param([[NEARER], [NEAR, LEAVE]], {}, marks=pytest.mark.slow, id="the-other-leaves"),
        pytest.param([[NEARER, LEAVE], [NEAR]], {}, marks=pytest.mark.slow, id="the-first-leaves"),
        pytest.param(
            [[NEARER, NEARER], [NEAR]], {}, marks=pytest.mark.slow, id="one-says-hello-again"
        ),
        pytest.param(
            [[hello(6)]],
            {"wire_loses": frozenset({7}), "beats": 1},
            marks=pytest.mark.slow,
            id="an-entry-is-lost-on-the-wire",
        ),
    ],
)
@pytest.mark.django_db
def test_every_order(scripts: list[list[dict[str, Any]]], more: dict[str, Any]) -> None:
    states = explore(seven_entries(), scripts, **{"begins": 6, **more})
    print(f"{states} states")
    assert states > 100


sinces = some.integers(-2, HEAD + 3)
scripts_of_one = some.lists(some.builds(hello, sinces), max_size=3).flatmap(
    lambda hellos: some.sampled_from([hellos, [*hellos, LEAVE]])
)


@pytest.mark.usefixtures("pages_of_two")
@pytest.mark.slow
@pytest.mark.django_db
def test_any_order() -> None:
    """Three connections, whatever they say."""
    ledger = seven_entries()

    @settings(max_examples=200)
    @given(
        some.lists(scripts_of_one, min_size=3, max_size=3),
        some.integers(2, HEAD),
        some.frozensets(some.integers(3, HEAD)),
        some.integers(0, 2),
        some.data(),
    )
    def go(
        scripts: list[list[dict[str, Any]]],
        begins: int,
        lost: frozenset[int],
        beats: int,
        data: some.DataObject,
    ) -> None:
        async def steps(loop: StepLoop) -> None:
            world = World(ledger, loop, scripts, begins=begins, wire_loses=lost, beats=beats)
            try:
                while steps := world.steps():
                    await world.take(data.draw(some.sampled_from(steps)))
                await world.end()
            finally:
                await world.close()

        run(steps)

    go()
