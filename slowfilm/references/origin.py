"""Where a reference comes from."""

from typing import TypedDict


class Origin(TypedDict):
    """What is known of where a reference comes from."""

    maker: str
    year: str
    place: str
    medium: str
    rights: str
    study: bool
