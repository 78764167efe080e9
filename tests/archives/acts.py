"""A film on which much has been done at random, all of it through the real actions."""

import contextlib
import random
import secrets
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from slowfilm import storage
from slowfilm.approvals import actions as approvals
from slowfilm.approvals import locking
from slowfilm.approvals.digest import shot_digest
from slowfilm.clearance import actions as clearance
from slowfilm.films import actions as films
from slowfilm.films import invitations, memberships
from slowfilm.films.models import Film, Member
from slowfilm.generations.citations import Cited
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import Refused
from slowfilm.people import actions as people
from slowfilm.references import actions as references
from slowfilm.references import characters
from slowfilm.references.models import Character, Reference
from slowfilm.references.prepare import COPIES
from slowfilm.reviews import actions as reviews
from slowfilm.reviews import notes
from slowfilm.reviews.models import Note, Stroke
from slowfilm.shots import actions as shots
from slowfilm.shots import uploading
from slowfilm.shots.make import MEDIA_TYPES, keep_files
from slowfilm.shots.models import Draft, Scene, Shot
from slowfilm.storage import Blob
from slowfilm.uploads.models import Upload
from tests import make
from tests.generations import made

# How files of a type open.
MARKS = {
    "video/x-msvideo": b"RIFF\0\0\0\0AVI ",
    "video/mp4": b"\0\0\0\x18ftypisom",
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
ORIGIN = {"maker": "Lin", "year": "", "place": "", "medium": "", "rights": "Ours.", "study": False}
NAMES = {"master": "master.avi", "proxy": "proxy.mp4", "poster": "p.jpg", "filmstrip": "f.jpg"}


def bytes_of(media_type: str) -> bytes:
    """A file of a type, as far as its opening tells."""
    return MARKS.get(media_type, b"") + secrets.token_bytes(8)


def kept(film: Film, media_type: str = "video/mp4") -> Blob:
    """A blob of a film, with bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(bytes_of(media_type))
        return storage.keep(path, media_type, film.id)


class Busy:
    """A film at work. Each act is tried, and what may not be is refused as on any day."""

    def __init__(self, film: Film, seed: int) -> None:
        self.film, self.random = film, random.Random(seed)
        for act in (self.reference, self.scene, self.shot, self.draft, self.select):
            act()

    def work(self, acts: int) -> None:
        """Do this many acts."""
        every: list[Callable[[], Any]] = [
            *(self.reference, self.failed, self.describe, self.scene, self.shot, self.draft),
            *(self.select, self.ink, self.ink, self.erase, self.note, self.answer, self.resolve),
            *(self.invite, self.join, self.roles, self.remove, self.say, self.year, self.policy),
            *(self.request, self.never, self.carry),
            *(self.brief, self.approve, self.approve, self.lock, self.character, self.line),
        ]
        for _ in range(acts):
            with contextlib.suppress(Refused, LookupError):
                self.random.choice(every)()

    def by(self, *roles: str) -> dict[str, Any]:
        """Who acts, and on what film."""
        able = list(Member.objects.present().filter(film=self.film))
        fit = [one for one in able if not roles or set(roles) & set(one.roles)]
        chosen = self.random.choice(sorted(fit, key=lambda one: one.joined_at))
        return {"film_id": self.film.id, "actor": chosen.actor, "command": uuid4()}

    def pick(self, rows: Any) -> Any:
        """Any row, in an order that the seed decides."""
        return self.random.choice(list(rows))

    def text(self) -> str:
        """Some words."""
        return self.random.choice(["The lamp", "雨还在下", "Too smooth", "🎞 slower", "a\nb"])

    def _added(self) -> tuple[UUID, Job]:
        id_ = uuid4()
        asked = self.by("director", "editor") | {"command": id_}
        references.add(**asked, reference=id_, name="still.png", **ORIGIN)
        while (job := claim("io")) is None or job.subject != id_:
            assert job is not None
        return id_, job

    def reference(self) -> None:
        """A picture, brought in and prepared."""
        id_, job = self._added()
        copies = {name: kept(self.film, types["picture"]) for name, types in COPIES.items()
                  if "picture" in types}  # fmt: skip
        facts = {"kind": "picture", "media_type": "image/png", "width": 640, "height": 360}
        original = kept(self.film, "image/png")
        references.prepared(job=job, kind="picture", facts=facts, original=original, copies=copies)
        make.scanned(Reference.objects.get(id=id_))

    def failed(self) -> None:
        """A file that could not be prepared."""
        _id, job = self._added()
        references.failed(job=job, code="unreadable", facts={})

    def describe(self) -> None:
        one = self.pick(Reference.objects.filter(film=self.film))
        told = {**ORIGIN, "maker": self.text(), "study": self.random.random() < 0.2}
        references.describe(**self.by("editor", "director"), reference=one.id, name="x", **told)

    def character(self) -> None:
        """A self of somebody new, with a reference."""
        who = people.add_person(**self.by("director"), name="林遥").command
        period = str(self.random.randrange(1900, 2100))
        one = characters.add(**self.by("director", "editor"), person=who, period=period).command
        picture = self.pick(Reference.objects.filter(film=self.film, kind="picture"))
        about = {"character": one, "reference": picture.id, "role": "subject"}
        characters.give(**self.by("director", "editor"), **about)

    def line(self) -> None:
        """What a character says; perhaps said anew, or taken away."""
        one = self.pick(Character.objects.filter(film=self.film))
        told = {"words": self.text(), "dialect": "闽南语", "translation": self.text()}
        line = characters.write(**self.by("editor"), character=one.id, **told).command
        if self.random.random() < 0.3:
            characters.rewrite(**self.by("editor"), line=line, words=self.text())
        elif self.random.random() < 0.3:
            characters.unwrite(**self.by("editor"), line=line)

    def scene(self) -> None:
        shots.add_scene(**self.by("director"), title=self.text())

    def shot(self) -> None:
        scene = self.pick(Scene.objects.filter(film=self.film))
        shots.add_shot(**self.by("director"), scene=scene.id, title=self.text(), intent="")

    def draft(self) -> None:
        """A draft made elsewhere, taken in and prepared."""
        shot = self.pick(Shot.objects.filter(film=self.film))
        who = make.director(self.film)
        about = {
            "endpoint": "drafts",
            "shot_id": str(shot.id),
            "nobody_declared_by": who.actor,
        }
        upload = Upload.objects.create(
            film=self.film, member=who, filename="v.mp4", size=9, offset=9, about=about
        )
        uploading.take_in(
            film_id=self.film.id, actor=who.actor, command=upload.id, shot=shot.id, filename="v.mp4"
        )
        job = claim("io")
        assert job is not None
        size = {"width": 640, "height": 360}
        copies = {part: {"name": name, **size} for part, name in NAMES.items()}
        with tempfile.TemporaryDirectory() as folder:
            for part, name in NAMES.items():
                (Path(folder) / name).write_bytes(bytes_of(MEDIA_TYPES[part]))
            files = keep_files(self.film.id, Path(folder), copies, Fraction(24), 96)
        uploading.put_in(job=job, upload=upload, files=files, facts={"frames": 96})
        make.scanned(Draft.objects.latest("made_at"))

    def select(self) -> None:
        draft = self.pick(Draft.objects.filter(film=self.film))
        shots.select_draft(**self.by("director"), draft=draft.id)

    def ink(self) -> None:
        draft = self.pick(Draft.objects.filter(film=self.film))
        point = (self.random.randrange(65_000), 7, 512, 0, 0)
        told = {"frame": 7, "tool": "pen", "colour": "#e8b04b", "width": 40, "points": [point]}
        reviews.draw(**self.by("director", "editor"), draft=draft.id, **told)

    def erase(self) -> None:
        stroke = self.pick(Stroke.objects.filter(draft__film=self.film))
        act = reviews.restore if stroke.erased_at else reviews.erase
        act(**self.by(), stroke=stroke.id)

    def note(self) -> None:
        draft = self.pick(Draft.objects.filter(film=self.film))
        kind = self.random.choice(["change", "question", "keep"])
        told = {"first": 3, "last": 9, "kind": kind, "text": self.text()}
        why = "It is true." if kind == "keep" else ""
        named = [make.director(self.film).id] if self.random.random() < 0.3 else []
        notes.write_note(**self.by(), draft=draft.id, reason=why, mentions=named, **told)

    def answer(self) -> None:
        to = self.pick(Note.objects.threads().filter(draft__film=self.film))
        told = {"first": to.first, "last": to.last, "kind": to.kind, "text": self.text()}
        notes.write_note(**self.by(), draft=to.draft_id, parent=to.id, **told)

    def resolve(self) -> None:
        note = self.pick(Note.objects.threads().filter(draft__film=self.film))
        act = notes.reopen_note if note.resolved_at else notes.resolve_note
        act(**self.by("director"), note=note.id)

    def invite(self) -> None:
        invitations.invite(**self.by("director"), roles=["editor"], note=self.text())

    def join(self) -> None:
        make.member(self.film, self.random.choice(["editor", "viewer", "cinematographer"]))

    def roles(self) -> None:
        one = self.pick(Member.objects.present().filter(film=self.film))
        if one != make.director(self.film):
            memberships.set_roles(**self.by("director"), member=one.id, roles=["sound", "editor"])

    def remove(self) -> None:
        one = self.pick(Member.objects.present().filter(film=self.film))
        if one != make.director(self.film):
            memberships.remove(**self.by("director"), member=one.id)

    def say(self) -> None:
        films.change_film(**self.by("director"), title=self.text(), why="", nevers=[self.text()])

    def year(self) -> None:
        year = self.random.choice([None, 2026, 2027])
        films.declare_year(**self.by("director"), year=year, opt_out="two" if year else "")

    def policy(self) -> None:
        rules = {"approving": ["director"], "change_notes_closed": self.random.random() < 0.3}
        films.set_policy(**self.by("director"), waiting_days=0, **rules)

    def brief(self) -> None:
        """A generation that waits, fails or is stopped."""
        shot = self.pick(Shot.objects.filter(film=self.film))
        cleared = self.pick(Reference.objects.filter(film=self.film, original__isnull=False))
        clearance.declare_nobody(**self.by("director"), reference=cleared.id)
        made.queue(shot, made.wanted(Cited(cleared.id, "subject")))

    def approve(self) -> None:
        shot = self.pick(Shot.objects.filter(film=self.film, selected__isnull=False))
        told = {"shot": shot.id, "digest": shot_digest(shot.selected)}
        approvals.approve(**self.by("director"), role="director", remark=self.text(), **told)

    def request(self) -> None:
        """Changes asked for, or no more."""
        shot = self.pick(Shot.objects.filter(film=self.film, selected__isnull=False))
        who = self.by("director")
        if self.random.random() < 0.3:
            approvals.withdraw_request(**who, shot=shot.id, role="director")
        else:
            told = {"shot": shot.id, "digest": shot_digest(shot.selected), "role": "director"}
            approvals.request_changes(**who, reason=self.text(), **told)

    def never(self) -> None:
        """An answer for one of the film's nevers."""
        shot = self.pick(Shot.objects.filter(film=self.film, selected__isnull=False))
        never = self.pick(Film.objects.get(id=self.film.id).nevers)
        told = {"shot": shot.id, "digest": shot_digest(shot.selected), "never": never}
        holds = self.random.random() < 0.7
        approvals.answer_never(**self.by("director"), holds=holds, remark=self.text(), **told)

    def carry(self) -> None:
        """A note of an earlier draft that is still true."""
        draft = self.pick(Draft.objects.filter(film=self.film, version__gt=1))
        old = self.pick(Note.objects.before(draft))
        notes.carry_note(**self.by(), note=old.id, draft=draft.id)

    def lock(self) -> None:
        shot = self.pick(Shot.objects.filter(film=self.film, selected__isnull=False))
        told = {"shot": shot.id, "digest": shot_digest(shot.selected)}
        locking.lock(**self.by("director"), **told)
