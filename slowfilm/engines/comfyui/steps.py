"""How far a prompt is, by what its server says of its nodes."""

from collections.abc import Mapping
from typing import Any


class Done:
    """A node counts once, one that works in steps as often as it has steps; it only grows."""

    def __init__(self, nodes: int) -> None:
        self.nodes = max(1, nodes)
        self.share = 0.0
        self._steps: dict[str, tuple[float, float]] = {}  # done and all, by node
        self._now = ""

    def take(self, kind: str, data: Mapping[str, Any]) -> None:
        """What a message says; what can't be understood says nothing."""
        match kind:
            case "execution_cached":
                for node in data.get("nodes") or ():
                    self._finish(str(node))
            case "executing":
                self._finish(self._now)
                self._now = str(data.get("node") or "")
            case "executed":
                self._finish(str(data.get("node") or ""))
            case "progress":
                self._step(str(data.get("node") or self._now), data)
            case "progress_state":
                rows = data.get("nodes")
                for node, row in rows.items() if isinstance(rows, Mapping) else ():
                    if isinstance(row, Mapping):
                        self._step(str(node), row)
        self.share = max(self.share, self._counted())

    def _finish(self, node: str) -> None:
        if node:
            every = self._steps.get(node, (0.0, 1.0))[1]
            self._steps[node] = (every, every)

    def _step(self, node: str, row: Mapping[str, Any]) -> None:
        try:
            value, every = float(row["value"]), float(row["max"])
        except (KeyError, TypeError, ValueError):
            return
        if node and every > 0 and 0 <= value <= every:
            self._steps[node] = (value, every)

    def _counted(self) -> float:
        done = sum(value for value, _every in self._steps.values())
        every = sum(every for _value, every in self._steps.values())
        return min(1.0, done / (every + max(0, self.nodes - len(self._steps))))
