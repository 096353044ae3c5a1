"""Who is named in a message: by a public name, by a link to the account, or by being answered.

Only members of a group are; in private chats and channels nobody is. A basic group's member has a copy of its own
to bear the mark; in a supergroup each of the named has a row (`dialogs.marks`), and the copy that all share says
that there are some. https://core.telegram.org/api/mentions
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs import store as dialogs
from chappe.features.dialogs.marks import NAMED
from chappe.features.messages import store
from chappe.features.messages.marking import mark_copies
from chappe.features.messages.media import UNREAD_KINDS
from chappe.features.messages.model import Body, CopyMark, Message
from chappe.features.messages.payload import read_values
from chappe.features.messages.store import Holder
from chappe.features.text.ruler import ruler_of
from chappe.features.users import store as users
from chappe.ids import BoxId, PeerId, UserId, channel_of, user_of
from chappe.tl import api

NAMED_MAX = 50
"""Of one message: whoever names more of them calls nobody in particular."""
NOBODY: frozenset[UserId] = frozenset()
UNNOTICED = CopyMark.MENTIONED | CopyMark.MEDIA_UNREAD
_MENTIONS = (api.MessageEntityMention, api.MessageEntityMentionName)
_MENTION_IDS = tuple(cls.ID.to_bytes(4, "little") for cls in _MENTIONS)

Inside = Callable[[Tx, PeerId, Collection[UserId]], Awaitable[set[UserId]]]
_inside: list[Inside] = []


def knows_named(inside: Inside) -> Inside:
    """The decorated function says which of some accounts may be named in a channel."""
    if inside not in _inside:
        _inside.append(inside)
    return inside


async def find_named(
    tx: Tx,
    author: UserId,
    peer: PeerId,
    said: Sequence[tuple[Body, Message | None]],
    boxes: Iterable[BoxId],
) -> list[frozenset[UserId]]:
    """Who is named in each of some messages, with what they answer. `boxes`: those that have them."""
    if user_of(peer) is not None:
        return [NOBODY for _ in said]
    called = [await _called(tx, body, answered, peer) for body, answered in said]
    wanted = {user_id for each in called for user_id in each} - {author}
    if not wanted:
        return [NOBODY for _ in said]
    if channel_of(peer) is None:
        there = wanted & {UserId(box) for box in boxes}
    else:
        there = {each for find in _inside for each in await find(tx, peer, wanted)}
    return [frozenset([each for each in some if each in there][:NAMED_MAX]) for some in called]


async def _called(
    tx: Tx, body: Body, answered: Message | None, peer: PeerId
) -> dict[UserId, None]:
    """Whom a message calls, whether they are there or not, in the order of their names."""
    found: dict[UserId, None] = {}
    if body.action is not None:
        return found
    if answered is not None and answered.peer == peer and answered.author is not None:
        found[answered.author] = None
    entities = body.entities
    if entities is None or not any(id_ in entities for id_ in _MENTION_IDS):
        return found
    names: list[str] = []
    for entity in read_values(entities) or ():
        if isinstance(entity, api.MessageEntityMentionName):
            found[UserId(entity.user_id)] = None
        elif isinstance(entity, api.MessageEntityMention):
            names.append(_text_of(body.text, entity))
    if names:
        held = await users.find_usernames(tx, names[:NAMED_MAX])
        found |= dict.fromkeys(held)
    return found


def _text_of(text: str, entity: api.MessageEntityMention) -> str:
    """A public name in a text, without the @."""
    ruler = ruler_of(text)
    start, end = ruler.index(entity.offset), ruler.index(entity.offset + entity.length)
    return text[(start or 0) + 1 : end]


async def note_named(tx: Tx, peer: PeerId, named: Collection[UserId], copy: Message) -> None:
    """A message that names some has come into its boxes; the copies bear the marks already. `copy`: its
    author's, or the channel's."""
    if not named:
        return
    if channel_of(peer) is None:
        await dialogs.count_mentions(tx, sorted(named), peer, 1)
        return
    await marks.add(tx, named, peer, copy.id, NAMED, copy.body.at)


async def rename(
    tx: Tx, message: Message, body: Body, author: UserId, holders: Sequence[Holder]
) -> None:
    """A message says something else now: who is named in it anew, and who is not any more. The boxes are taken."""
    same = (body.text, body.entities) == (message.body.text, message.body.entities)
    if same or user_of(message.peer) is not None:
        return
    answered = None
    if message.reply_to is not None:
        found = await store.find_many(tx, message.box, [message.reply_to])
        answered = found.get(message.reply_to)
    boxes = [each.box for each in holders]
    (named,) = await find_named(tx, author, message.peer, [(body, answered)], boxes)
    if channel_of(message.peer) is None:
        voice = body.media_kind in UNREAD_KINDS
        await _rename_copies(tx, message.peer, named, holders, voice=voice)
    else:
        await _rename_members(tx, message, named)


async def _rename_copies(
    tx: Tx,
    peer: PeerId,
    named: Collection[UserId],
    holders: Sequence[Holder],
    *,
    voice: bool,
) -> None:
    """`voice`: whoever has not heard the message has not, whether it is named or not."""
    for holder in holders:
        owner, before = UserId(holder.box), CopyMark.MENTIONED in holder.marks
        if (owner in named) == before:
            continue
        mark = CopyMark.MENTIONED if before and voice else UNNOTICED
        await mark_copies(tx, holder.box, [holder.id], mark, on=not before)
        if not before or CopyMark.MEDIA_UNREAD in holder.marks:
            await dialogs.count_mentions(tx, [owner], peer, -1 if before else 1)


async def _rename_members(tx: Tx, message: Message, named: Collection[UserId]) -> None:
    peer, id_ = message.peer, message.id
    before: set[UserId] = set()
    if CopyMark.MENTIONED in message.marks:
        before = (await marks.named_in(tx, peer, [id_])).get(id_, set())
    gone, new = before - set(named), set(named) - before
    if gone:
        await marks.take_off(tx, sorted(gone), peer, [id_], NAMED)
    if new:
        await marks.add(tx, new, peer, id_, NAMED, message.body.at)
    if bool(named) != (CopyMark.MENTIONED in message.marks):
        await mark_copies(tx, message.box, [id_], CopyMark.MENTIONED, on=bool(named))
