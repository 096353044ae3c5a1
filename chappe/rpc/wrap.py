"""Peeling: a call may come inside wrappers that say how to run it.

invokeWithLayer and initConnection stay with the auth key; the others hold for this call only.
`invokeAfterMsg(s)` may only be outermost, but for those two. https://core.telegram.org/api/invoking
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chappe.ids import Layer
from chappe.mtproto.container import GZIP_ID, InflateError, inflate
from chappe.rpc.caller import ClientInfo
from chappe.rpc.errors import RpcError
from chappe.rpc.json_value import json_text
from chappe.tl import api, catalogue, layers, wire
from chappe.tl.build import TLRequest

LAYER_OLDEST = 2
WRAPPERS_MAX = 8
"""Real clients nest three or four."""
UNPACKED_BYTES_MAX = 1 << 20
"""The longest call is a part of a file, of half as much. Zeros become a thousandth."""

LAYER_OF_NUMBERED = 18
# invokeWithLayer1 … 18, from before the layer was an argument.
NUMBERED = {
    catalogue.at(LAYER_OF_NUMBERED)
    .methods[f"invokeWithLayer{n}"]
    .id.to_bytes(4, "little"): Layer(n)
    for n in range(1, LAYER_OF_NUMBERED + 1)
}


@dataclass(slots=True, weakref_slot=True)
class Wrapped:
    """A question without its wrappers, and what they said.

    `after`: msg_ids of calls that have to succeed first. `layer`, `info`: None where not said.
    `unpacked`: bytes that it had when it was unpacked within its wrappers, 0 when it was not packed.
    """

    request: TLRequest[object] | None = None
    layer: Layer | None = None
    info: ClientInfo | None = None
    after: tuple[int, ...] = ()
    without_updates: bool = False
    takeout_id: int | None = None
    messages_range: "api.TypeMessageRange | None" = None
    business_connection: str | None = None
    unpacked: int = 0


def peel(body: bytes) -> Wrapped:
    """Undo every wrapper.

    Errors: INPUT_METHOD_INVALID, INPUT_CONSTRUCTOR_INVALID, INPUT_FETCH_ERROR,
    INPUT_REQUEST_TOO_LONG; CONNECTION_LAYER_INVALID; CONNECTION_* for an empty initConnection.
    """
    wrapped = Wrapped()
    introduced = True  # nothing but a client's introduction stands outside of what is read next
    for _ in range(WRAPPERS_MAX + 1):
        numbered = NUMBERED.get(body[:4])
        if numbered is not None:
            wrapped.layer, body = Layer(max(numbered, LAYER_OLDEST)), body[4:]
            continue
        if body[:4] == GZIP_ID:
            body = unpack(body)
            wrapped.unpacked = len(body)
            continue
        request = read(body)
        note = WRAPPERS.get(type(request))
        if note is None:
            wrapped.request = request
            return wrapped
        if type(request) in OUTERMOST and not introduced:
            break
        introduced = introduced and type(request) in INTRODUCTIONS
        note(wrapped, request)
        body = request.query  # type: ignore[attr-defined] # every wrapper has one
    raise RpcError(400, "INPUT_FETCH_ERROR")


def unpack(body: bytes) -> bytes:
    """A call that was packed inside of its wrappers, as TDLib packs long ones.

    Errors: INPUT_FETCH_ERROR, INPUT_REQUEST_TOO_LONG
    """
    try:
        return inflate(body, UNPACKED_BYTES_MAX)
    except InflateError as error:
        name = "INPUT_REQUEST_TOO_LONG" if error.too_long else "INPUT_FETCH_ERROR"
        raise RpcError(400, name) from error


def read(body: bytes) -> TLRequest[object]:
    """One request off the wire, whatever layer it was written at."""
    try:
        return layers.read_request(body)
    except wire.UnknownConstructor as error:
        kind = "METHOD" if error.is_method else "CONSTRUCTOR"
        text = f"INPUT_{kind}_INVALID_{error.constructor_id}_{len(body) // 4}"
        raise RpcError(400, text) from error
    except wire.TrailingBytes as error:
        raise RpcError(400, "INPUT_REQUEST_TOO_LONG") from error
    except wire.WireError as error:
        raise RpcError(400, "INPUT_FETCH_ERROR") from error


def _note_layer(wrapped: Wrapped, query: api.InvokeWithLayer) -> None:
    if query.layer < LAYER_OLDEST:
        raise RpcError(400, "CONNECTION_LAYER_INVALID")
    wrapped.layer = Layer(query.layer)


def _note_client(wrapped: Wrapped, query: api.InitConnection) -> None:
    wrapped.info = client_info(query)


def _note_after_one(wrapped: Wrapped, query: api.InvokeAfterMsg) -> None:
    wrapped.after = (query.msg_id,)


def _note_after(wrapped: Wrapped, query: api.InvokeAfterMsgs) -> None:
    wrapped.after = tuple(query.msg_ids)


def _note_without_updates(wrapped: Wrapped, _query: api.InvokeWithoutUpdates) -> None:
    wrapped.without_updates = True


def _note_takeout(wrapped: Wrapped, query: api.InvokeWithTakeout) -> None:
    wrapped.takeout_id = query.takeout_id


def _note_range(wrapped: Wrapped, query: api.InvokeWithMessagesRange) -> None:
    wrapped.messages_range = query.range


def _note_business(wrapped: Wrapped, query: api.InvokeWithBusinessConnection) -> None:
    wrapped.business_connection = query.connection_id


def _note_proof(_wrapped: Wrapped, _query: TLRequest[object]) -> None:
    """A proof for somebody else's service: there is nothing here to check it against."""


