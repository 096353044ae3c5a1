"""What the other side did wrong, in its bytes."""

UNKNOWN_KEY = -404
"""Unknown auth_key_id, and any wrong handshake query. https://core.telegram.org/mtproto/mtproto-transports#transport-errors"""
FLOOD = -429
"""Too many connections from one address, or limits of containers exceeded."""
WRONG_DC = -444
"""The client takes this server for another data center."""


class RemoteError(Exception):
    """The peer sent bytes that no lawful client sends: its connection is closed, nothing else.

    `code`: the transport error to send before closing, or None to close without a word.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.code = code


def error_packet(code: int) -> bytes:
    """A transport error as a packet: four bytes, little-endian, still to be framed."""
    return code.to_bytes(4, "little", signed=True)
