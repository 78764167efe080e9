"""The append-only record of every act on a film, and what its screens are fed from."""

from slowfilm.ledger.act import Act, Refused, act

__all__ = ["Act", "Refused", "act"]
