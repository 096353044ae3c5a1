"""BotFather listens: whoever writes to it asks for a job, which answers one message after the other."""

from collections.abc import Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.bots import starts
from chappe.features.bots.father import talk
from chappe.features.bots.father.conversation import hear
from chappe.features.bots.father.talk import Talk, Turn
from chappe.features.files import pictures
from chappe.features.files.model import Blob, FileId, NewFile
from chappe.features.files.photos import make_photo
from chappe.features.files.store import files
from chappe.features.messages import store as messages
from chappe.features.messages.actions.reading import read_history
from chappe.features.messages.delivered import on_bot_addressed
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.store import OF_PEER, Window
from chappe.features.users.news import boxes_told
from chappe.ids import BOT_FATHER, BoxId, DcId, MessageId, PeerId, UserId, user_peer
from chappe.jobs.kinds import Job, Work, job
from chappe.jobs.schedule import schedule
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

BOX = BoxId(BOT_FATHER)
PICTURES_DC = DcId(2)
PICTURE = "value setuserpic"
FROM_THEM = f"{OF_PEER} AND m.marks % 2 = 0"


@job("bots.father")
class Listen(Job, frozen=True):
    """Answer what somebody has said."""

    user_id: UserId


@on_bot_addressed
async def addressed(
    journal: Journal, author: UserId, peer: PeerId, _bodies: Sequence[int]
) -> None:
    """Somebody has written to a bot: if it is BotFather, it answers soon."""
    if peer == user_peer(BOT_FATHER):
        await schedule(journal, Listen(author), journal.at, key=str(author))


async def listen(work: Work, what: Listen) -> int | None:
    """Answer the next message; when there are more, this is done again."""
    message, picture = await _look(work, what.user_id)
    if message is None:
        return None
    journal, tx = work.journal, work.tx
    known = await talk.find(tx, what.user_id)
    told = await boxes_told(tx, known.bot_id) if known.bot_id else []
    await journal.lock([BoxId(what.user_id), BOX, *told])
    held = await talk.hold(tx, what.user_id)
    if held.heard_id >= message.id or held.bot_id != known.bot_id:
        return int(work.now)
    kept = message.body
    photo_id = kept.file_id if kept.media_kind is MediaKind.PHOTO else None
    turn = Turn(work.world, journal, held, await _text(tx, message), picture, photo_id or 0)
    reply = await hear(turn)
    await talk.put(tx, replace(turn.talk, heard_id=message.id))
    await read_history(journal, BOT_FATHER, user_peer(what.user_id), message.id)
    await talk.say(journal, what.user_id, [reply])
    more = await _next(tx, replace(held, heard_id=message.id))
    return None if more is None else int(work.now)


async def _look(work: Work, user_id: UserId) -> tuple[Message | None, NewFile | None]:
    """The message that is next, and the photo in it, where one was asked for: what is slow about it is done before
    the first statement of the job."""
    async with work.world.database.transaction(write=False) as tx:
        known = await talk.find(tx, user_id)
        message = await _next(tx, known)
        blob = None
        if message is not None and known.step == PICTURE:
            blob = await _blob(tx, message)
    if blob is None:
        return message, None
    data = await work.world.blobs.read(blob.name, 0, blob.size)
    try:
        made = await make_photo(work, BOT_FATHER, PICTURES_DC, data, pictures.crop)
    except RpcError:  # too small: there is no photo, then
        return message, None
    return message, made


async def _next(tx: Tx, known: Talk) -> Message | None:
    """The oldest message that was not answered."""
    window = Window(MessageId(known.heard_id + 1), 0, -1, 1)
    peer = user_peer(known.user_id)
    found = await messages.find_window(tx, window, FROM_THEM, box=BOX, peer=peer)
    return found[0] if found else None


async def _blob(tx: Tx, message: Message) -> Blob | None:
    """The bytes of the biggest size of a photo."""
    if message.body.media_kind is not MediaKind.PHOTO or message.body.file_id is None:
        return None
    found = await files.find_blobs(tx, FileId(message.body.file_id))
    return max((blob for _, blob, _ in found), key=lambda blob: blob.size, default=None)


async def _text(tx: Tx, message: Message) -> str:
    """What was said, with the parameter of the link that brought somebody here."""
    text = message.body.text.strip()
    param = await starts.find(tx, message.body_id) if text == starts.START else None
    return f"{text} {param}" if param else text
