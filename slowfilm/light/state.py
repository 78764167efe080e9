"""The light that stands on a draft: read at once, and the digest by which it is known."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from slowfilm.ledger.chain import canonical
from slowfilm.light.models import LightExposure, LightKey, LightStroke
from slowfilm.shots.models import Draft

CURVES = {"luma": ("luma",), "rgb": ("r", "g", "b")}


@dataclass
class Standing:
    """A draft's keys in the order of their frames, of each a digest of its strokes' ids, its
    exposure."""

    keys: list[LightKey] = field(default_factory=list)
    strokes: dict[UUID, str] = field(default_factory=dict)
    exposure: list[list[float]] = field(default_factory=list)

    @property
    def does(self) -> bool:
        """Whether it makes any picture another."""
        return (
            any(stops for _frame, stops in self.exposure)
            or any(self.strokes.get(key.id) for key in self.keys)
            or not all(is_identity(json.loads(key.light)) for key in self.keys)
        )

    @property
    def digest(self) -> str:
        """SHA-256 over all of it; "" where it does nothing."""
        if not self.does:
            return ""
        keys = [[k.frame, k.how, k.light, self.strokes.get(k.id, "")] for k in self.keys]
        content = canonical({"keys": keys, "exposure": self.exposure})
        return hashlib.sha256(content.encode()).hexdigest()


def is_identity(light: dict[str, Any]) -> bool:
    """Whether curves and lamps of a key change nothing."""
    curves = (light[name] for name in CURVES[light["mode"]])
    straight = all(x == y for curve in curves for x, y in curve)
    return straight and not any(lamp["stops"] or lamp["warmth"] for lamp in light["lamps"])


def standing(draft: UUID) -> Standing:
    """What stands on one draft."""
    return of_drafts([draft])[draft]


def of_drafts(drafts: Iterable[UUID]) -> dict[UUID, Standing]:
    """What stands on each of these drafts: one question for all, three more where there is any."""
    by_draft = {draft: Standing() for draft in drafts}
    any_ = Exists(LightKey.objects.filter(draft=OuterRef("pk"), removed_at=None)) | Exists(
        LightExposure.objects.filter(draft=OuterRef("pk"), replaced_at=None)
    )
    lit_ids = list(
        Draft.objects.filter(any_, id__in=by_draft).order_by().values_list("id", flat=True)
    )
    if not lit_ids:
        return by_draft
    keys = LightKey.objects.filter(draft__in=lit_ids, removed_at=None).order_by("frame")
    for key in keys:
        by_draft[key.draft_id].keys.append(key)
    strokes = LightStroke.objects.filter(
        key__draft__in=lit_ids, key__removed_at=None, taken_back_at=None
    )
    of_key = strokes.order_by().values_list("key__draft", "key")
    ids = StringAgg(Cast("id", TextField()), " ", ordering=("seq", "place"))
    for draft, key_id, text in of_key.annotate(ids=ids):
        by_draft[draft].strokes[key_id] = hashlib.sha256(text.encode()).hexdigest()
    exposures = LightExposure.objects.filter(draft__in=lit_ids, replaced_at=None)
    for draft, points in exposures.values_list("draft", "points"):
        by_draft[draft].exposure = json.loads(points)
    return by_draft


def rendered(draft: Draft, digest: str) -> Draft | None:
    """The newest draft into which exactly this light of a draft was rendered."""
    drafts = Draft.objects.filter(
        origin=Draft.Origin.RELIT, sources__earlier=draft, facts__light__digest=digest
    )
    return drafts.select_related("shot__scene").order_by("version").last()
