"""The register of kinds of media: from what a client says to what a message keeps.

A kind of `InputMedia` belongs to the room that knows it; that room says so:

    @media_kind(api.InputMediaPoll)
    async def poll(call: Call, said: api.InputMediaPoll, place: int | None) -> PreparedMedia: …
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from chappe.db.database import Tx
from chappe.features.files.model import NewFile
from chappe.ids import PeerId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl.build import TLObject
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.tl import api

TTL_SECONDS_MAX = 60
VIEW_ONCE = 0x7FFFFFFF
"""A self-destructing medium that goes when it is closed. https://core.telegram.org/api/files"""

Said = TypeVar("Said", bound=TLObject)


@dataclass(frozen=True, slots=True)
class PreparedMedia:
    """A medium whose slow work is done.

    `media`: canonical, with `photoEmpty(id)` and `documentEmpty(id)` where files are shown. `files`: new
    ones, whose rows are still to be written. `shown`: the photo or document that it is about, new or known,
    without access hash and reference. `keep`: further rows of the room that knows this kind, written in the
    message's transaction; it may change `media`. `via_bot`: the bot through which a person sends it. `markup`: the
    keyboard under it when its sender gives none. `addressed`: told in the message's transaction to whom it goes, before
    `keep`; it may refuse. Where it is not told, `keep` has to.
    """

    media: "api.TypeMessageMedia"
    files: tuple[NewFile, ...] = ()
    shown: "api.Photo | api.Document | None" = None
    keep: Callable[[Journal], Awaitable[None]] | None = None
    via_bot: UserId | None = None
    markup: "api.ReplyInlineMarkup | None" = None
    addressed: Callable[[Tx, PeerId], Awaitable[None]] | None = None


Prepare = Callable[[Call, Any, int | None], Awaitable[PreparedMedia]]
KINDS: dict[type[TLObject], Prepare] = {}
"""Who prepares what."""


def media_kind(
    kind: type[Said],
) -> Callable[
    [Callable[[Call, Said, int | None], Awaitable[PreparedMedia]]],
    Callable[[Call, Said, int | None], Awaitable[PreparedMedia]],
]:
    """Let the decorated function prepare media of this kind. It gets the call, what the client said, and
    the place in an album (None: alone), which some errors name."""

    def enter(
        prepare: Callable[[Call, Said, int | None], Awaitable[PreparedMedia]],
    ) -> Callable[[Call, Said, int | None], Awaitable[PreparedMedia]]:
        assert kind not in KINDS, f"{kind.NAME} has two owners"
        KINDS[kind] = prepare
        return prepare

    return enter


Attach = Callable[
    [Call, int, "Sequence[api.TypeInputDocument]"],
    Awaitable[Callable[[Journal], Awaitable[None]]],
]
_attachers: list[Attach] = []


def attaches(attach: Attach) -> Attach:
    """The decorated function keeps which stickers are on a new photo or document; what it gives is called in the
    transaction of the message."""
    if attach not in _attachers:
        _attachers.append(attach)
    return attach


async def attach_stickers(
    call: Call, file_id: int, said: "Sequence[api.TypeInputDocument] | None"
) -> Callable[[Journal], Awaitable[None]] | None:
    """What is to be done about the stickers on a new picture; None: there are none."""
    if not said or not _attachers:
        return None
    (attach,) = _attachers
    return await attach(call, file_id, said)


def check_ttl(seconds: int | None) -> None:
    """Refuse a time that no self-destructing medium has.

    Errors: TTL_MEDIA_INVALID
    """
    if seconds is None or seconds == VIEW_ONCE or 1 <= seconds <= TTL_SECONDS_MAX:
        return
    raise RpcError(400, "TTL_MEDIA_INVALID")
