"""The numbers that name things, each with its own type: two bare ints in one signature are a bug waiting."""

from typing import NewType

Layer = NewType("Layer", int)
"""A version of the Telegram API schema, 2..229."""
DcId = NewType("DcId", int)
"""A data center, 1..N; always the plain id, without the test (+10000) or media (minus) marks."""
AuthKeyId = NewType("AuthKeyId", int)
"""Low 64 bits of SHA1(auth_key), little-endian, as the signed 64-bit number that databases store."""
SessionId = NewType("SessionId", int)
"""Chosen at random by the client; signed 64 bits, unique only together with the auth key."""
MsgId = NewType("MsgId", int)
"""Unix time · 2^32, see `mtproto/msg_id.py`; signed 64 bits."""
UserId = NewType("UserId", int)
"""A user or bot account, 1..2^40."""
ChatId = NewType("ChatId", int)
"""A basic group, 1..999 999 999 999."""
ChannelId = NewType("ChannelId", int)
"""A channel or supergroup, 1..997 852 516 352."""
PeerId = NewType("PeerId", int)
"""Whom a dialog is with, in one number: a user as it is, a chat -id, a channel -(10^12 + id).

The marks are those of the Bot API. https://core.telegram.org/api/bots/ids
"""
BoxId = NewType("BoxId", int)
"""Whose log: a user's box (private chats and basic groups), or a channel's; numbered as `PeerId`."""
MessageId = NewType("MessageId", int)
"""A message as one box numbers it, 1..2^31-1."""
Pts = NewType("Pts", int)
"""How far a box has come; rises by the pts_count of each event, without holes."""

CHANNEL_MARK = 1_000_000_000_000
BOT_IDS = range(1_500_000_000, 1 << 31)
"""What bots are numbered from, so that a number alone tells a bot from a person: at the gate of every call, and
for every member of a group, without a look at rows."""
BOT_FATHER = UserId(93372553)
"""The bot that makes bots; clients know it by its number."""


def is_bot(user_id: UserId) -> bool:
    """Whether an account is a bot's."""
    return user_id in BOT_IDS or user_id == BOT_FATHER


def user_peer(user_id: UserId) -> PeerId:
    """The peer that a user is."""
    return PeerId(user_id)


def chat_peer(chat_id: ChatId) -> PeerId:
    """The peer that a basic group is."""
    return PeerId(-chat_id)


def channel_peer(channel_id: ChannelId) -> PeerId:
    """The peer that a channel is."""
    return PeerId(-CHANNEL_MARK - channel_id)


def user_of(peer: PeerId) -> UserId | None:
    """The user behind a peer, None when it is none."""
    return UserId(peer) if peer > 0 else None


def chat_of(peer: PeerId) -> ChatId | None:
    """The basic group behind a peer, None when it is none."""
    return ChatId(-peer) if -CHANNEL_MARK < peer < 0 else None


def channel_of(peer: PeerId) -> ChannelId | None:
    """The channel behind a peer, None when it is none."""
    return ChannelId(-peer - CHANNEL_MARK) if peer < -CHANNEL_MARK else None
