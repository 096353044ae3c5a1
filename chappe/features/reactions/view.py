"""Reactions on the wire, as one account sees them."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from chappe.db.database import Tx
from chappe.features.chats.full import Full, completes_group
from chappe.features.files.view import find_documents
from chappe.features.help.personal import personalises
from chappe.features.messages import store as messages
from chappe.features.messages.model import BodyMark, Message
from chappe.features.messages.view import enriches
from chappe.features.reactions import store
from chappe.features.reactions.actions import ChannelReactionsSeen, Reactions
from chappe.features.reactions.art import gallery
from chappe.features.reactions.masks import Seen, seen_as
from chappe.features.reactions.model import (
    PER_MESSAGE_MAX,
    Reacted,
    Reaction,
    document_of,
)
from chappe.ids import BoxId, PeerId, UserId, user_peer
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, render_peers_of, renders
from chappe.updates.sharing import sees_apart
from chappe.updates.viewer import Viewer

REFRESH_SECONDS = 86_400
RECENT_MAX = 3
"""Faces beside the counts; the list tells all."""


def render_reaction(reaction: Reaction) -> "api.TypeReaction":
    """One reaction."""
    document_id = document_of(reaction)
    if document_id is None:
        return api.ReactionEmoji(emoticon=reaction)
    return api.ReactionCustomEmoji(document_id=document_id)


def render_reactions(
    viewer: Viewer, message: Message, reacted: Sequence[Reacted], seen: Seen
) -> api.MessageReactions:
    """All reactions to a message; `reacted`: the newest first."""
    tags = message.peer == user_peer(viewer.user_id)
    counts: dict[Reaction, int] = {}
    chosen: dict[Reaction, int] = {}
    for each in reversed(reacted):
        counts[each.reaction] = counts.get(each.reaction, 0) + 1
        if each.user_id == viewer.user_id:
            chosen[each.reaction] = each.place
    results = [
        api.ReactionCount(
            reaction=render_reaction(reaction), count=count, chosen_order=chosen.get(reaction)
        )
        for reaction, count in sorted(counts.items(), key=lambda pair: -pair[1])
    ]
    recent = [
        _render_peer_reaction(viewer, message, each, seen) for each in reacted[:RECENT_MAX]
    ]
    named = not tags and not message.is_post
    return api.MessageReactions(
        min=viewer.is_crowd,  # without what one of them has chosen
        can_see_list=named,
        reactions_as_tags=tags,
        results=results,
        recent_reactions=[*recent] if named and recent else None,
    )


def _render_peer_reaction(
    viewer: Viewer, message: Message, each: Reacted, seen: Seen
) -> api.MessagePeerReaction:
    author = message.body.from_id == user_peer(viewer.user_id)
    return api.MessagePeerReaction(
        big=each.big,
        unread=each.unread and author,
        my=each.user_id == viewer.user_id,
        peer_id=peer_on_wire(seen.get((message.peer, each.user_id), user_peer(each.user_id))),
        date=each.at,
        reaction=render_reaction(each.reaction),
    )


@enriches
async def add_reactions(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Add the reactions to messages that have some."""
    bodies = {each.body_id for each in source if BodyMark.REACTED in each.body.marks}
    if not bodies:
        return
    found = await store.find(tx, bodies)
    seen = await _seen(tx, source, found)
    for message, rendered in zip(source, shown, strict=True):
        reacted = found.get(message.body_id)
        if reacted and isinstance(rendered, api.Message):
            rendered.reactions = render_reactions(viewer, message, reacted, seen)


async def _seen(
    tx: Tx, source: Sequence[Message], found: Mapping[int, Sequence[Reacted]]
) -> Seen:
    """As whom those are seen whose faces stand beside the counts."""
    return await seen_as(
        tx, [(each, found.get(each.body_id, [])[:RECENT_MAX]) for each in source]
    )


async def render_changes(
    tx: Tx, viewer: Viewer, source: Sequence[Message]
) -> list[api.UpdateMessageReactions]:
    """updateMessageReactions for some messages."""
    found = await store.find(tx, {each.body_id for each in source}) if source else {}
    seen = await _seen(tx, source, found)
    return [
        api.UpdateMessageReactions(
            peer=peer_on_wire(each.peer),
            msg_id=each.id,
            saved_peer_id=None if each.saved_peer is None else peer_on_wire(each.saved_peer),
            reactions=render_reactions(viewer, each, found.get(each.body_id, []), seen),
        )
        for each in source
    ]


