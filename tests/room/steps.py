"""The real hub and its sockets on a loop where nothing happens by itself: a test takes each step.

What a thread was asked, a pause, and whatever comes from outside wait until they are chosen, so
that every order in which they can happen can be tried. What is asked of the database is answered
by the real function, as the ledger stood at a moment between the question and the answer.
"""

import asyncio
import inspect
import json
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple
from uuid import UUID

from slowfilm.films.models import Member
from slowfilm.ledger import wire
from slowfilm.ledger.models import Entry
from slowfilm.room import socket as conversation
from slowfilm.room.fan_out import Seat
from slowfilm.room.hub import Hub
from slowfilm.room.record import entries_after, heads

Step = tuple[str, int, int]  # what, which, and as the ledger stood then
State = tuple[Any, ...]


class Asked(NamedTuple):
    """A question to the database that is on its way."""

    answer: asyncio.Future[Any]
    work: Callable[..., Any]
    args: tuple[Any, ...]
    since: int  # where the ledger stood


class StepLoop(asyncio.SelectorEventLoop):
    """Threads answer and pauses end only when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self.pauses: list[tuple[float, asyncio.Handle]] = []
        self.head = 0

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        known = inspect.getclosurevars(func).nonlocals  # hub.in_thread's own function
        answer = self.create_future()
        self.asked.append(Asked(answer, known["work"], known["args"], self.head))
        return answer

    def call_later(self, delay: float, callback: Any, *args: Any, context: Any = None) -> Any:
        handle = asyncio.Handle(callback, args, self, context)
        self.pauses.append((delay, handle))
        return handle

    async def settle(self) -> None:
        """Let everything go on that needs nobody."""
        while self._ready:  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        self.pauses = [pause for pause in self.pauses if not pause[1].cancelled()]
        self.asked = [asked for asked in self.asked if not asked.answer.cancelled()]


class Ledger:
    """A film's entries, read once: what the real functions answer, up to any seq."""

    def __init__(self, film_id: UUID) -> None:
        self.film_id = film_id
        self.texts = {e.seq: (e.verb, wire.text(e)) for e in Entry.objects.filter(film_id=film_id)}
        self.introduced = conversation.introduce(film_id)[1]
        self.head = heads([film_id])[film_id]
        self.members = list(Member.objects.filter(film_id=film_id).values_list("id", flat=True))
        ends = range(self.head + 1)
        self.pages = {(a, b): entries_after(film_id, a, b) for a in ends for b in ends}

    def answer(self, work: Callable[..., Any], args: tuple[Any, ...], head: int) -> Any:
        """What a question is answered when the ledger stands at `head`."""
        match work.__name__:
            case "heads":
                return {self.film_id: min(self.head, head)}
            case "introduce":
                return min(self.head, head), self.introduced
            case "entries_after":
                _film, since, *upto = args
                return self.pages[since, min([head, *upto])]
        raise LookupError(work)


class Listener:
    """One connection: a real RoomSocket whose line ends here. Checks all that it is told."""

    def __init__(self, film_id: UUID, member: UUID) -> None:
        self.socket = conversation.RoomSocket()
        self.socket.film_id, self.socket.language = film_id, "en"
        self.socket.seat = Seat(film_id, member, "a credential", self.socket)
        self.socket.base_send = self.hear
        self.closed: int | None = None
        self.task: asyncio.Task[None] | None = None  # what is done about the last thing it said
        self.upto: int | None = None  # the last entry this connection was told, or said it has
        self.faults: list[str] = []

    async def hear(self, message: dict[str, Any]) -> None:
        """One frame, or the line's end."""
        if message["type"] == "websocket.close":
            self.closed = message["code"]
            return
        for said in json.loads(message["text"]):
            upto = self.upto or 0
            match said["type"]:
                case "welcome":
                    if said["since"] < upto:
                        self.faults.append(f"welcomed at {said['since']}, told {upto}")
                    self.upto = said["since"]
                case "entry":
                    if said["seq"] != upto + 1:
                        self.faults.append(f"{said['seq']} after {upto}")
                    self.upto = said["seq"]
                case "pulse":
                    if said["seq"] > upto:
                        self.faults.append(f"a pulse of {said['seq']}, told {upto}")
                    self.socket.seat.seen = max(self.socket.seat.seen, said["seq"])
                case other:
                    self.faults.append(other)

    def say(self, message: dict[str, Any]) -> None:
        """Say something; it is dealt with as far as it needs nobody."""
        self.task = asyncio.ensure_future(self.socket.receive(json.dumps(message)))

    def leave(self) -> None:
        """The line is cut, whatever is being done for it."""
        if self.task:
            self.task.cancel()
        conversation.hub.leave(self.socket.seat)

    @property
    def busy(self) -> bool:
        """One message of a line after another."""
        return self.task is not None and not self.task.done()


