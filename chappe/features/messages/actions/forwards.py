"""Saying again what somebody has said. https://core.telegram.org/api/files and the messages' headers."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chappe.db.database import Tx
from chappe.features.messages.headers import forwarding_of
from chappe.features.messages.media import UNREAD_KINDS
from chappe.features.messages.model import (
    UNCAPTIONED,
    Body,
    BodyMark,
    MediaKind,
    Message,
    Outgoing,
)
from chappe.features.messages.payload import read_value, write_value
from chappe.features.messages.replies import Answered
from chappe.ids import PeerId, UserId, is_bot, user_of, user_peer
from chappe.tl import api
from chappe.updates.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Wanted:
    """How messages are to be forwarded. `marks`: of the new ones; `timestamp`: where a video begins;
    `voice`, `author_id`: as `Body.from_id` and `Body.author_id`."""

    drop_author: bool
    drop_captions: bool
    marks: BodyMark
    effect: int | None
    timestamp: int | None
    answered: Answered
    voice: PeerId
    author_id: UserId | None


def may_be_forwarded(message: Message, *, copied: bool) -> bool:
    """Whether there is something to say again: no service message, nothing that destroys itself; what is sold not as
    one's own (`copied`)."""
    if message.body.action is not None:
        return False
    media = read_value(message.body.media)
    if copied and isinstance(media, api.MessageMediaPaidMedia):
        return False
    return getattr(media, "ttl_seconds", None) is None


async def forwards_of(
    tx: Tx,
    viewer: Viewer,
    peer: PeerId,
    messages: Sequence[Message],
    random_ids: Sequence[int],
    wanted: Wanted,
) -> list[Outgoing]:
    """The messages as they go to `peer`; what was an album is one again."""
    found = await forwarding_of(tx, viewer, messages)
    saving = peer == user_peer(viewer.user_id)
    albums: dict[int, int] = {}
    outgoing = []
    for message, random_id, forwarding in zip(messages, random_ids, found, strict=True):
        body = _body(viewer, message.body, wanted, albums)
        saved_peer = peer if saving else None
        if not wanted.drop_author:
            header = forwarding.saved(message) if saving else forwarding.header
            body = replace(body, forward=write_value(header))
            saved_peer = (message.saved_peer or message.peer) if saving else None
        outgoing.append(
            Outgoing(
                body=body,
                random_id=random_id,
                reply_to=wanted.answered.message,
                thread=wanted.answered.thread,
                saved_peer=saved_peer,
                media_unread=body.media_kind in UNREAD_KINDS,
            )
        )
    return outgoing


def _body(viewer: Viewer, said: Body, wanted: Wanted, albums: dict[int, int]) -> Body:
    plays = said.media_kind is MediaKind.GAME
    captioned = said.media is not None and said.media_kind not in UNCAPTIONED
    dropped = wanted.drop_captions and captioned
    album = None
    if said.grouped_id is not None:
        album = albums.setdefault(said.grouped_id, secrets.randbits(62) + 1)
    return Body(
        from_id=wanted.voice,
        author_id=wanted.author_id,
        at=int(viewer.now),
        text="" if dropped else said.text,
        entities=None if dropped else said.entities,
        media=_media(said.media, wanted.timestamp),
        media_kind=said.media_kind,
        file_id=said.file_id,
        reply=wanted.answered.header,
        # It would not open without its button.
        markup=said.markup if plays or _is_for_sale(said) else None,
        via_bot=_bot_of(said) if plays else said.via_bot,
        grouped_id=album,
        effect=wanted.effect,
        marks=wanted.marks | said.marks & BodyMark.INVERT_MEDIA,
    )


def _bot_of(said: Body) -> int | None:
    """The bot that answers when a game is opened, wherever that lies."""
    author = user_of(said.from_id)
    return author if said.via_bot is None and author and is_bot(author) else said.via_bot


def _is_for_sale(said: Body) -> bool:
    """Whether it may be bought wherever it is forwarded to."""
    if said.media_kind is not MediaKind.OTHER:
        return False
    media = read_value(said.media)
    return isinstance(media, api.MessageMediaInvoice) and not media.start_param


def _media(kept: bytes | None, timestamp: int | None) -> bytes | None:
    if kept is None or timestamp is None:
        return kept
    media = read_value(kept)
    if not isinstance(media, api.MessageMediaDocument) or not media.video:
        return kept
    media.video_timestamp = timestamp
    return write_value(media)
