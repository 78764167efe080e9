"""Examples for the API's description: one for each schema of a body or an answer."""

from typing import Any

IDS: dict[str, Any] = {}
EXAMPLES: dict[str, Any] = {}
