"""What limits a release besides its uses, its providers and its term."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from slowfilm.ledger.messages import Message, ShortText, Text

Part = Literal["face", "body", "voice"]
Country = Annotated[ShortText, Field(pattern=r"^[A-Z]{2}$")]
MAJORITY = 18  # years


class Parts(models.TextChoices):
    """What of a person."""

    FACE = "face", _("Face")
    BODY = "body", _("Body")
    VOICE = "voice", _("Voice")


class Medium(models.TextChoices):
    """Where a film is shown."""

    CINEMA = "cinema", _("Cinemas and festivals")
    EXHIBITION = "exhibition", _("Exhibitions")
    TELEVISION = "television", _("Television")
    ONLINE = "online", _("Online")


class Authority(models.TextChoices):
    """Who signs for whom."""

    SELF = "self", _("The person themselves")
    GUARDIAN = "guardian", _("A guardian, for a minor")
    HEIR = "heir", _("An heir, or who keeps the estate, for one who has died")


class Terms(Message):
    """What an entry says of a release's limits: nothing that tells who somebody is."""

    parts: Annotated[list[Part], Field(min_length=1)] = ["face", "body", "voice"]
    scenes: Annotated[list[UUID], Field(max_length=200)] = []  # empty: the whole film
    media: list[Literal["cinema", "exhibition", "television", "online"]] = []  # empty: any
    territory: Annotated[list[Country], Field(max_length=60)] = []  # empty: anywhere
    most_lines: Annotated[int, Field(ge=144, le=8640)] | None = None  # of the picture, its height
    show_first: bool = False  # each picture is shown to them before it is approved
    zone: Annotated[ShortText, Field(max_length=64)] = ""  # of the term; empty: the site's
    authority: Literal["self", "guardian", "heir"] = "self"


class Private(Message):
    """What is sealed of a release: for who may clear, and for the person."""

    legal_name: ShortText = ""
    stage_name: ShortText = ""
    born: date | None = None
    representative: ShortText = ""  # guardian or heir
    relation: ShortText = ""
    prohibitions: Text = ""
    compensation: ShortText = ""
    talent_id: ShortText = ""  # EIDR or HAND
    signed_on: date | None = None  # on paper
    witness: ShortText = ""
    interpreter: ShortText = ""


def no_limits() -> dict[str, Any]:
    """The terms of a release that limits nothing more."""
    return Terms().model_dump(mode="json")


def of_age(born: date) -> date:
    """The day on which somebody comes of age; of those born on 29 February, 1 March."""
    try:
        return born.replace(year=born.year + MAJORITY)
    except ValueError:
        return date(born.year + MAJORITY, 3, 1)