WRAPPERS: dict[type[TLRequest[object]], Callable[[Wrapped, Any], None]] = {
    api.InvokeWithLayer: _note_layer,
    api.InitConnection: _note_client,
    api.InvokeAfterMsg: _note_after_one,
    api.InvokeAfterMsgs: _note_after,
    api.InvokeWithoutUpdates: _note_without_updates,
    api.InvokeWithTakeout: _note_takeout,
    api.InvokeWithMessagesRange: _note_range,
    api.InvokeWithBusinessConnection: _note_business,
    api.InvokeWithGooglePlayIntegrity: _note_proof,
    api.InvokeWithApnsSecret: _note_proof,
    api.InvokeWithReCaptcha: _note_proof,
}
OUTERMOST = frozenset({api.InvokeAfterMsg, api.InvokeAfterMsgs})
INTRODUCTIONS = frozenset({api.InvokeWithLayer, api.InitConnection})
"""TDLib hangs these outside of everything, as long as it has no answer in a session."""


def client_info(query: api.InitConnection) -> ClientInfo:
    """What initConnection says, checked.

    Errors: CONNECTION_API_ID_INVALID, CONNECTION_DEVICE_MODEL_EMPTY, CONNECTION_SYSTEM_EMPTY,
    CONNECTION_APP_VERSION_EMPTY, CONNECTION_LANG_PACK_INVALID
    """
    if query.api_id <= 0:
        raise RpcError(400, "CONNECTION_API_ID_INVALID")
    for value, name in (
        (query.device_model, "CONNECTION_DEVICE_MODEL_EMPTY"),
        (query.system_version, "CONNECTION_SYSTEM_EMPTY"),
        (query.app_version, "CONNECTION_APP_VERSION_EMPTY"),
    ):
        if not value:
            raise RpcError(400, name)
    if len(query.lang_pack) > 64:
        raise RpcError(400, "CONNECTION_LANG_PACK_INVALID")
    proxy = query.proxy
    return ClientInfo(
        api_id=query.api_id,
        device_model=query.device_model,
        system_version=query.system_version,
        app_version=query.app_version,
        lang_code=query.lang_code,
        system_lang_code=query.system_lang_code,
        lang_pack=query.lang_pack,
        proxy_address=None if proxy is None else proxy.address,
        proxy_port=None if proxy is None else proxy.port,
        params=None if query.params is None else json_text(query.params),
    )
