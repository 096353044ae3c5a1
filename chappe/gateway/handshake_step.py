"""Unencrypted messages on one connection: the steps of handshakes.

The key is on the disk before dh_gen_ok leaves. Addresses that send wrong steps, or begin too many
handshakes at a time, are turned away before anything dear is computed.
https://core.telegram.org/mtproto/description#unencrypted-message
"""

import struct
from typing import TYPE_CHECKING

from chappe.gateway import eager
from chappe.mtproto import msg_id as ids
from chappe.mtproto.errors import FLOOD, UNKNOWN_KEY, RemoteError
from chappe.mtproto.handshake_state import KeyMade, Refuse, Reply

if TYPE_CHECKING:
    from chappe.db.database import Durable
    from chappe.gateway.connection import Connection

HEAD = struct.Struct("<qqi")


class HandshakeStep:
    """Takes the unencrypted packets of a connection."""

    __slots__ = ("_connection", "_counted", "_last_msg_id")

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._counted = False
        self._last_msg_id = 0

    def take(self, packet: bytes) -> None:
        """Answer one step; RemoteError when it is wrong."""
        connection = self._connection
        hub, now = connection.hub, connection.hub.clock.now()
        if not hub.addresses.may_shake_hands(connection.address, now):
            raise RemoteError("too many wrong handshakes from one address", FLOOD)
        self._count()
        answer = hub.handshakes[connection.dc].receive(_body(packet), now)
        match answer:
            case Reply():
                self._say(answer.body)
            case KeyMade():
                self._keep(answer)
            case Refuse():
                hub.addresses.failed(connection.address, now)
                raise RemoteError(answer.reason, answer.code)

    def over(self) -> None:
        """No handshake is in flight here any more."""
        if self._counted:
            self._counted = False
            self._connection.hub.addresses.end_handshake(self._connection.address)

    def _count(self) -> None:
        if self._counted:
            return
        if not self._connection.hub.addresses.begin_handshake(self._connection.address):
            raise RemoteError("too many handshakes at a time from one address", FLOOD)
        self._counted = True

    def _keep(self, made: KeyMade) -> None:
        """Store the key; the answer waits for the disk, and what comes behind it waits for both."""
        connection = self._connection
        handshakes = connection.hub.handshakes[connection.dc]
        connection.hold()

        def stored(outcome: "tuple[bool, Durable | None]") -> None:
            fresh, durable = outcome
            if not fresh:
                self._say(handshakes.collided(made))
                connection.resume()
            elif durable is None:
                finish(None)
            else:
                durable.when_done(finish)

        def finish(error: Exception | None) -> None:
            self.over()
            if error is None:
                self._say(handshakes.settled(made))
                connection.resume()
            else:
                connection.hub.keyring.forget(made.new_key.key_id)
                connection.resume(RemoteError("the key could not be stored"))

        eager.run(
            connection.hub.keyring.keep(made.new_key),
            stored,
            connection.give_up,
            by_hand=connection.hub.by_hand,
        )

    def _say(self, body: bytes) -> None:
        now = self._connection.hub.clock.now()
        self._last_msg_id = ids.following(self._last_msg_id, now, answer=True)
        self._connection.send_packet(HEAD.pack(0, self._last_msg_id, len(body)) + body)


def _body(packet: bytes) -> bytes:
    """The body of an unencrypted message; a padded framing may have hung up to 15 bytes behind it."""
    if len(packet) < HEAD.size + 4:
        raise RemoteError("an unencrypted message without a body", UNKNOWN_KEY)
    length: int = HEAD.unpack_from(packet)[2]
    if length & 3 or not 4 <= length <= len(packet) - HEAD.size <= length + 15:
        raise RemoteError("length of an unencrypted message", UNKNOWN_KEY)
    return packet[HEAD.size : HEAD.size + length]
