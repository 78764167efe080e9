"""manage.py makemessages: Django's own, which also knows t() of static/js/shared/i18n.js."""

from pathlib import Path

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

NO_WORDS_OF_OURS = ["node_modules", ".venv", "tests", "var", "build"]
# What says nothing about the words, and would differ after each run.
NOISE = ('"POT-Creation-Date:', '"Report-Msgid-Bugs-To:')


class Command(makemessages.Command):
    """Collects what is to be translated: `-l zh_Hans`, and again with `-d djangojs`."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=t"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        quiet = {"no_location": True, "no_wrap": True, "no_obsolete": True}
        parser.set_defaults(ignore_patterns=list(NO_WORDS_OF_OURS), **quiet)

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = catalogue.read_text().splitlines(keepends=True)
        catalogue.write_text("".join(line for line in lines if not line.startswith(NOISE)))
