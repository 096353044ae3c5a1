"""What is known of a prepared text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from chappe.ids import UserId

if TYPE_CHECKING:
    from chappe.tl import api


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a text may be, in characters, and the errors for too much and for nothing."""

    characters_max: int
    too_long: str
    empty: str | None
    """None: nothing at all is fine too."""


MESSAGE = Limit(4096, "MESSAGE_TOO_LONG", "MESSAGE_EMPTY")
CAPTION = Limit(1024, "MEDIA_CAPTION_TOO_LONG", None)

NO_LONGER = 1 << 16
"""Nobody's limit is above: a text beyond is refused before any work is done on it."""


class Span(NamedTuple):
    """An entity and the characters it covers, from `start` up to, not including, `end`.

    The entity's own offset and length mean nothing until `ruler` has written them.
    """

    start: int
    end: int
    entity: "api.TypeMessageEntity"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as it is kept and sent on.

    `entities`: canonical TL, one after the other, None for none. `link`: the first link in it, with
    its scheme, for a preview. `mentioned`: users named by entity; `usernames`: by @name, without the @.
    """

    text: str
    entities: bytes | None = None
    link: str | None = None
    mentioned: tuple[UserId, ...] = ()
    usernames: tuple[str, ...] = ()
