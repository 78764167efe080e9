"""What an erasure would take: files, entries and words, listed one by one, and what stands against.

Lists follow from rows alone, so that two members who look see the same; its digest says so.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowfilm import storage
from slowfilm.abstractions.models import Abstraction
from slowfilm.clearance.models import sha256
from slowfilm.clearance.resting import resting_on
from slowfilm.cuts.models import CutRender
from slowfilm.generations.models import ComparisonCell, Generation
from slowfilm.ledger import chain
from slowfilm.ledger.models import Entry
from slowfilm.light.models import DraftFigures
from slowfilm.people.models import Person
from slowfilm.references.models import Line, Reference
from slowfilm.shots.models import Draft, DraftSource, Keyframe
from slowfilm.storage import ARCHIVE, Blob, Holding
from slowfilm.traces.graph import LATER, walk

COLUMNS = {
    "original": gettext_lazy("original"),
    "master": gettext_lazy("master"),
    "proxy": gettext_lazy("proxy"),
    "poster": gettext_lazy("poster"),
    "filmstrip": gettext_lazy("filmstrip"),
    "waveform": gettext_lazy("waveform"),
    "still": gettext_lazy("hand-set frame"),
    "difference": gettext_lazy("comparison"),
    "mattes": gettext_lazy("traced people"),
    "subtitles": gettext_lazy("subtitles"),
}
OF_DRAFT = ("master", "proxy", "poster", "filmstrip", "waveform", "mattes")
OF_REFERENCE = ("original", "proxy", "poster", "filmstrip", "waveform")
PASSING = ("application/pdf", ARCHIVE)  # what jobs made and no record names
MADE_OF = {"frames-taken": "draft", "reference-lit": "source"}  # by entries: what, of what
DEEPEST = 50  # frames of drafts of frames of drafts
# Entries about a person that hold their name or their words, by the field that says whose.
SPOKEN = ("line-written", "line-changed")  # entries that hold what a line says
ANYBODYS = ("waveform", "subtitles")  # files that others may have too, and that show nobody
ABOUT = ("person-described", "assets-set", "person-written", "harm-reported")


@dataclass(frozen=True)
class Item:
    """One thing of which files go: what it is called, and which files."""

    name: str
    link: tuple[str, UUID] | None  # a page's name, and the id it takes
    files: tuple[tuple[str, str], ...]  # what in words, and the digest
    locked: bool = False


@dataclass(frozen=True)
class Scope:
    """All that goes. `shared` and `elsewhere` are files that others hold too."""

    items: list[Item]
    passing: list[Blob]  # PDFs and archives of the film
    entries: list[Entry]  # about the person
    messages: list[UUID]
    cases: list[UUID]
    kept: int  # files that stay, since others without a picture are the same
    shared: list[str]  # sentences: what else is the same file
    elsewhere: int  # files of which another film holds the same bytes
    size: int
    references: frozenset[UUID] = frozenset()
    drafts: frozenset[UUID] = frozenset()
    spoken: tuple[Entry, ...] = ()  # entries with what recordings that go say
    lines: tuple[UUID, ...] = ()  # of which the words go
    taken: frozenset[UUID] = frozenset()  # all lines of these recordings
    gone: frozenset[str] = frozenset()  # files that an erasure for somebody else took already

    @property
    def blobs(self) -> list[str]:
        """The digests of all files that go."""
        listed = {digest for item in self.items for _what, digest in item.files}
        return sorted(listed | {blob.digest for blob in self.passing})

    @property
    def seqs(self) -> list[int]:
        """The entries whose payload goes."""
        return sorted(entry.seq for entry in (*self.entries, *self.spoken))

    @property
    def digest(self) -> str:
        """By it a member says which list they have seen.

        What an erasure for somebody else takes meanwhile makes no other list: less goes.
        """
        files = sorted({*self.blobs, *self.gone})
        words = sorted(map(str, [*self.messages, *self.cases, *self.taken]))
        content = [files, [entry.seq for entry in self.entries], words]
        return sha256(chain.canonical(content))

    @property
    def empty(self) -> bool:
        """Whether nothing would go."""
        return not self.blobs and not self.seqs


@dataclass
class _Gathered:
    """Files while they are found, and the rows that name them."""

    items: list[Item] = field(default_factory=list)
    rows: set[tuple[str, object]] = field(default_factory=set)  # a row's table and key

    def add(self, row: Model, columns: Iterable[str], name: str, **more: object) -> None:
        files = []
        for column in columns:
            if digest := getattr(row, f"{column}_id"):
                files.append((str(COLUMNS[column]), digest))
        self.rows.add((row._meta.db_table, row.pk))
        if files:
            link = more.get("link")
            self.items.append(Item(name, link, tuple(files), bool(more.get("locked"))))  # type: ignore[arg-type]


def scope_of(person: Person) -> Scope:
    """All that would go with an erasure, as things stand: some thirty queries."""
    references, drafts = rests_on(person)
    collection = _gathered(references, drafts)
    digests = {digest for item in collection.items for _what, digest in item.files}
    gone = storage.when_erased(person.film_id, digests)
    retained, shared = _shared(person.film_id, digests - set(gone), collection.rows)
    items = [_without(item, {*gone, *retained}) for item in collection.items]
    passing, passing_gone = _passing(person.film_id)
    going = {digest for item in items for _what, digest in item.files}
    going |= {blob.digest for blob in passing}
    others = Holding.objects.filter(blob__in=going, erased_at=None).exclude(film=person.film_id)
    entries = list(_entries(person))
    lines = list(Line.objects.filter(take__in=references).order_by("written_at", "id"))
    about = {verb: [e.command for e in entries if e.verb == verb] for verb in ABOUT}
    return Scope(
        items=[item for item in items if item.files],
        passing=passing,
        entries=entries,
        messages=about["person-written"],
        cases=about["harm-reported"],
        kept=len(retained),
        shared=shared,
        elsewhere=others.values("blob").distinct().count(),
        size=Blob.objects.filter(digest__in=going).aggregate(all=Sum("size"))["all"] or 0,
        references=frozenset(references),
        drafts=frozenset(drafts),
        spoken=tuple(_spoken(person.film_id, references, {line.id for line in lines})),
        lines=tuple(line.id for line in lines if line.words or line.translation),
        taken=frozenset(line.id for line in lines),
        gone=frozenset({*gone, *passing_gone}),
    )


def rests_on(person: Person) -> tuple[set[UUID], set[UUID]]:
    """References and drafts that show a person or were made of what does, by whatever way.

    An abstraction is left out once a member has said who is left in it, and it is not they.
    """
    named = resting_on(person.id)
    references, drafts = set(named.references), set(named.drafts)
    pairs = _made_of(person.film_id)
    for _step in range(DEEPEST):
        before = len(references), len(drafts)
        used = DraftSource.objects.filter(reference__in=references).values_list("draft", flat=True)
        drafts |= set(walk(LATER, {*drafts, *used}))
        references |= {product for product, of in pairs if of in references or of in drafts}
        references |= _not_looked_at(references)
        if before == (len(references), len(drafts)):
            break
    return references, drafts


def _made_of(film_id: UUID) -> list[tuple[UUID, UUID]]:
    """References that were made of a draft or another reference: which, and of what."""
    rows = Entry.objects.filter(film=film_id, verb__in=MADE_OF).exclude(payload=None)
    entries = rows.values_list("verb", "command", "payload")
    return [
        (command, UUID(json.loads(payload or "")[MADE_OF[verb]]))
        for verb, command, payload in entries
    ]


def _not_looked_at(references: set[UUID]) -> set[UUID]:
    """Abstractions of these of which nobody has said who is left in them."""
    hidden = Abstraction.objects.filter(source__in=references, reference__nobody_else_at=None)
    return set(hidden.values_list("reference_id", flat=True))


def _gathered(references: set[UUID], drafts: set[UUID]) -> _Gathered:
    """The files of these, and of all that was drawn from them."""
    collection = _Gathered()
    for reference in Reference.objects.filter(id__in=references).order_by("name", "id"):
        collection.add(reference, OF_REFERENCE, reference.name, link=("reference", reference.id))
    rows = Draft.objects.filter(id__in=drafts).select_related("shot__scene").defer("facts")
    for draft in rows.order_by("shot__scene__number", "shot__number", "version"):
        locked = draft.shot.locked_at is not None and draft.shot.selected_id == draft.id
        collection.add(draft, OF_DRAFT, draft.name, link=("lineage", draft.id), locked=locked)
    for still in Keyframe.objects.filter(draft__in=drafts).select_related("draft__shot__scene"):
        collection.add(still, ["still"], still.draft.name if still.draft else "")
    for figures in DraftFigures.objects.filter(draft__in=drafts).select_related(
        "draft__shot__scene"
    ):
        collection.add(figures, ["mattes"], figures.draft.name)
    runs = Generation.objects.filter(
        Q(draft__in=drafts) | Q(brief__citations__reference__in=references)
    ).select_related("shot__scene")
    for run in runs.distinct().order_by("asked_at", "id"):
        collection.add(run, ["poster"], _("%(shot)s, while it was made") % {"shot": run.shot.name})
    cells = ComparisonCell.objects.filter(generation__in=runs.values("id"))
    for cell in cells.select_related("comparison__shot__scene").order_by("id"):
        collection.add(cell, ["difference"], cell.comparison.shot.name)
    for render in _renders(references, drafts):
        locked = render.version.cut.locked_at is not None
        name = render.version.full_name
        link = ("cut", render.version.cut_id)
        collection.add(render, ["master", "proxy", "subtitles"], name, link=link, locked=locked)
    return collection


def _renders(references: set[UUID], drafts: set[UUID]) -> Iterable[CutRender]:
    used = Q(version__clips__draft__in=drafts) | Q(version__sounds__reference__in=references)
    renders = CutRender.objects.filter(used).select_related("version__cut")
    return renders.distinct().order_by("rendered_at", "id")


def _without(item: Item, digests: set[str]) -> Item:
    files = tuple(file for file in item.files if file[1] not in digests)
    return Item(item.name, item.link, files, item.locked)


def _shared(
    film_id: UUID, digests: set[str], ours: set[tuple[str, object]]
) -> tuple[set[str], list[str]]:
    """What other rows of the film name too: what shows nobody stays, the rest says its name."""
    retained: set[str] = set()
    names: dict[str, None] = {}
    for row, name, digest in storage.naming(film_id, digests):
        if (row._meta.db_table, row.pk) in ours:
            continue
        if name in ANYBODYS:
            retained.add(digest)
        else:
            names[str(getattr(row, "name", "") or row._meta.verbose_name)] = None
    sentence = _("%(name)s holds the same file, and nobody has said that this person is in it.")
    return retained, [sentence % {"name": name} for name in names]


def _passing(film_id: UUID) -> tuple[list[Blob], list[str]]:
    """PDFs and archives that hold pictures of the film: no record names them.

    Those that go, and digests of those that are gone.
    """
    unnamed = storage.unnamed(timezone.now(), and_frozen=True).filter(media_type__in=PASSING)
    blobs = Holding.objects.filter(film=film_id).values("blob")
    found = list(unnamed.filter(pk__in=blobs).order_by("pk"))
    gone = storage.when_erased(film_id, [blob.digest for blob in found])
    return [blob for blob in found if blob.digest not in gone], list(gone)


def _entries(person: Person) -> Iterator[Entry]:
    """The entries that say a person's name, or what they wrote, in the order of the record."""
    rows = Entry.objects.filter(film=person.film_id).exclude(payload=None)
    condition = Q(verb__in=ABOUT, payload__contains=str(person.id))
    for entry in rows.filter(condition | Q(verb="person-added", command=person.id)).order_by("seq"):
        about = json.loads(entry.payload or "")
        if entry.verb == "person-added" or about["person"] == str(person.id):
            yield entry


def _spoken(film_id: UUID, references: set[UUID], lines: set[UUID]) -> Iterator[Entry]:
    """The entries that hold words of these recordings, or of a line that is of one now."""
    rows = Entry.objects.filter(film=film_id, verb__in=SPOKEN).exclude(payload=None)
    for entry in rows.order_by("seq"):
        spoken = json.loads(entry.payload or "")
        line, take = UUID(spoken.get("line") or str(entry.command)), spoken["take"]
        if line in lines or (take and UUID(take) in references):
            yield entry


def erased_on(person: Person) -> datetime | None:
    """When what rested on a person was last erased."""
    done = person.erasures.filter(done_at__isnull=False).order_by("-done_at")
    return done.values_list("done_at", flat=True).first()
