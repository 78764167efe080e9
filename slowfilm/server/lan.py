"""Being seen by a tablet on the same network: our addresses, and a certificate for them.

Pens and decoders need a secure page. An authority of the site's own is made once and can be
trusted once by each tablet; the certificate it signs follows the machine's addresses.
"""

import ipaddress
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LASTS = timedelta(days=3650)
LASTS = timedelta(days=397)  # tablets refuse certificates that last longer
RENEWED = timedelta(days=30)  # before its end
NOWHERE = ("192.0.2.1", 9)  # an address for documentation: nothing is ever sent there


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


def addresses() -> list[str]:
    """This machine's addresses on the network, the one it goes out by first."""
    hosts = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)
            hosts.append(str(probe.getsockname()[0]))
        except OSError:  # no way out: a network without a router
            pass
    try:
        named = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        named = []
    hosts += [str(address[4][0]) for address in named]
    return [
        address for address in dict.fromkeys(hosts) if not ipaddress.ip_address(address).is_loopback
    ]


def certificate(folder: Path, hosts: list[str]) -> Pair:
    """A certificate for these names and addresses, made anew when they changed or it runs out."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    site = Pair(folder / "site.pem", folder / "site.key")
    if site.certificate.exists() and _serves(site, hosts):
        return site
    signer = authority(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_pem_x509_certificate(signer.certificate.read_bytes())
    signing = serialization.load_pem_private_key(signer.key.read_bytes(), None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    builder = _begun("Slowfilm", key, LASTS).issuer_name(issuer.subject)
    builder = builder.add_extension(x509.SubjectAlternativeName(_names(hosts)), critical=False)
    served = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = builder.add_extension(served, critical=False)
    key_identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())  # type: ignore[arg-type]
    builder = builder.add_extension(key_identifier, critical=False)
    plain = x509.BasicConstraints(ca=False, path_length=None)
    leaf = builder.add_extension(plain, critical=True).sign(signing, hashes.SHA256())
    _keep(site, leaf, key)
    return site


def authority(folder: Path) -> Pair:
    """Who signs this site's certificates; made once.

    It can vouch for addresses and local names only: a tablet that trusts it risks no other site.
    """
    pair = Pair(folder / "authority.pem", folder / "authority.key")
    if pair.certificate.exists():
        return pair
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"Slowfilm on {socket.gethostname()}"[:64]
    builder = _begun(name, key, AUTHORITY_LASTS).issuer_name(_called(name))
    key_identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = builder.add_extension(key_identifier, critical=False)
    builder = builder.add_extension(_signing(), critical=True)
    local: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName("local")]
    local.append(x509.IPAddress(ipaddress.ip_network("0.0.0.0/0")))
    builder = builder.add_extension(x509.NameConstraints(local, None), critical=True)
    signs = x509.BasicConstraints(ca=True, path_length=0)
    root = builder.add_extension(signs, critical=True).sign(key, hashes.SHA256())
    _keep(pair, root, key)
    return pair


def _begun(name: str, key: ec.EllipticCurvePrivateKey, lasts: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a tablet's clock may be behind
        .not_valid_after(now + lasts - timedelta(days=1))
    )


def _signing() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _names(hosts: list[str]) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = []
    for host in hosts:
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(host)))
        except ValueError:
            names.append(x509.DNSName(host))
    return names


def _serves(pair: Pair, hosts: list[str]) -> bool:
    current = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
    named = current.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = current.not_valid_after_utc - datetime.now(UTC) > RENEWED
    return lasts and set(_names(hosts)) <= set(named)


def _keep(
    pair: Pair, signed_certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    """The key first, so that a certificate never stands without it."""
    pair.key.touch(mode=0o600)
    pair.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    pair.certificate.write_bytes(signed_certificate.public_bytes(serialization.Encoding.PEM))
