"""manage.py token EMAIL: a bearer token for scripts, printed once."""

import hashlib
import secrets
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from slowfilm.accounts.models import Token, User
from slowfilm.management.studio import StudioCommand


class Command(StudioCommand):
    """Only the token's SHA-256 is kept, so it can't be shown again."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whose name the script acts in")
        parser.add_argument("--name", default="script", help="what the token is for")
        parser.add_argument(
            "--revoke", action="store_true", help="revoke the tokens of that name instead"
        )

    def handle(self, *args: Any, email: str, name: str, revoke: bool, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        if revoke:
            standing = Token.objects.filter(user=user, name=name, revoked_at=None)
            count = standing.update(revoked_at=timezone.now())
            if not count:
                raise CommandError(f"{email} has no token named {name!r} that still works.")
            self.stderr.write(f"Revoked {count} of {email}'s tokens named {name!r}.")
            return
        secret = secrets.token_urlsafe(32)
        digest = hashlib.sha256(secret.encode()).hexdigest()
        Token.objects.create(user=user, name=name, digest=digest)
        self.stderr.write(f"For {email}, named {name!r}. It is shown only now:")
        self.stdout.write(secret)
