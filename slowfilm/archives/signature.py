"""A studio signs its archives, so that a tail cut off together with its head is noticed.

The studio's key lies in DATA/keys/studio.pem, made when first needed; studio.pub beside it is to
be given to others. A studio whose public key lies in DATA/keys/known/NAME.pem is known here.
"""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from slowfilm.ledger import chain

PURPOSE = b"slowfilm archive\n"  # the key will sign other things too
State = Literal["here", "known", "unknown", "unsigned"]


class Forged(Exception):
    """What is signed is not what is there."""


@dataclass(frozen=True)
class Signature:
    """Who signed a head: this studio, one that is known here by `name`, an unknown key, nobody."""

    state: State
    key: str = ""  # the key's fingerprint
    name: str = ""

    @property
    def sentence(self) -> str:
        """Who it was, in the reader's language."""
        match self.state:
            case "here":
                return _("The head was signed by this studio.")
            case "known":
                sentence = _("The head was signed by a studio known here: %(name)s.")
                return sentence % {"name": self.name}
            case "unknown":
                return _("The head was signed by an unknown key: %(key)s.") % {"key": self.key}
        return _(
            "The head was not signed: a tail cut off together with its head would not be noticed."
        )


def signed(about: dict[str, Any]) -> dict[str, Any]:
    """The same with this studio's signature over all of it."""
    key = _own()
    signature = key.sign(_text(about))
    public = key.public_key().public_bytes_raw()
    return about | {"signature": {"key": _base64(public), "value": _base64(signature)}}


def read(about: dict[str, Any]) -> Signature:
    """Who signed this. Raises Forged; KeyError, TypeError, ValueError where it is no signature."""
    if "signature" not in about:
        return Signature("unsigned")
    signature = about["signature"]
    public = base64.b64decode(signature["key"], validate=True)
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(base64.b64decode(signature["value"], validate=True), _text(about))
    except InvalidSignature as error:
        raise Forged from error
    if public == _own().public_key().public_bytes_raw():
        return Signature("here", fingerprint(public))
    name = _known().get(public)
    return Signature("unknown" if name is None else "known", fingerprint(public), name or "")


def fingerprint(public: bytes) -> str:
    """What people compare: the first half of the key's SHA-256, in groups of four."""
    digest = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def own_fingerprint() -> str:
    """Of this studio's key."""
    return fingerprint(_own().public_key().public_bytes_raw())


def _text(about: dict[str, Any]) -> bytes:
    """What is signed: everything but the signature."""
    plain = {name: value for name, value in about.items() if name != "signature"}
    return PURPOSE + chain.canonical(plain).encode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _folder() -> Path:
    return Path(settings.DATA) / "keys"


def _own() -> Ed25519PrivateKey:
    path = _folder() / "studio.pem"
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def _make(path: Path) -> None:
    """Make the studio's key. It is never half written, and the first of two processes wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, NoEncryption())
    whole = path.with_name(f"{path.name}.{uuid4().hex}")
    whole.touch(mode=0o600)
    whole.write_bytes(private)
    try:
        path.hardlink_to(whole)
    except FileExistsError:
        return
    finally:
        whole.unlink()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pub").write_bytes(public)


def _known() -> dict[bytes, str]:
    """Public keys of other studios, and their names. A file that is no key is none."""
    names = {}
    for path in sorted((_folder() / "known").glob("*.pem")):
        try:
            key = serialization.load_pem_public_key(path.read_bytes())
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, Ed25519PublicKey):
            names[key.public_bytes_raw()] = path.stem
    return names
