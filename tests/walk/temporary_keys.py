"""Temporary keys and their binding, from the client's side. https://core.telegram.org/api/pfs"""

import os
from dataclasses import dataclass, replace

from chappe.mtproto.container import Message
from chappe.mtproto.envelope import seal, seal_v1
from chappe.mtproto.keys import KeyState
from chappe.testing.client import Client, Question
from chappe.testing.handshake import Wishes
from chappe.testing.world import World
from chappe.tl import mtproto

DAY = 86_400


@dataclass(frozen=True)
class Binding:
    """Everything that a binding says; a test may make any of it wrong."""

    nonce: int
    temp_key_id: int
    perm_key_id: int
    session_id: int
    expires_at: int
    msg_id: int
    seq_no: int = 0
    version: int = 1
    tail: bytes = b""

    def proof(self, perm: KeyState) -> bytes:
        inner = mtproto.BindAuthKeyInner(
            nonce=self.nonce,
            temp_auth_key_id=self.temp_key_id,
            perm_auth_key_id=self.perm_key_id,
            temp_session_id=self.session_id,
            expires_at=self.expires_at,
        )
        noise = [int.from_bytes(os.urandom(8), "little", signed=True) for _ in range(2)]
        body = mtproto.write(inner) + self.tail
        wrap = seal_v1 if self.version == 1 else seal
        return wrap(perm, *noise, self.msg_id, self.seq_no, body, outgoing=False)


async def temporary(world: World, seconds: int = DAY, dc: int = 2) -> Client:
    """A client with a temporary key that is not bound yet."""
    return await world.client(dc=dc, wishes=Wishes(dc=dc, expires_in=seconds))


def lawful(client: Client, perm: KeyState, now: float, seconds: int = DAY) -> Binding:
    assert client.key is not None
    return Binding(
        nonce=4711,
        temp_key_id=client.key.key_id,
        perm_key_id=perm.key_id,
        session_id=client.session_id,
        expires_at=int(now) + seconds,
        msg_id=client.next_msg_id(),
    )


def ask_to_bind(
    client: Client,
    perm: KeyState,
    said: Binding,
    *,
    proof: bytes | None = None,
    **inside: object,
) -> Question:
    """Send auth.bindTempAuthKey; `inside`: what the proof says otherwise than the call."""
    proof = replace(said, **inside).proof(perm) if proof is None else proof
    call = client.schema.make(
        "auth.bindTempAuthKey",
        perm_auth_key_id=said.perm_key_id,
        nonce=said.nonce,
        expires_at=said.expires_at,
        encrypted_message=proof,
    )
    question = Question(client.schema.write(call), "auth.bindTempAuthKey")
    client._questions[said.msg_id] = question
    client.post(Message(said.msg_id, client.next_seq_no(content=True), question.body))
    return question


async def bind(client: Client, perm: KeyState, now: float, seconds: int = DAY) -> object:
    return await client.ask(ask_to_bind(client, perm, lawful(client, perm, now, seconds)))
