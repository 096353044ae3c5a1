"""Signing in step by step, for walks."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from chappe.testing.client import Client, Refused
from chappe.testing.person import API
from chappe.testing.world import World

Worlds = Callable[..., AbstractAsyncContextManager[World]]
PHONE = "12025550111"
"""A number that is none of the test numbers: its codes are drawn and delivered."""


async def refusal(asked: Any) -> str:
    """What a call is refused with."""
    with pytest.raises(Refused) as caught:
        await asked
    return f"{caught.value.code} {caught.value.text}"


async def send_code(client: Client, phone: str = PHONE, **more: Any) -> Any:
    settings = client.schema.make("codeSettings", **more)
    return await client.call("auth.sendCode", phone_number=phone, settings=settings, **API)


def code_of(world: World, phone: str = PHONE) -> str:
    return world.outbox.code_for(f"+{phone}")


def wrong(code: str) -> str:
    return "00000" if code != "00000" else "11111"


async def show_code(client: Client, sent: Any, code: str, phone: str = PHONE) -> Any:
    return await client.call(
        "auth.signIn",
        phone_number=phone,
        phone_code_hash=sent.phone_code_hash,
        phone_code=code,
    )


async def sign_up(client: Client, sent: Any, name: str = "Ada", phone: str = PHONE) -> Any:
    return await client.call(
        "auth.signUp",
        phone_number=phone,
        phone_code_hash=sent.phone_code_hash,
        first_name=name,
        last_name="",
    )


async def newcomer(world: World, phone: str = PHONE, **how: Any) -> Client:
    """A client that has just made an account."""
    client = await world.client(**how)
    sent = await send_code(client, phone)
    await show_code(client, sent, code_of(world, phone), phone)
    await sign_up(client, sent, phone=phone)
    return client


async def app_code(client: Client) -> str:
    """The login code that the service account wrote last, as another device of the account reads it."""
    history = await client.call(
        "messages.getHistory",
        peer=client.schema.make("inputPeerUser", user_id=777000, access_hash=0),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return next(
        message.message.split()[2]
        for message in history.messages
        if message.message.startswith("Login code: ")
    )[:5]


def later(world: World, seconds: float, *clients: Client) -> None:
    """Let time pass; silent connections are closed meanwhile, and the apps started again."""
    world.leap(seconds)
    for client in clients:
        client.start_again(world.pipe())
