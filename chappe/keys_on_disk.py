"""The server's RSA keys in the data directory: made at the first start, kept for ever.

`DIR/keys/rsa.pem` is the private key, for nobody else's eyes; `DIR/keys/rsa.pub.pem` (PKCS#1) is what
clients are given.
"""

import os
from pathlib import Path

from chappe.crypto.rsa import RsaKey


def private_path(data: Path) -> Path:
    """Where the private key lies."""
    return data / "keys" / "rsa.pem"


def public_path(data: Path) -> Path:
    """Where the public key lies, for people to copy."""
    return data / "keys" / "rsa.pub.pem"


def load_or_make(data: Path) -> RsaKey:
    """The key of this installation; made, and written to disk whole, when there is none.

    Raises: ValueError, which does not quote the file.
    """
    path = private_path(data)
    if path.exists():
        try:
            key = RsaKey.from_pem(path.read_bytes())
        except (ValueError, TypeError):
            raise ValueError(
                f"{path} is no RSA key of 2048 bits: bring it back from a backup"
            ) from None
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = _new_key()
        _write(path, key.private_pem(), 0o600)
    public = public_path(data)
    if not public.exists() or public.read_bytes() != key.public_pem:
        _write(public, key.public_pem, 0o644)
    return key


def _new_key() -> RsaKey:
    """A key that every client finds.

    mtcute (0.30) looks keys up by the hexadecimal fingerprint, which it writes without leading zeros in one
    place and with them in another: one key in sixteen would be unknown to it.
    """
    while True:
        key = RsaKey.generate()
        if f"{key.fingerprint & 0xFFFFFFFFFFFFFFFF:016x}"[0] != "0":
            return key


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file so that it is there whole or not at all, even when the power goes."""
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