@renders(Reactions)
async def render_fact(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateMessageReactions; nothing when the message is gone."""
    ids = [each.fact.id for each in entries if isinstance(each.fact, Reactions)]
    found = await messages.find_many(tx, entries[0].box, ids)
    changes = await render_changes(tx, viewer, list(found.values()))
    by_id = {each.msg_id: each for each in changes}
    return [[by_id[id_]] if id_ in by_id else [] for id_ in ids]


@renders(ChannelReactionsSeen)
async def render_seen(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateMessageReactions, for the author who has seen them on another device."""
    facts = [each.fact for each in entries if isinstance(each.fact, ChannelReactionsSeen)]
    shown: list[Updates] = []
    for fact in facts:
        box = BoxId(fact.channel)
        found = await messages.find_many(tx, box, fact.ids)
        shown.append([*await render_changes(tx, viewer, list(found.values()))])
    return shown


@sees_apart(Reactions)
async def authors_of(tx: Tx, entries: Sequence[Logged]) -> set[UserId]:
    """Who wrote the messages: only they know which reactions they have not seen."""
    ids = [each.fact.id for each in entries if isinstance(each.fact, Reactions)]
    found = await messages.find_many(tx, entries[0].box, ids)
    return {author for each in found.values() if (author := each.author) is not None}


async def render_list(
    tx: Tx,
    viewer: Viewer,
    message: Message,
    page: Sequence[Reacted],
    count: int,
    next_offset: str | None,
) -> api.messages.MessageReactionsList:
    """A part of the list of those who have reacted to a message."""
    seen = await seen_as(tx, [(message, page)])
    shown = [_render_peer_reaction(viewer, message, each, seen) for each in page]
    users, chats = await render_peers_of(tx, viewer, shown)
    return api.messages.MessageReactionsList(
        count=count, reactions=[*shown], chats=chats, users=users, next_offset=next_offset
    )


def render_some(reactions: Sequence[Reaction], held: int) -> "api.messages.TypeReactions":
    """A list of reactions, unless `held` is its hash."""
    hash_ = _hash(reactions)
    if held == hash_:
        return api.messages.ReactionsNotModified()
    return api.messages.Reactions(
        hash=hash_, reactions=[render_reaction(each) for each in reactions]
    )


def render_tags(
    tags: Sequence[tuple[Reaction, int, str | None]], held: int
) -> "api.messages.TypeSavedReactionTags":
    """Tags with their names and counts, unless `held` is their hash."""
    hash_ = _hash([f"{reaction} {count} {title}" for reaction, count, title in tags])
    if held == hash_:
        return api.messages.SavedReactionTagsNotModified()
    return api.messages.SavedReactionTags(
        hash=hash_,
        tags=[
            api.SavedReactionTag(
                reaction=render_reaction(reaction), title=title or None, count=count
            )
            for reaction, count, title in tags
        ],
    )


async def render_available(
    tx: Tx, viewer: Viewer, documents: Mapping[str, int], held: int
) -> "api.messages.TypeAvailableReactions":
    """The reactions that have pictures, unless `held` is the hash of today's list: the references in it
    have to stay fresh."""
    today = int(viewer.now) // REFRESH_SECONDS
    names = sorted(f"{name} {id_}" for name, id_ in documents.items())
    hash_ = _hash([str(today), *names]) >> 33 or 1  # here it is an int
    if held == hash_:
        return api.messages.AvailableReactionsNotModified()
    found = await find_documents(tx, viewer, documents.values())

    def shown(name: str) -> "api.TypeDocument":
        id_ = documents[name]
        return found.get(id_) or api.DocumentEmpty(id=id_)

    reactions = [
        api.AvailableReaction(
            reaction=each,
            title=gallery.title_of(each),
            static_icon=shown(gallery.name_of(each, gallery.STILL)),
            appear_animation=shown(gallery.name_of(each, gallery.APPEARING)),
            select_animation=shown(gallery.name_of(each, gallery.BEATING)),
            activate_animation=shown(gallery.name_of(each, gallery.BEATING)),
            effect_animation=shown(gallery.BURST),
            around_animation=shown(gallery.BURST),
            center_icon=shown(gallery.name_of(each, gallery.BEATING)),
        )
        for each in gallery.SHOWN
    ]
    return api.messages.AvailableReactions(hash=hash_, reactions=list(reactions))


def _hash(parts: Sequence[str]) -> int:
    """A number for a list, never 0: that is what a client says that has none."""
    digest = blake2b("\n".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1 or 1


@personalises
async def add_default(tx: Tx, user_id: UserId, config: api.Config) -> None:
    """What a double tap means to this account."""
    chosen = await store.find_default(tx, user_id)
    if chosen is not None:
        config.reactions_default = render_reaction(chosen)


@completes_group
async def add_allowed(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """What one may react with in a group or channel."""
    allowed = await store.find_allowed(tx, peer)
    full.reactions_limit = allowed.most if allowed.most != PER_MESSAGE_MAX else None
    if allowed.reactions is None:
        full.available_reactions = api.ChatReactionsAll(allow_custom=allowed.custom)
    elif allowed.reactions:
        named = [render_reaction(each) for each in allowed.reactions]
        full.available_reactions = api.ChatReactionsSome(reactions=named)
    else:
        full.available_reactions = api.ChatReactionsNone()
