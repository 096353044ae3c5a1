"""What bots hear of what is said in groups: the one rule for boxes, pushes, the difference and queues.

A bot hears all that is said to it alone, all that happens in a group (service messages), nothing that another bot
says. Of the rest an admin hears everything, and so does a bot whose owner has switched privacy mode off; any
other only what is meant for it: an answer to it, what was sent through it, a command with its name, a mention, a
command without a name when no other bot has spoken since. What is an answer to one bot no other hears, whatever
else is in it. https://core.telegram.org/bots/features#privacy-mode
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.bots import spoken
from chappe.features.channels import store as channels
from chappe.features.channels.model import ChannelMark
from chappe.features.chats import store as chats
from chappe.features.messages import store as messages
from chappe.features.messages.actions import Arrived
from chappe.features.messages.audience import knows_deaf
from chappe.features.messages.model import Body, Message, Outgoing
from chappe.features.messages.payload import read_values
from chappe.features.text.ruler import ruler_of
from chappe.features.users import store as users
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of, chat_of, is_bot, user_of
from chappe.tl import api
from chappe.updates.facts import EditMessage, NewMessage
from chappe.updates.log import Logged
from chappe.updates.render import listens
from chappe.updates.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Ear:
    """A bot as it listens in a group. `names`: its public names, lower case. `hears_all`: it is an admin, or not in
    privacy mode, or this is a channel. `leads`: it is an admin."""

    bot: UserId
    names: frozenset[str]
    hears_all: bool
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a group. `author`: None: a channel. `answers`: who wrote what it answers. `last_bot`: which bot
    had spoken there last, None: none has, or nobody needs to know."""

    author: UserId | None
    body: Body
    answers: UserId | None = None
    last_bot: UserId | None = None


def bot_hears(ear: Ear, said: Said) -> bool:
    """Whether a bot hears a message in a group."""
    if said.author == ear.bot or said.body.action is not None:
        return True
    if said.author is not None and is_bot(said.author):
        return False
    return ear.hears_all or _is_meant(ear, said)


def _is_meant(ear: Ear, said: Said) -> bool:
    """Whether a message is for this bot and no other."""
    if said.answers is not None and is_bot(said.answers):
        return said.answers == ear.bot
    if said.body.via_bot is not None:
        return said.body.via_bot == ear.bot
    named = _Named.of(said.body)
    if named.commands:
        return not ear.names.isdisjoint(named.commands)
    if ear.bot in named.users or not ear.names.isdisjoint(named.mentions):
        return True
    return named.begins_with_command and said.last_bot in {None, ear.bot}


@dataclass(slots=True)
class _Named:
    """Whom a text names. `commands`: the bots that commands are for; `mentions`: public names."""

    commands: set[str]
    mentions: set[str]
    users: set[int]
    begins_with_command: bool = False

    @classmethod
    def of(cls, body: Body) -> "_Named":
        """Whom a body names."""
        named = cls(set(), set(), set())
        for entity, words in _entities(body):
            match entity:
                case api.MessageEntityBotCommand():
                    _, at, name = words.partition("@")
                    if at:
                        named.commands.add(name.lower())
                    elif entity.offset == 0:
                        named.begins_with_command = True
                case api.MessageEntityMention():
                    named.mentions.add(words[1:].lower())
                case api.MessageEntityMentionName():
                    named.users.add(entity.user_id)
                case _:
                    pass
        return named


def _entities(body: Body) -> "Iterator[tuple[api.TypeMessageEntity, str]]":
    """The entities of a text with the words that they cover."""
    kept = read_values(body.entities)
    if not kept:
        return
    ruler = ruler_of(body.text)
    for entity in kept:
        start = ruler.index(entity.offset)
        end = ruler.index(entity.offset + entity.length)
        yield entity, body.text[start:end]


# -- who is in a group ------------------------------------------------------------------


async def bots_in(tx: Tx, peer: PeerId) -> list[UserId]:
    """The bots in a group or channel; of a private chat with a bot, that bot."""
    channel_id, chat_id = channel_of(peer), chat_of(peer)
    if channel_id is not None:
        return await channels.find_bots(tx, channel_id)
    if chat_id is not None:
        return await chats.find_bots(tx, chat_id)
    return [UserId(peer)] if is_bot(UserId(peer)) else []


