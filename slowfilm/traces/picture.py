"""A graph drawn: where each node stands, and the lines between them. Pure."""

from dataclasses import dataclass

from slowfilm.traces.nodes import Graph, Node

WIDE, TALL, BESIDE, BELOW = 168, 132, 20, 52  # pixels of a node, and between nodes
ACROSS = 8  # nodes of a level that are drawn beside each other
DEEP = 8  # levels that are drawn: from the last one on, a node leads further


@dataclass(frozen=True)
class Drawn:
    """A node and its upper left corner."""

    node: Node
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """All that is drawn. `left_out`: nodes for which there was no room; they are listed below."""

    nodes: list[Drawn]
    lines: list[str]  # paths
    width: int
    height: int
    left_out: int


def drawn(graph: Graph) -> Picture:
    """The picture of a graph: nearest levels first, from the top."""
    levels = [level[:ACROSS] for level in graph.levels()[:DEEP]]
    widest = max((len(level) for level in levels), default=1)
    width = widest * (WIDE + BESIDE) + BESIDE
    nodes = [
        Drawn(node, _left(width, len(level), at), BESIDE + row * (TALL + BELOW))
        for row, level in enumerate(levels)
        for at, node in enumerate(level)
    ]
    at = {node.node.id: node for node in nodes}
    lines = [
        _line(at[start], at[other])
        for start, other in sorted(graph.edges, key=str)
        if start in at and other in at
    ]
    height = len(levels) * (TALL + BELOW) - BELOW + 2 * BESIDE
    return Picture(nodes, lines, width, height, len(graph.nodes) - len(nodes))


def _left(width: int, many: int, at: int) -> int:
    whole = many * (WIDE + BESIDE) - BESIDE
    return (width - whole) // 2 + at * (WIDE + BESIDE)


def _line(first: Drawn, other: Drawn) -> str:
    """A curve from the lower edge of the upper node to the upper edge of the lower one."""
    upper, lower = sorted((first, other), key=lambda node: node.y)
    x, y = upper.x + WIDE // 2, upper.y + TALL
    to_x, to_y = lower.x + WIDE // 2, lower.y
    half = (y + to_y) // 2
    return f"M{x} {y}C{x} {half} {to_x} {half} {to_x} {to_y}"
