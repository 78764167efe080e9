"""All parts of the HTTP API on one page."""

from slowfilm.api import (
    aftercare,
    approvals,
    characters,
    clearance,
    comparisons,
    cuts,
    generations,
    inbox,
    jobs,
    light,
    notes,
    references,
    shots,
    sitting_files,
    sittings,
)
from slowfilm.api.base import api

PARTS = (
    *(
        shots,
        characters,
        generations,
        comparisons,
        notes,
        approvals,
        clearance,
        aftercare,
        cuts,
        sittings,
        sitting_files,
        light,
        references,
        jobs,
        inbox,
    ),
)
for part in PARTS:
    api.add_router("", part.router)

__all__ = ["api"]
