"""The steps by which a demo film comes about: each has its own command, so it is done once."""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from slowfilm.demo import film as demo_film
from slowfilm.demo import scenery
from slowfilm.films.authority import MemberActor
from slowfilm.films.models import Film
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Wanted
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.references import actions as references
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots
from slowfilm.shots.models import Draft
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload

PATIENCE = 300.0  # seconds a worker has for one thing that we wait for
Note = tuple[str, str, str, int, int, str, str]  # who, name, kind, first, last, reason, text


@dataclass(frozen=True)
class Steps:
    """What is done to the demo film; `complain` is told of what was refused."""

    film: Film
    complain: Callable[[str], object]

    def command(self, name: str) -> UUID:
        """The command of one step."""
        return demo_film.command(self.film, name)

    def take(self, who: str, action: Callable[..., Entry]) -> None:
        """One action of one demo member. What people have changed meanwhile is left alone."""
        actor = demo_film.actor(self.film, who)
        if actor is None:
            return
        try:
            action(actor=actor)
        except Refused as refused:
            self.complain(f"{refused.code}: {refused.reason}")

    def refused(self, who: str, action: Callable[..., Entry]) -> None:
        """An action that cannot be done as things are: it is refused, and leaves nothing."""
        actor = demo_film.actor(self.film, who)
        with suppress(Refused):
            if actor:
                action(actor=actor)

    def working(self, *subjects: UUID) -> bool:
        """Whether a worker has any of these to do."""
        return _open(subjects).exists()

    def wait(self, *subjects: UUID) -> None:
        """Wait until no worker has any of these to do. Raises TimeoutError."""
        until(lambda: not self.working(*subjects))

    def shot(self, name: str, scene_title: str, title: str, intent: str) -> UUID:
        """A scene with one shot, by the director."""
        scene, shot = self.command(f"scene {name}"), self.command(f"shot {name}")
        film = self.film.id
        add_scene = partial(shots.add_scene, film_id=film, command=scene, title=scene_title)
        self.take("lin.yao", add_scene)
        add = partial(shots.add_shot, film_id=film, command=shot, scene=scene)
        self.take("lin.yao", partial(add, title=title, intent=intent))
        return shot

    def upload(self, names: Sequence[str], origins: Mapping[str, Origin]) -> dict[str, UUID]:
        """Bring in material by name, and wait until it is prepared. Raises TimeoutError."""
        by_name = {name: self.command(f"reference {name}") for name in names}
        upload_ids = set(
            Upload.objects.filter(id__in=by_name.values()).values_list("id", flat=True)
        )
        if missing := [name for name, reference in by_name.items() if reference not in upload_ids]:
            with tempfile.TemporaryDirectory(prefix="slowfilm-street-") as folder:
                for name, path in scenery.write(Path(folder), missing).items():
                    bring = partial(_bring, self.film, by_name[name], path, origins[name])
                    self.take("zhou.yan", bring)
        at_rest = Reference.objects.filter(id__in=by_name.values(), original=None).exclude(
            id__in=_open(by_name.values()).values("subject")
        )
        for failed in at_rest:
            retry = partial(references.retry, film_id=self.film.id, command=None)
            self.take("zhou.yan", partial(retry, reference=failed.id))
        self.wait(*by_name.values())
        return by_name

    def draft(self, name: str, shot: UUID, spec: Wanted, patience: float) -> Draft | None:
        """One brief, one run of it, another at the next start if that failed; None without one."""
        run = self.command(name)
        runs = Generation.objects.filter(brief__generations=run)
        last = runs.order_by("asked_at").last()
        if last and last.job.state == Job.State.FAILED:
            again = partial(generations.queue_again, film_id=self.film.id, generation=run)
            step = partial(again, command=self.command(f"{name} after {last.id}"))
        else:
            ask = partial(generations.queue_generation, film_id=self.film.id, command=run)
            step = partial(ask, shot=shot, wanted=spec)
        self.take("lin.yao", step)
        until(lambda: not runs.filter(job__ended_at=None).exists(), patience)
        return Draft.objects.filter(generation__in=runs).order_by("version").first()

    def write(self, draft: Draft, entries: Iterable[Note]) -> None:
        """Notes on a draft."""
        for who, name, kind, first, last, reason, text in entries:
            write = partial(notes.write_note, film_id=self.film.id, command=self.command(name))
            about = {"draft": draft.id, "first": first, "last": last, "kind": kind}
            self.take(who, partial(write, **about, text=text, reason=reason))


def until(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for a worker. Raises TimeoutError."""
    limit = time.monotonic() + patience
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError("No worker has done it; is one running? Run this again later.")
        time.sleep(0.3)


def _bring(film: Film, reference: UUID, path: Path, origin: Origin, *, actor: MemberActor) -> Entry:
    """Upload a file as its reference: piece, row and act, as a whole upload leaves them."""
    size = path.stat().st_size
    with transaction.atomic():
        upload, _made = Upload.objects.get_or_create(
            id=reference,
            defaults={
                "film": film,
                "member_id": actor.member_id,
                "filename": path.name,
                "size": size,
                "offset": size,
                "about": {"endpoint": "reference", "origin": origin},
            },
        )
        if not Reference.objects.filter(id=reference).exists():
            with path.open("rb") as file:
                piece, _length = pieces.write(upload.id, file, size, None)
            pieces.place(piece, 0)
        return references.add(
            film_id=film.id,
            actor=actor,
            command=upload.id,
            reference=upload.id,
            name=upload.filename,
            **origin,
        )


def _open(subjects: Iterable[UUID]) -> QuerySet[Job]:
    return Job.objects.open().filter(subject__in=subjects)
