"""What a picture of lineage is made of: nodes, and which was made of which."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.urls import reverse

from slowfilm.references.models import Reference

Kind = Literal["draft", "brief", "reference", "person", "place", "paper"]


@dataclass(frozen=True)
class Node:
    """One thing in the picture."""

    id: UUID
    kind: Kind
    name: str
    link: str
    level: int
    poster: str = ""  # the digest of a picture
    told: str = ""  # who made it, by which engine
    by: str = ""  # the actor


@dataclass
class Graph:
    """Nodes by their ids, and which stands on which."""

    nodes: dict[UUID, Node] = field(default_factory=dict)
    edges: set[tuple[UUID, UUID]] = field(default_factory=set)  # from, made of it
    hands: Counter[str] = field(default_factory=Counter)  # how much each member made or brought
    engines: Counter[str] = field(default_factory=Counter)  # how many drafts each made

    def levels(self) -> list[list[Node]]:
        """The nodes of each level, nearest first."""
        rows: dict[int, list[Node]] = {}
        for node in self.nodes.values():
            rows.setdefault(node.level, []).append(node)
        return [sorted(rows[level], key=lambda entry: entry.name) for level in sorted(rows)]

    def of(self, kind: Kind) -> list[Node]:
        """All nodes of one kind."""
        return [node for node in self.nodes.values() if node.kind == kind]


def add_reference(graph: Graph, reference: Reference, level: int) -> None:
    """Put a reference in, or nearer than it was."""
    if reference.id not in graph.nodes or graph.nodes[reference.id].level > level:
        link = reverse("reference", args=[reference.film_id, reference.id])
        caption = str(reference.get_kind_display()) if reference.kind else ""
        graph.nodes[reference.id] = Node(
            reference.id,
            "reference",
            reference.name,
            link,
            level,
            reference.poster_id or "",
            caption,
        )
