"""Reactions: until layer 145 a reaction was an emoji, and until 138 only users reacted."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, user_of
from chappe.tl.drift.frame import Fields, down, down_to, old, up

FIRST = ("👍", "👎", "❤", "🔥", "🎉", "🤩", "😱", "😁", "😢", "💩", "🤮")
"""The reactions of layer 136: what "all" meant to those who had to be given a list."""


def emoji_of(reaction: Any) -> str | None:
    """Return the emoji of a reaction; None for a custom or paid one."""
    return reaction.emoticon if isinstance(reaction, api.ReactionEmoji) else None


@down_to("reactionCount", until=144)
def counted_emoji(o: api.ReactionCount) -> TLObject | None:
    """A count of something else than an emoji is left out."""
    emoji = emoji_of(o.reaction)
    if emoji is None:
        return None
    chosen = o.chosen_order is not None
    return old(0x6FB250D1, chosen=chosen, reaction=emoji, count=o.count)


@down_to("messagePeerReaction", until=144)
def emoji_of_a_peer(o: api.MessagePeerReaction) -> TLObject | None:
    """As `counted_emoji`."""
    emoji = emoji_of(o.reaction)
    return None if emoji is None else recast(0x51B67EFF, o, reaction=emoji)


def _of_users(reactions: list[api.MessagePeerReaction]) -> list[TLObject]:
    pairs = [(user_of(r.peer_id), emoji_of(r.reaction)) for r in reactions]
    return [
        old(0x932844FA, user_id=user, reaction=emoji)
        for user, emoji in pairs
        if user is not None and emoji is not None
    ]


@down("messageReactions", "recent_reactons", until=137)
def recent_of_users(o: api.MessageReactions) -> Fields:
    """Until layer 138 the field was misspelt, and the reactions were of users."""
    recent = o.recent_reactions
    return {"recent_reactons": None if recent is None else _of_users(recent)}


@down("messages.messageReactionsList", "reactions", until=137)
def list_of_users(o: api.messages.MessageReactionsList) -> Fields:
    """As `recent_of_users`."""
    return {"reactions": _of_users(o.reactions)}


def emojis_of(allowed: Any) -> list[str] | None:
    """Return the emojis that a chat allows; None if it allows no reactions."""
    match allowed:
        case api.ChatReactionsAll():
            return list(FIRST)
        case api.ChatReactionsSome():
            return [emoji for r in allowed.reactions if (emoji := emoji_of(r)) is not None]
    return None


@down("chatFull", "available_reactions", until=144)
@down("channelFull", "available_reactions", until=144)
def listed_reactions(o: api.ChatFull | api.ChannelFull) -> Fields:
    """Until layer 145 a chat named the emojis that it allows."""
    return {"available_reactions": emojis_of(o.available_reactions)}


@down(
    "channelAdminLogEventActionChangeAvailableReactions", "prev_value", "new_value", until=144
)
def changed_reactions(o: api.ChannelAdminLogEventActionChangeAvailableReactions) -> Fields:
    """As `listed_reactions`."""
    return {
        "prev_value": emojis_of(o.prev_value) or [],
        "new_value": emojis_of(o.new_value) or [],
    }


def _reaction(emoji: str | None) -> api.ReactionEmoji | None:
    return api.ReactionEmoji(emoticon=emoji) if emoji else None


@up("messages.getMessageReactionsList")
def wanted_reaction(before: Any) -> Fields:
    """Until layer 145 a reaction was its emoji."""
    return {"reaction": _reaction(before.reaction)}


@up("messages.sendReaction")
def sent_reaction(before: Any) -> Fields:
    """One emoji, or none to take the reaction back."""
    reaction = _reaction(before.reaction)
    return {"reaction": None if reaction is None else [reaction]}


@up("messages.setDefaultReaction")
def default_reaction(before: Any) -> Fields:
    """As `wanted_reaction`."""
    return {"reaction": _reaction(before.reaction) or api.ReactionEmpty()}


@up(0x14050EA6)
def allowed_reactions(before: Any) -> Fields:
    """`messages.setChatAvailableReactions`: no emoji allowed is no reactions."""
    emojis = [api.ReactionEmoji(emoticon=emoji) for emoji in before.available_reactions]
    some = api.ChatReactionsSome(reactions=list(emojis))
    return {"available_reactions": some if emojis else api.ChatReactionsNone()}


def _paid_privacy(private: bool | None) -> Any:
    if private is None:
        return None
    return api.PaidReactionPrivacyAnonymous() if private else api.PaidReactionPrivacyDefault()


@up("messages.sendPaidReaction")
@up("messages.togglePaidReactionPrivacy")
def paid_privacy(before: Any) -> Fields:
    """Until layer 199 one was anonymous, or not."""
    return {"private": _paid_privacy(before.private)}


@down_to("updatePaidReactionPrivacy", until=198)
def paid_privately(o: api.UpdatePaidReactionPrivacy) -> TLObject:
    """As `paid_privacy`; in the name of a channel is not anonymous."""
    return old(0x51CA7AEC, private=isinstance(o.private, api.PaidReactionPrivacyAnonymous))
