"""The demo film, and what draws it."""
