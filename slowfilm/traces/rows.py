"""A line of a chain of title."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Row:
    """One line: what it is about, the paper it rests on, for which use, and until when."""

    what: str
    paper: str
    uses: str
    until: date | None = None
    state: str = ""
    due: date | None = None

    @property
    def until_words(self) -> str:
        """Until when, or by when, in words; empty where it does not end."""
        if self.due is not None:
            return _("by %(day)s") % {"day": date_format(self.due)}
        if self.until is None:
            return ""
        return _("Last day: %(day)s.") % {"day": date_format(self.until)}