class World:
    """A room, its listeners, each with what it will say, and the wire."""

    def __init__(
        self,
        ledger: Ledger,
        loop: StepLoop,
        scripts: list[list[dict[str, Any]]],
        wire_loses: frozenset[int] = frozenset(),
        begins: int = 4,
        beats: int = 0,
    ) -> None:
        self.ledger, self.loop = ledger, loop
        self.hub: Hub = conversation.hub
        self.hub.running = True  # the wire and the pulse are steps of this world
        self.listeners = [
            Listener(ledger.film_id, member)
            for member, _script in zip(ledger.members, scripts, strict=False)
        ]
        self.scripts = [list(script) for script in scripts]
        loop.head = begins
        self.wire = [seq for seq in range(begins + 1, ledger.head + 1) if seq not in wire_loses]
        self.beats = beats

    # ── what can happen next ──

    def steps(self) -> list[Step]:
        """Everything that can happen now."""
        found: list[Step] = []
        for which, asked in enumerate(self.loop.asked):
            found += [("answer", which, at) for at in range(asked.since, self.loop.head + 1)]
        found += [("resume", which, 0) for which in range(len(self.loop.pauses))]
        for which, listener in enumerate(self.listeners):
            if not self.scripts[which]:
                continue
            if not listener.busy or self.scripts[which][0]["type"] == "leave":
                found.append(("say", which, 0))
        if self.loop.head < self.ledger.head:
            found.append(("commit", 0, 0))
        found += [
            ("wire", which, 0) for which, seq in enumerate(self.wire) if seq <= self.loop.head
        ]
        if self.beats:
            found.append(("beat", 0, 0))
        return found

    async def take(self, step: Step) -> None:
        """Take one step, and all that follows on it by itself."""
        what, which, at = step
        match what:
            case "answer":
                asked = self.loop.asked.pop(which)
                asked.answer.set_result(self.ledger.answer(asked.work, asked.args, at))
            case "resume":
                self.loop.pauses.pop(which)[1]._run()
            case "say":
                message = self.scripts[which].pop(0)
                if message["type"] == "leave":
                    self.listeners[which].leave()
                else:
                    self.listeners[which].say(message)
            case "commit":
                self.loop.head += 1
            case "wire":
                self.publish(self.wire.pop(which))
            case "beat":
                self.beats -= 1
                self.hub._spawn(self.hub.beat())
        await self.loop.settle()
        self.check()

    def publish(self, seq: int) -> None:
        """The wire carries an entry."""
        verb, text = self.ledger.texts[seq]
        self.hub.heard(wire.channel(self.ledger.film_id), f"{seq} {verb} {text}")

    def check(self) -> None:
        """What must hold at every moment."""
        for listener in self.listeners:
            assert listener.faults == []
            if listener.task and listener.task.done() and not listener.task.cancelled():
                listener.task.result()
        for film_id, room in self.hub.rooms.items():
            assert film_id == self.ledger.film_id
            assert room.seats, "a room with nobody in it"

    async def end(self) -> None:
        """After all is said and a last pulse, whoever said hello has everything."""
        self.beats = 1
        while steps := self.steps():
            await self.take(steps[0])
        for listener in self.listeners:
            if listener.upto is not None and not listener.socket.seat.gone:
                assert listener.upto == self.ledger.head, "something was never told"

    async def close(self) -> None:
        """Nothing is left."""
        for listener in self.listeners:
            listener.leave()
        for task in list(self.hub.tasks):
            task.cancel()
        await self.loop.settle()
        self.hub.running = False
        assert self.hub.rooms == {}
        self.loop.asked.clear()
        self.loop.pauses.clear()

    # ── where it stands ──

    def state(self) -> State:
        """Equal states have the same futures."""
        room = self.hub.rooms.get(self.ledger.film_id)
        seats = [each.socket.seat for each in self.listeners]
        return (
            self.loop.head,
            tuple(self.wire),
            self.beats,
            tuple(map(len, self.scripts)),
            tuple((each.upto, each.closed, each.busy) for each in self.listeners),
            tuple((each.work.__name__, repr(each.args), each.since) for each in self.loop.asked),
            tuple(delay for delay, _pause in self.loop.pauses),
            len(self.hub.tasks),
            room
            and (
                room.cursor,
                tuple(room.outbox),
                tuple(room.early),
                room.draining,
                room.pulse_due,
                tuple(seat in room.seats for seat in seats),
                tuple(seat in room.listeners for seat in seats),
            ),
        )


def run(work: Callable[[StepLoop], Coroutine[Any, Any, None]]) -> None:
    """Run something on a loop of steps."""
    with asyncio.Runner(loop_factory=StepLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, StepLoop)
        runner.run(work(loop))
