"""How people come in: by invitation, or as the first of a team."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """allauth's adapter."""
