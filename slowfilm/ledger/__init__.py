"""The append-only record of every act on a film, and what its screens are fed from."""

from slowfilm.ledger.act import Act, act
from slowfilm.ledger.action import Action, action
from slowfilm.ledger.actors import SYSTEM, Actor
from slowfilm.ledger.refused import Refused

__all__ = ["SYSTEM", "Act", "Action", "Actor", "Refused", "act", "action"]