async def ears_in(tx: Tx, peer: PeerId, bots: Collection[UserId]) -> list[Ear]:
    """How some bots listen in a group; two statements for all of them."""
    if not bots:
        return []
    found = await users.find_many(tx, bots)
    leading, broadcast = await _leading(tx, peer, bots)
    return [
        Ear(
            user.id,
            frozenset(each.name.lower() for each in user.usernames if each.active),
            broadcast or user.id in leading or (user.bot is not None and user.bot.reads_all),
            user.id in leading,
        )
        for user in found.values()
    ]


async def _leading(tx: Tx, peer: PeerId, bots: Collection[UserId]) -> tuple[set[UserId], bool]:
    """Which of some bots are admins, and whether only admins speak there."""
    channel_id, chat_id = channel_of(peer), chat_of(peer)
    if channel_id is not None:
        there = await channels.find_members(tx, channel_id, bots)
        channel = (await channels.find_many(tx, [channel_id])).get(channel_id)
        broadcast = channel is not None and ChannelMark.BROADCAST in channel.marks
        return {each for each, mine in there.items() if mine.standing.leads}, broadcast
    if chat_id is not None:
        members = await chats.find_those(tx, chat_id, bots)
        return {each for each, mine in members.items() if mine.standing.leads}, False
    return set(bots), True


# -- what is said -----------------------------------------------------------------------


@knows_deaf
async def find_deaf(
    tx: Tx,
    author: UserId,
    peer: PeerId,
    outgoing: Sequence[Outgoing],
    bots: Collection[UserId],
) -> set[UserId]:
    """Which of the bots in a basic group hear nothing of what is being said there."""
    ears = await ears_in(tx, peer, bots)
    last_bot = await spoken.find_last(tx, peer)
    said = [
        Said(author, each.body, each.reply_to.author if each.reply_to else None, last_bot)
        for each in outgoing
    ]
    return {ear.bot for ear in ears if not any(bot_hears(ear, each) for each in said)}


@listens
async def find_unheard(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> set[int]:
    """The places of those facts of a channel that a bot does not hear."""
    places = [
        place
        for place, entry in enumerate(entries)
        if entry.box < 0 and isinstance(entry.fact, NewMessage | EditMessage)
    ]
    unheard: set[int] = set()
    for box in {entries[place].box for place in places}:
        here = [place for place in places if entries[place].box == box]
        found = await _messages(tx, box, [entries[place] for place in here])
        heard = await heard_by(tx, viewer.user_id, PeerId(box), list(found.values()))
        unheard |= {
            place
            for place in here
            if (id_ := entries[place].fact.id) in found and id_ not in heard  # type: ignore[attr-defined]  # NewMessage, EditMessage
        }
    return unheard


async def _messages(tx: Tx, box: BoxId, entries: Sequence[Logged]) -> dict[MessageId, Message]:
    found = {
        each.ready.message.id: each.ready.message
        for each in entries
        if isinstance(each.ready, Arrived)
    }
    ids = {each.fact.id for each in entries}  # type: ignore[attr-defined]  # NewMessage, EditMessage
    return {**found, **await messages.find_many(tx, box, ids - found.keys())}


async def heard_by(
    tx: Tx, bot: UserId, peer: PeerId, posts: Sequence[Message]
) -> set[MessageId]:
    """Which of some messages in the box of a channel a bot hears."""
    ears = await ears_in(tx, peer, [bot])
    if not ears or not posts:
        return {each.id for each in posts}
    said = await said_in(tx, peer, posts)
    return {each.id for each, what in zip(posts, said, strict=True) if bot_hears(ears[0], what)}


async def said_in(tx: Tx, peer: PeerId, posts: Sequence[Message]) -> list[Said]:
    """What there is to know of some messages in the box of a channel, for those who listen there."""
    answered = {each.reply_to for each in posts if each.reply_to is not None}
    found = await messages.find_many(tx, posts[0].box, answered) if answered else {}
    said = []
    for each in posts:
        target = found.get(each.reply_to) if each.reply_to is not None else None
        last_bot = None
        if each.body.action is None and each.body.text.startswith("/"):
            last_bot = await spoken.find_last(tx, peer, each.body_id)
        answers = None if target is None else target.author
        said.append(Said(each.author, each.body, answers, last_bot))
    return said


def is_group(peer: PeerId) -> bool:
    """Whether more than two are there."""
    return user_of(peer) is None
