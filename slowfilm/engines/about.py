"""What a team should know of an engine before it uses it: terms, and where what it gets goes.

Every text is plain English that the pages translate; `gettext_noop` marks it for the catalogue.
"""

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text that pages show in the reader's language. Engines know no languages."""
    return text


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody outside the team to whom an engine sends what it is given.

    `id` is how releases name them, for good; `name`, `where` and `kept` are said to people.
    """

    id: str
    name: str
    where: str = gettext_noop("It is not known in which country.")
    kept: str = gettext_noop("It is not known for how long.")
    asset: str = ""  # what the id of a person who is verified there looks like; "" without such


@dataclass(frozen=True, slots=True)
class About:
    """An engine's terms. An empty text: nothing is said of it. `home` names where more is said.

    Without a `provider` nothing leaves the team's own machines. What needs a `permission` is
    used in a film only once its director or producer has recorded that the team may.
    """

    home: str = ""
    licence: str = ""
    weights: str = ""  # the licence of the weights; empty where there are none
    territory: str = ""
    naming: str = ""
    revenue: str = ""
    provider: Provider | None = None
    permission: bool = False


VOLCENGINE = Provider(
    "volcengine-ark",
    gettext_noop("Volcano Engine Ark (ByteDance)"),
    gettext_noop("Beijing, China"),
    gettext_noop(
        "The clip it makes can be fetched from it for 24 hours. How long it keeps what is sent "
        "is said in its own terms."
    ),
    asset="asset-…",
)
BYTEPLUS = Provider(
    "byteplus-modelark",
    gettext_noop("BytePlus ModelArk (ByteDance)"),
    gettext_noop("Southeast Asia"),
    VOLCENGINE.kept,
    asset="asset-…",
)
BY_HOST = {
    "ark.cn-beijing.volces.com": VOLCENGINE,
    "ark.ap-southeast.bytepluses.com": BYTEPLUS,
}


def provider_at(host: str) -> Provider:
    """Who answers at a host. One that we do not know is called as its host is."""
    return BY_HOST.get(host) or Provider(host, host)
