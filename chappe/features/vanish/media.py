"""Media that are seen once: after their time only the news remains that there was one."""

from collections.abc import Sequence
from dataclasses import replace

from chappe.features.files.actions import forget_later
from chappe.features.messages import store as messages
from chappe.features.messages.actions.edits import edit
from chappe.features.messages.actions.reading import on_contents_read
from chappe.features.messages.model import BodyMark, MediaKind, Message
from chappe.features.messages.payload import read_value, write_value
from chappe.features.vanish.model import VIEW_ONCE
from chappe.ids import BoxId, MessageId, UserId
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.tl import api
from chappe.updates.log import Journal


@job("vanish.media")
class Destroy(Job, frozen=True):
    """Take a medium out of a message, which its reader has in this box."""

    box: BoxId
    id: MessageId


@on_contents_read
async def seen(journal: Journal, reader: UserId, news: Sequence[Message]) -> None:
    """The time of media that destroy themselves begins when the other one has seen them."""
    for message in news:
        seconds = ttl_of(message)
        if seconds is None or message.written_by(reader):
            continue
        if seconds == VIEW_ONCE:
            await destroy(journal, message)
            continue
        what = Destroy(message.box, message.id)
        key = f"{message.box} {message.id}"
        await schedule(journal, what, journal.at + seconds, key=key, keep=True)


def ttl_of(message: Message) -> int | None:
    """The time of a medium that destroys itself; None for all others, and for what is gone."""
    if message.body.media_kind == MediaKind.NONE or message.body.file_id is None:
        return None
    media = read_value(message.body.media)
    if isinstance(media, api.MessageMediaPhoto | api.MessageMediaDocument):
        return media.ttl_seconds
    return None


async def destroy(journal: Journal, message: Message) -> None:
    """Put the form without a file in the place of the medium, for all who have the message."""
    media = read_value(message.body.media)
    empty: api.MessageMediaPhoto | api.MessageMediaDocument
    if isinstance(media, api.MessageMediaPhoto):
        empty = api.MessageMediaPhoto(ttl_seconds=media.ttl_seconds)
    else:
        empty = api.MessageMediaDocument(
            ttl_seconds=media.ttl_seconds,
            video=media.video,
            round=media.round,
            voice=media.voice,
        )
    body = replace(
        message.body,
        media=write_value(empty),
        media_kind=MediaKind.OTHER,
        file_id=None,
        marks=message.body.marks | BodyMark.EDIT_HIDE,
    )
    await edit(journal, message, body)
    if message.body.file_id is not None:
        await forget_later(journal, message.body.file_id)


async def find(journal: Journal, what: Destroy) -> Message | None:
    """The message of a job, unless it is gone."""
    return (await messages.find_many(journal.tx, what.box, [what.id])).get(what.id)
