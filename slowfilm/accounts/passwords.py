"""What a password must be."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least eight characters; said here because Django's own sentence is not yet in Chinese."""

    def get_error_message(self) -> str:
        return _("A password needs at least %(count)s characters.") % {"count": self.min_length}
