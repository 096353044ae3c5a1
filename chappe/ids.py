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
