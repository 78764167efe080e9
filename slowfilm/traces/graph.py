"""Lineage as a graph: where a draft comes from, and what was made from something.

One question finds every draft in it, whatever the length of the line; a dozen more what they rest
on: briefs, references and what those were made of, people, places, papers, and whose hands.
"""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db import connection
from django.urls import reverse

from slowfilm.clearance.models import Sighting
from slowfilm.people.models import Person
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, DraftSource
from slowfilm.traces.grounds import add_briefs, add_made_of, add_papers, count_hands, later
from slowfilm.traces.nodes import Graph, Node, add_reference

MOST = 5000  # drafts of one lineage
# The least number of steps between each draft and those that were asked for.
WALK = """
WITH RECURSIVE walk (draft_id, level) AS (
    SELECT unnest(%(ids)s::uuid[]), 0
    UNION
    SELECT source.{to}, walk.level + 1 FROM slowfilm_draftsource source
    JOIN walk ON walk.draft_id = source.{here}
    WHERE source.{to} IS NOT NULL AND walk.level < %(most)s
)
SELECT draft_id, min(level) FROM walk GROUP BY draft_id ORDER BY min(level) LIMIT %(most)s
"""
EARLIER = WALK.format(here="draft_id", to="earlier_id")
LATER = WALK.format(here="earlier_id", to="draft_id")


def lineage(draft: Draft) -> Graph:
    """Everything that a draft came from: drafts, briefs, references, people, places, papers."""
    levels = walk(EARLIER, [draft.id])
    graph = Graph()
    _add_drafts(graph, levels)
    add_briefs(graph, draft.film_id, levels)
    sources = list(
        DraftSource.objects.filter(draft__in=levels).select_related("reference").order_by("order")
    )
    for source in sources:
        if source.earlier_id in graph.nodes:
            graph.edges.add((source.earlier_id, source.draft_id))
        if source.reference is not None:
            add_reference(graph, source.reference, levels[source.draft_id] + 1)
            graph.edges.add((source.reference.id, source.draft_id))
    add_made_of(graph)
    _add_grounds(graph, draft.film_id)
    add_papers(graph, draft.film_id)
    count_hands(graph, draft.film_id)
    return graph


def made_from(film_id: UUID, root: Person | Reference | Place) -> Graph:
    """Everything that was made from a person, a reference or a place."""
    graph = Graph()
    graph.nodes[root.id] = _root(root)
    references, drafts = _shown_in(film_id, root)
    abstracted = later(references)
    step = 0 if isinstance(root, Reference) else 1
    if step:
        for reference in Reference.objects.filter(film=film_id, id__in=references):
            add_reference(graph, reference, 1)
            graph.edges.add((root.id, reference.id))
    for reference, source, level in abstracted:
        add_reference(graph, reference, level + step)
        graph.edges.add((source, reference.id))
        references.add(reference.id)
    used = DraftSource.objects.filter(reference__in=references)
    first = list(used.values_list("draft_id", "reference_id"))
    levels = walk(LATER, {*drafts, *(draft for draft, _reference in first)})
    _add_drafts(graph, {draft: level + step + 1 for draft, level in levels.items()})
    graph.edges |= {(root.id, draft) for draft in drafts if draft in graph.nodes}
    graph.edges |= {(source, draft) for draft, source in first if draft in graph.nodes and source}
    between = DraftSource.objects.filter(draft__in=levels, earlier__in=levels)
    graph.edges |= set(between.values_list("earlier_id", "draft_id"))
    count_hands(graph, film_id)
    return graph


def _root(root: Person | Reference | Place) -> Node:
    if isinstance(root, Person):
        return _person(root, 0)
    if isinstance(root, Place):
        return _place(root, 0)
    graph = Graph()
    add_reference(graph, root, 0)
    return graph.nodes[root.id]


def _shown_in(film_id: UUID, root: Person | Reference | Place) -> tuple[set[UUID], set[UUID]]:
    """The references and drafts in which it is."""
    if isinstance(root, Reference):
        return {root.id}, set()
    if isinstance(root, Place):
        return set(root.references), set(root.drafts)
    standing = Sighting.objects.standing().filter(film=film_id, person=root)
    rows = list(standing.values_list("reference_id", "draft_id"))
    return {reference_id for reference_id, _two in rows if reference_id}, {
        two for _one, two in rows if two
    }


def walk(sql: str, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Every draft that is reached, and in how many steps: one question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": list(ids), "most": MOST})
        return dict(cursor.fetchall())


def _add_drafts(graph: Graph, levels: dict[UUID, int]) -> None:
    rows = Draft.objects.filter(id__in=levels).select_related("shot__scene").defer("facts")
    for row in rows:
        graph.nodes[row.id] = Node(
            row.id,
            "draft",
            row.name,
            reverse("lineage", args=[row.film_id, row.id]),
            levels[row.id],
            row.poster_id,
            row.engine or str(row.get_origin_display()),
        )


def _add_grounds(graph: Graph, film_id: UUID) -> None:
    """The people and places in what is there already, a level behind all of it."""
    ids = list(graph.nodes)
    last = max(node.level for node in graph.nodes.values()) + 1
    for sighting in _sightings(ids):
        graph.nodes[sighting.person_id] = _person(sighting.person, last)
        graph.edges.add((sighting.person_id, sighting.reference_id or sighting.draft_id))  # type: ignore[arg-type]
    for place in Place.objects.filter(film=film_id):
        shown = {*place.references, *place.drafts} & set(ids)
        if shown:
            graph.nodes[place.id] = _place(place, last)
            graph.edges |= {(place.id, subject) for subject in shown}


def _sightings(ids: Collection[UUID]) -> Iterator[Sighting]:
    standing = Sighting.objects.standing().select_related("person")
    yield from standing.filter(reference__in=ids)
    yield from standing.filter(draft__in=ids)


def _person(person: Person, level: int) -> Node:
    link = reverse("made-from", args=[person.film_id, "person", person.id])
    return Node(person.id, "person", person.name, link, level)


def _place(place: Place, level: int) -> Node:
    link = reverse("made-from", args=[place.film_id, "place", place.id])
    return Node(place.id, "place", place.name, link, level, told=str(place.get_agreed_display()))
