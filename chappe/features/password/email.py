"""E-mail addresses: what passes for one, and how one is shown to who may not know it."""

import re

from chappe.rpc.errors import RpcError

ADDRESS_CHARACTERS_MAX = 254
"""RFC 5321: a path is 256 octets with its brackets."""
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_]{2,63}"
)


def clean_address(text: str) -> str:
    """An address as it is kept. Errors: EMAIL_INVALID"""
    address = text.strip()
    if len(address) > ADDRESS_CHARACTERS_MAX or not _ADDRESS.fullmatch(address):
        raise RpcError(400, "EMAIL_INVALID")
    return address


def pattern(address: str) -> str:
    """`ada.lovelace@example.org` → `ad***e@example.org`: whose it is can tell, others cannot."""
    name, _, domain = address.rpartition("@")
    shown = name[: 2 if len(name) > 3 else 1]
    return f"{shown}***{name[-1] if len(name) > 3 else ''}@{domain}"
