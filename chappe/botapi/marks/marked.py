"""What parsers have in common: text that grows, with offsets in UTF-16 units, and what marks mean."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chappe.botapi.errors import BotError, bad

Entity = dict[str, Any]
"""An entity as the Bot API writes it: `type`, `offset`, `length` …"""


def cannot(text: str) -> BotError:
    """Text that cannot be read."""
    return bad(f"can't parse entities: {text}")


def byte_of(text: str, place: int) -> int:
    """The offset in bytes of a place in a text, as errors name it."""
    return len(text[:place].encode(errors="surrogatepass"))


@dataclass(slots=True)
class Marked:
    """Text that is being read. `units`: its length in UTF-16 units so far."""

    parts: list[str] = field(default_factory=list)
    units: int = 0
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        """More text."""
        self.parts.append(text)
        self.units += len(text) + sum(1 for char in text if char > "\uffff")

    def mark(self, kind: str, since: int, **more: Any) -> None:
        """What was read since some offset is marked, if it is not empty."""
        if self.units > since:
            self.entities.append(
                {"type": kind, "offset": since, "length": self.units - since, **more}
            )

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def done(self) -> tuple[str, list[Entity]]:
        """The text and its entities, in order."""
        self.entities.sort(key=lambda each: (each["offset"], -each["length"]))
        return self.text, self.entities


def mentioned(url: str) -> int | None:
    """The user whom a link like `tg://user?id=123` names."""
    return _number_of(url, "user")


def emoji_of(url: str) -> int | None:
    """The custom emoji that `tg://emoji?id=123` names."""
    return _number_of(url, "emoji")


def _number_of(url: str, host: str) -> int | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() != "tg" or (parts.netloc or parts.path).strip("/") != host:
        return None
    said = dict(parse_qsl(parts.query)).get("id", "")
    return int(said) if said.isdecimal() and len(said) < 20 else None


def moment_of(url: str) -> dict[str, Any] | None:
    """The moment that `tg://time?unix=…&format=…` names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() != "tg" or (parts.netloc or parts.path).strip("/") != "time":
        return None
    said = dict(parse_qsl(parts.query))
    unix = said.get("unix", "")
    if not unix.isdecimal() or len(unix) > 12:
        return None
    found: dict[str, Any] = {"unix_time": int(unix)}
    if said.get("format"):
        found["date_time_format"] = said["format"]
    return found
