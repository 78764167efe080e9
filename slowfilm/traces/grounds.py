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
    names = names_of(film_id, [each.brief.written_by for each in runs])
    for each in runs:
        assert each.draft_id is not None
        words = " ".join(each.brief.text.split())[:WORDS] or _("No words")
        told = f"{each.brief.engine} · {names.get(each.brief.written_by, '')}"
        link = reverse("draft-inputs", args=[film_id, each.draft_id])
        level = levels[each.draft_id] + 1
        graph.nodes[each.brief_id] = Node(
            each.brief_id, "brief", words, link, level, told=told, by=each.brief.written_by
        )
        graph.edges.add((each.brief_id, each.draft_id))


def add_made_of(graph: Graph) -> None:
    """What references that were made here were made of, as far back as it goes."""
    new = {node.id for node in graph.of("reference")}
    for _step in range(DEEPEST):
        pairs = _earlier(new)
        new = {source.id for source, _made in pairs if source.id not in graph.nodes}
        for source, made in pairs:
            add_reference(graph, source, graph.nodes[made].level + 1)
            graph.edges.add((source.id, made))
        if not new:
            return


def _earlier(references: Collection[UUID]) -> list[Pair]:
    """What each was made of, and which it is: two queries."""
    if not references:
        return []
    hidden = Abstraction.objects.filter(reference__in=references).select_related("source")
    found = [(each.source, each.reference_id) for each in hidden]
    spaces = LightSpace.objects.filter(reference__in=references, made_from__isnull=False)
    for each in spaces.select_related("made_from__reference"):
        assert each.made_from is not None
        found.append((each.made_from.reference, each.reference_id))
    return found


def later(references: Collection[UUID]) -> list[tuple[Reference, UUID, int]]:
    """Every reference made of these, what of, and after how many steps."""
    seen, new = set(references), set(references)
    found: list[tuple[Reference, UUID, int]] = []
    for step in range(1, DEEPEST):
        hidden = Abstraction.objects.filter(source__in=new).select_related("reference")
        pairs: list[Pair] = [(each.reference, each.source_id) for each in hidden]
        spaces = LightSpace.objects.filter(made_from__reference__in=new)
        for each in spaces.select_related("reference", "made_from"):
            assert each.made_from is not None
            pairs.append((each.reference, each.made_from.reference_id))
        found += [(one, source, step) for one, source in pairs]
        new = {one.id for one, _source in pairs} - seen
        seen |= new
        if not new:
            break
    return found


def add_papers(graph: Graph, film_id: UUID) -> None:
    """The releases of the people in it, and the licences of its works."""
    last = max(node.level for node in graph.nodes.values()) + 1
    people = [node.id for node in graph.of("person")]
    for each in Release.objects.filter(person__in=people):
        link = f"{reverse('people', args=[film_id])}#person-{each.person_id}"
        name, told = _("Release"), str(each.state.label)
        graph.nodes[each.id] = Node(each.id, "paper", name, link, last, told=told)
        graph.edges.add((each.id, each.person_id))
    works = {node.id for node in graph.of("reference")}
    for licence in Licence.objects.filter(film=film_id, references__overlap=list(works)):
        link = f"{reverse('works', args=[film_id])}#licence-{licence.id}"
        told = str(licence.state.label)
        graph.nodes[licence.id] = Node(licence.id, "paper", licence.title, link, last, told=told)
        graph.edges |= {(licence.id, one) for one in licence.references if one in works}


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
    said = graph.hands.copy()
    graph.hands.clear()
    for by, count in said.items():
        if by in names:
            graph.hands[names[by]] += count
