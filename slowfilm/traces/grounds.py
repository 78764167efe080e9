"""What drafts and references rest on besides each other: briefs, papers, hands."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.clearance.models import Release
from slowfilm.clearance.presenters import names_of
from slowfilm.clearance.works import Licence
from slowfilm.generations.models import Generation
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.traces.nodes import Graph, Node, add_reference

DEEPEST = 50  # abstractions of abstractions, light spaces changed again
WORDS = 60  # letters of a brief that stand for it
Pair = tuple[Reference, UUID]  # what was made, and what it was made of


def add_briefs(graph: Graph, film_id: UUID, levels: dict[UUID, int]) -> None:
    """The brief of each draft that an engine made."""
    runs = list(Generation.objects.filter(draft__in=levels).select_related("brief"))
    names = names_of(film_id, [run.brief.written_by for run in runs])
    for run in runs:
        assert run.draft_id is not None
        words = " ".join(run.brief.text.split())[:WORDS] or _("No words")
        caption = f"{run.brief.engine} · {names.get(run.brief.written_by, '')}"
        link = reverse("draft-inputs", args=[film_id, run.draft_id])
        level = levels[run.draft_id] + 1
        graph.nodes[run.brief_id] = Node(
            run.brief_id, "brief", words, link, level, told=caption, by=run.brief.written_by
        )
        graph.edges.add((run.brief_id, run.draft_id))


def add_made_of(graph: Graph) -> None:
    """What references that were made here were made of, as far back as it goes."""
    new = {node.id for node in graph.of("reference")}
    for _step in range(DEEPEST):
        pairs = _earlier(new)
        new = {source.id for source, _made in pairs if source.id not in graph.nodes}
        for source, product in pairs:
            add_reference(graph, source, graph.nodes[product].level + 1)
            graph.edges.add((source.id, product))
        if not new:
            return


def _earlier(references: Collection[UUID]) -> list[Pair]:
    """What each was made of, and which it is: two queries."""
    if not references:
        return []
    hidden = Abstraction.objects.filter(reference__in=references).select_related("source")
    pairs = [(abstraction.source, abstraction.reference_id) for abstraction in hidden]
    spaces = LightSpace.objects.filter(reference__in=references, made_from__isnull=False)
    for space in spaces.select_related("made_from__reference"):
        assert space.made_from is not None
        pairs.append((space.made_from.reference, space.reference_id))
    return pairs


def later(references: Collection[UUID]) -> list[tuple[Reference, UUID, int]]:
    """Every reference made of these, what of, and after how many steps."""
    visited, new = set(references), set(references)
    triples: list[tuple[Reference, UUID, int]] = []
    for step in range(1, DEEPEST):
        hidden = Abstraction.objects.filter(source__in=new).select_related("reference")
        pairs: list[Pair] = [
            (abstraction.reference, abstraction.source_id) for abstraction in hidden
        ]
        spaces = LightSpace.objects.filter(made_from__reference__in=new)
        for space in spaces.select_related("reference", "made_from"):
            assert space.made_from is not None
            pairs.append((space.reference, space.made_from.reference_id))
        triples += [(reference, source, step) for reference, source in pairs]
        new = {reference.id for reference, _source in pairs} - visited
        visited |= new
        if not new:
            break
    return triples


def add_papers(graph: Graph, film_id: UUID) -> None:
    """The releases of the people in it, and the licences of its works."""
    last = max(node.level for node in graph.nodes.values()) + 1
    people = [node.id for node in graph.of("person")]
    for release in Release.objects.filter(person__in=people):
        link = f"{reverse('people', args=[film_id])}#person-{release.person_id}"
        name, caption = _("Release"), str(release.state.label)
        graph.nodes[release.id] = Node(release.id, "paper", name, link, last, told=caption)
        graph.edges.add((release.id, release.person_id))
    works = {node.id for node in graph.of("reference")}
    for licence in Licence.objects.filter(film=film_id, references__overlap=list(works)):
        link = f"{reverse('works', args=[film_id])}#licence-{licence.id}"
        caption = str(licence.state.label)
        graph.nodes[licence.id] = Node(licence.id, "paper", licence.title, link, last, told=caption)
        graph.edges |= {
            (licence.id, reference) for reference in licence.references if reference in works
        }


def count_hands(graph: Graph, film_id: UUID) -> None:
    """Who made or brought how much of it, and which engine made how many drafts."""
    drafts = Draft.objects.filter(id__in=[node.id for node in graph.of("draft")])
    for engine, by in drafts.values_list("engine", "made_by"):
        if engine:
            graph.engines[engine] += 1
        else:
            graph.hands[by] += 1
    brought = Reference.objects.filter(id__in=[node.id for node in graph.of("reference")])
    graph.hands.update(brought.values_list("added_by", flat=True))
    graph.hands.update(node.by for node in graph.of("brief"))
    names = names_of(film_id, graph.hands)
    hands = graph.hands.copy()
    graph.hands.clear()
    for by, count in hands.items():
        if by in names:
            graph.hands[names[by]] += count
