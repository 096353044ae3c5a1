"""What has to be known to show some objects: whom they speak of, and what they answer.

It is read in a few statements for all of them; showing reads nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chappe.botapi.fileids import FileIds
from chappe.db.database import Tx
from chappe.features.ephemeral.view import render_ephemeral
from chappe.features.messages import store as messages
from chappe.features.messages.view import render_messages
from chappe.features.stickers import store as stickers
from chappe.features.users import store as users
from chappe.features.users.view import render_min
from chappe.ids import (
    BoxId,
    ChannelId,
    ChatId,
    MessageId,
    PeerId,
    UserId,
    channel_of,
    channel_peer,
    chat_peer,
    user_of,
)
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.horizon import horizon
from chappe.updates.peers import peers_in
from chappe.updates.render import render_peers
from chappe.updates.viewer import Viewer

Json = dict[str, Any]
OF_BUSINESS = (
    api.UpdateBotNewBusinessMessage,
    api.UpdateBotEditBusinessMessage,
    api.UpdateBusinessBotCallbackQuery,
)


@dataclass(slots=True)
class Scene:
    """Users by id, chats by the number that bots know them by, answered messages by chat and id."""

    files: FileIds
    bot_id: int
    users: dict[int, api.User] = field(default_factory=dict)
    chats: dict[int, "api.TypeChat"] = field(default_factory=dict)
    answered: dict[tuple[int, int], "api.TypeMessage"] = field(default_factory=dict)
    whispered: dict[tuple[UserId, MessageId], api.EphemeralMessage] = field(
        default_factory=dict
    )
    """Answered messages for one alone, by that person and number."""
    sets: dict[int, str] = field(default_factory=dict)
    """The names of sticker sets, by number."""

    def add_peers(
        self, users: "Iterable[api.TypeUser]", chats: "Iterable[api.TypeChat]"
    ) -> None:
        """Know some more."""
        for user in users:
            if isinstance(user, api.User):
                self.users[user.id] = user
        for chat in chats:
            self.chats[chat_id_of(chat)] = chat


def chat_id_of(chat: "api.TypeChat") -> int:
    """A group or channel as bots number it."""
    if isinstance(chat, api.Channel | api.ChannelForbidden):
        return channel_peer(ChannelId(chat.id))
    return chat_peer(ChatId(chat.id))


def peer_id(peer: "api.TypePeer") -> int:
    """Whoever a TL peer names, as bots number it. https://core.telegram.org/api/bots/ids"""
    match peer:
        case api.PeerUser():
            return peer.user_id
        case api.PeerChat():
            return chat_peer(ChatId(peer.chat_id))
        case api.PeerChannel():
            return channel_peer(ChannelId(peer.channel_id))


async def set_scene(
    tx: Tx,
    viewer: Viewer,
    objects: Sequence[TLObject],
    *also: PeerId,
    deep: bool = True,
    peers: "tuple[list[api.TypeUser], list[api.TypeChat]] | None" = None,
) -> Scene:
    """Read what is needed to show some objects to a bot. `deep`: with the messages that they answer; `peers`:
    those of the objects themselves, when they are known."""
    scene = Scene(FileIds(viewer.user_id, viewer.secret), viewer.user_id)
    wanted = set(also)
    if deep:
        for message in await _answered(tx, viewer, objects):
            assert not isinstance(message, api.MessageEmpty)
            scene.answered[peer_id(message.peer_id), message.id] = message
            wanted |= peers_in([message])
        scene.whispered = await _whispered(tx, viewer, objects)
        wanted |= peers_in(scene.whispered.values())
    if peers is None:
        wanted |= peers_in(objects)
    else:
        scene.add_peers(*peers)
    people = {user_id for peer in wanted if (user_id := user_of(peer)) is not None}
    groups = wanted - people
    if people:
        scene.add_peers(await _people(tx, people), ())
    if groups:
        scene.add_peers(*await render_peers(tx, viewer, groups))
    await name_sets(tx, scene, [*objects, *scene.answered.values(), *scene.whispered.values()])
    return scene


