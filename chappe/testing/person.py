"""Somebody with an account in a world: signs up, names others, waits for what there is to hear."""

from dataclasses import dataclass
from typing import Any

from chappe.ids import PeerId, UserId
from chappe.testing.client import Client, Refused
from chappe.tl.build import TLObject
from chappe.updates.viewer import Viewer

API = {"api_id": 12345, "api_hash": "0" * 32}


@dataclass(eq=False, slots=True)
class Person:
    """A signed-in client and its account. `phone`: digits. `secret`: of the installation, so that a test
    may name anybody without having met."""

    client: Client
    phone: str
    user_id: UserId
    secret: bytes

    async def call(self, method: str, /, **fields: object) -> Any:
        """Call a method; the result in the raw shapes of the client's layer.

        Raises: Refused.
        """
        return await self.client.call(method, **fields)

    def make(self, name: str, /, **fields: object) -> Any:
        """An object of the client's layer."""
        return self.client.schema.make(name, **fields)

    @property
    def updates(self) -> list[TLObject]:
        """What was pushed so far; a test may empty it."""
        return self.client.updates

    @property
    def told(self) -> list[Any]:
        """The single updates that were pushed so far, out of their containers: what happened at the same
        time may come in one. The short forms stand for themselves."""
        single: list[Any] = []
        for each in self.updates:
            container: Any = each
            if each.NAME in {"updates", "updatesCombined"}:
                single += container.updates
            else:
                single.append(container.update if each.NAME == "updateShort" else container)
        return single

    def access_hash(self, peer: int) -> int:
        """What this account has to name with a peer."""
        return Viewer(self.user_id, self.secret, 0.0).access_hash(PeerId(peer))

    def peer(self, other: "Person") -> Any:
        """Another person as an InputPeer, or oneself."""
        if other is self:
            return self.make("inputPeerSelf")
        return self.make(
            "inputPeerUser",
            user_id=other.user_id,
            access_hash=self.access_hash(other.user_id),
        )

    def user(self, other: "Person") -> Any:
        """Another person as an InputUser, or oneself."""
        if other is self:
            return self.make("inputUserSelf")
        return self.make(
            "inputUser", user_id=other.user_id, access_hash=self.access_hash(other.user_id)
        )

    async def send(self, other: "Person", text: str, **more: object) -> Any:
        """Send text; the answer."""
        fields: dict[str, object] = {
            "peer": self.peer(other),
            "message": text,
            "random_id": self.client.next_msg_id(),
            **more,
        }
        return await self.call("messages.sendMessage", **fields)


@dataclass(eq=False, slots=True)
class Robot(Person):
    """A bot that has signed in. `token`: what else it signs in with."""

    token: str
    username: str


async def sign_in(client: Client, phone: str, code: str, first_name: str | None) -> Any:
    """Give a code; make an account when there is none and a name is given. The auth.authorization."""
    schema = client.schema
    asked: dict[str, object] = {"phone_number": phone, **API}
    fields = {param.name for param in schema.shape("auth.sendCode").params}
    if "settings" in fields:
        asked["settings"] = schema.make("codeSettings")
    if "lang_code" in fields:
        asked["lang_code"] = "en"
    if "sms_type" in fields:
        asked["sms_type"] = 0
    sent: Any = await client.call("auth.sendCode", **asked)
    given: dict[str, object] = {
        "phone_number": phone,
        "phone_code_hash": sent.phone_code_hash,
        "phone_code": code,
    }
    try:
        answer: Any = await client.call("auth.signIn", **given)
    except Refused as refusal:
        # Before layer 105 a right code without an account was an error.
        if refusal.text != "PHONE_NUMBER_UNOCCUPIED" or first_name is None:
            raise
        return await client.call("auth.signUp", **given, first_name=first_name, last_name="")
    if answer.NAME != "auth.authorizationSignUpRequired" or first_name is None:
        return answer
    if "phone_code" not in {param.name for param in schema.shape("auth.signUp").params}:
        del given["phone_code"]
    return await client.call("auth.signUp", **given, first_name=first_name, last_name="")
