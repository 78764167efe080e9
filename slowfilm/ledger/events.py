"""What is recorded of the record itself."""

from slowfilm.ledger.messages import Fact


class PayloadsErased(Fact):
    """At a person's demand the payloads of these entries are gone; the chain still verifies."""

    seqs: list[int]