async def name_sets(tx: Tx, scene: Scene, objects: Iterable[TLObject]) -> None:
    """Know what the sets are called that stickers are of: in messages, in updates of messages, or by
    themselves. Reads nothing where there is no sticker."""
    wanted = {number for each in objects for number in _sets_of(each)} - scene.sets.keys()
    if wanted:
        found = await stickers.find_many(tx, wanted)
        scene.sets.update({number: each.short_name for number, each in found.items()})


def _sets_of(holder: TLObject) -> list[int]:
    """The sets that a document is of, as it stands in a message."""
    message: Any = getattr(holder, "message", holder)
    media: Any = getattr(message, "media", None)
    document: Any = getattr(media, "document", holder)
    return [
        each.stickerset.id
        for each in getattr(document, "attributes", None) or ()
        if isinstance(each, api.DocumentAttributeSticker | api.DocumentAttributeCustomEmoji)
        and isinstance(each.stickerset, api.InputStickerSetID)
    ]


async def _people(tx: Tx, ids: Collection[UserId]) -> list[api.User]:
    """Accounts as anybody may see them: bots are shown neither hashes nor what somebody is to them. They
    learn which language a person's client speaks."""
    found = await users.find_many(tx, ids)
    shown = []
    for user in found.values():
        rendered = render_min(user)
        rendered.lang_code = user.lang_code or None
        shown.append(rendered)
    return shown


async def _answered(
    tx: Tx, viewer: Viewer, objects: Sequence[TLObject]
) -> "list[api.TypeMessage]":
    """The messages that some messages (or those in some updates) answer."""
    wanted: dict[BoxId, set[MessageId]] = {}
    for each in objects:
        if isinstance(each, OF_BUSINESS):  # it brings along what it answers, of another's box
            continue
        if isinstance(each, api.UpdateBotCallbackQuery):
            _want(wanted, viewer, each.peer, each.msg_id)
            continue
        message: Any = getattr(each, "message", each)
        header = getattr(message, "reply_to", None)
        if not isinstance(header, api.MessageReplyHeader) or header.reply_to_msg_id is None:
            continue
        if header.reply_to_ephemeral:  # a number of another row
            continue
        if header.reply_to_peer_id is None:
            _want(wanted, viewer, message.peer_id, header.reply_to_msg_id)
    found = []
    for box, ids in sorted(wanted.items()):
        there = await messages.find_many(tx, box, ids)
        least = await horizon(tx, viewer.user_id, box)
        seen = [there[each] for each in sorted(there) if each > least]
        found += await render_messages(tx, viewer, seen)
    return found


async def _whispered(
    tx: Tx, viewer: Viewer, objects: Sequence[TLObject]
) -> dict[tuple[UserId, MessageId], api.EphemeralMessage]:
    """The messages for one alone that some of the same answer."""
    messages = [getattr(each, "message", None) for each in objects]
    named = {
        (person_of(each), answered)
        for each in messages
        if isinstance(each, api.EphemeralMessage) and (answered := whisper_answered(each))
    }
    return await render_ephemeral(tx, viewer, named) if named else {}


def person_of(it: api.EphemeralMessage) -> UserId:
    """With whom the bot that looks has a message alone."""
    return UserId(it.receiver_id if it.out else peer_id(it.from_id))


def whisper_answered(it: api.EphemeralMessage) -> MessageId | None:
    """The number of the message of the same kind that one answers."""
    header = it.reply_to
    if not isinstance(header, api.MessageReplyHeader) or not header.reply_to_ephemeral:
        return None
    return None if header.reply_to_msg_id is None else MessageId(header.reply_to_msg_id)


def _want(
    wanted: dict[BoxId, set[MessageId]], viewer: Viewer, at: "api.TypePeer", message_id: int
) -> None:
    peer = PeerId(peer_id(at))
    box = BoxId(viewer.user_id) if channel_of(peer) is None else BoxId(peer)
    wanted.setdefault(box, set()).add(MessageId(message_id))
