"""Tokens of graphs that are drawn later: what they name, signed for one account, good for a day."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from chappe.ids import ChannelId
from chappe.rpc.errors import RpcError
from chappe.updates.viewer import Viewer

LIFE_SECONDS = 86_400
SIGNATURE_BYTES = 16


class Named(NamedTuple):
    """What a token names: a graph of a channel, until when (Unix seconds)."""

    graph: str
    channel_id: ChannelId
    until: int


def write_token(viewer: Viewer, graph: str, channel_id: ChannelId) -> str:
    """A token for a graph."""
    named = Named(graph, channel_id, int(viewer.now) + LIFE_SECONDS)
    said = msgspec.msgpack.encode(named)
    return urlsafe_b64encode(_sign(viewer, said) + said).decode()


def read_token(viewer: Viewer, token: str) -> Named:
    """What a token names.

    Errors: GRAPH_INVALID_RELOAD (not a token of this account), GRAPH_EXPIRED_RELOAD
    """
    try:
        data = urlsafe_b64decode(token.encode())
    except ValueError as error:
        raise RpcError(400, "GRAPH_INVALID_RELOAD") from error
    signature, said = data[:SIGNATURE_BYTES], data[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _sign(viewer, said)):
        raise RpcError(400, "GRAPH_INVALID_RELOAD")
    named = msgspec.msgpack.decode(said, type=Named)
    if named.until < viewer.now:
        raise RpcError(400, "GRAPH_EXPIRED_RELOAD")
    return named


def _sign(viewer: Viewer, said: bytes) -> bytes:
    who = viewer.user_id.to_bytes(8, "little")
    return blake2b(
        who + said, key=viewer.secret, digest_size=SIGNATURE_BYTES, person=b"graphs"
    ).digest()
