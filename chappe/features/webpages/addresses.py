"""One name for one page, and its number."""

import hashlib

from yarl import URL

from chappe.fetch.guard import SCHEMES, URL_CHARACTERS_MAX


def page_address(link: str) -> str | None:
    """The address of the page that a link leads to, spelled in one way; None when it is not of the web.

    Without user, password and fragment; the host in small letters, in ASCII.
    """
    if len(link) > URL_CHARACTERS_MAX:
        return None
    try:
        url = URL(link if "://" in link else f"http://{link}")
        if url.scheme not in SCHEMES or not url.raw_host:
            return None
        address = f"{url.origin()}{url.raw_path_qs}"
    except ValueError:
        return None
    return address if len(address) <= URL_CHARACTERS_MAX and "\0" not in address else None


def page_id(address: str) -> int:
    """The page's number, the same on every node: 1..2^63-1."""
    digest = hashlib.sha256(address.encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1 or 1


def shown_address(address: str) -> str:
    """The address as people read it: host and path."""
    url = URL(address)
    shown = (url.host or "") + url.path.rstrip("/")
    return f"{shown}?{url.query_string}" if url.query_string else shown


def site_of(address: str) -> str:
    """The site's name when it does not say one."""
    return (URL(address).host or "").removeprefix("www.")
