"""manage.py makemessages: Django's own, which also knows t() of static/js/i18n.js."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collects what is to be translated; `make messages` runs it for both domains."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=t"]
