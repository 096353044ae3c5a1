"""What the walks over the wire share: clients that are past their first call, and how to ask."""

from typing import TypeVar

from chappe.mtproto.container import Message
from chappe.testing.client import Client
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto
from chappe.tl.build import TLObject

Kind = TypeVar("Kind", bound=TLObject)
NEAREST = layers.write(api.help.GetNearestDc())
CONFIG = layers.write(api.help.GetConfig())


async def inited(world: World, **wishes: object) -> Client:
    """A client that has made a key and said who it is, with nothing left to acknowledge."""
    client = await world.client(**wishes)
    await client.call("help.getNearestDc")
    client.post()
    return client


def told(client: Client, kind: type[Kind]) -> list[Kind]:
    """The service messages of one kind that the client heard."""
    return [heard for heard in client.heard if isinstance(heard, kind)]


def last(client: Client, kind: type[Kind]) -> Kind:
    return told(client, kind)[-1]


def sent(client: Client, message: Message, **wishes: int) -> int:
    """Send one message as it is; its msg_id."""
    client.send(client.envelope(message, **wishes))
    return message.msg_id


def call(client: Client, body: bytes = NEAREST) -> int:
    """Send a call as a bare message, not waiting for anything; its msg_id."""
    return sent(client, client.message(body))


def answers(client: Client, query: int) -> list[Message]:
    """Every rpc_result that this query got, as a message."""
    head = mtproto.RpcResult.ID.to_bytes(4, "little") + query.to_bytes(8, "little", signed=True)
    return [message for message in client.messages if message.body[:12] == head]


def results(client: Client, query: int) -> list[bytes]:
    """What is in every rpc_result that this query got."""
    return [message.body[12:] for message in answers(client, query)]


def settle(world: World) -> None:
    """Let the hold-back pass: numbers of messages that never came are not waited for any longer."""
    world.advance(0.1)


def error_of(result: bytes) -> str:
    """The text of an rpc_error."""
    error = mtproto.read(result)[0]
    assert isinstance(error, mtproto.RpcError), error
    return f"{error.error_code} {error.error_message.decode()}"
