"""Telethon 0.11.5 of 2017: layer 68, MTProto 1.0, `req_pq`, the RSA padding of before 2021.

Address by the session's own fields, key by `RSA._server_keys`. It is a blocking library.
"""

import asyncio
from importlib.metadata import version
from typing import Any

import probe
from telethon.crypto import RSA
from telethon.crypto.rsa import RSAServerKey
from telethon.errors import AuthKeyUnregisteredError, RPCError
from telethon.telegram_bare_client import TelegramBareClient
from telethon.tl.all_tlobjects import layer
from telethon.tl.functions.help import GetConfigRequest, GetNearestDcRequest
from telethon.tl.functions.updates import GetStateRequest
from telethon.tl.functions.users import GetUsersRequest
from telethon.tl.session import JsonSession
from telethon.tl.types import InputUserSelf

CHOSEN = probe.arguments("telethon2017", ["full"])


def refusal(client: TelegramBareClient, request: Any) -> str:
    """The error that a request meets, as `CODE NAME`."""
    try:
        client(request)
    except RPCError as error:
        # This release turns the names into classes of their own.
        known = type(error) is AuthKeyUnregisteredError
        return f"{error.code} {'AUTH_KEY_UNREGISTERED' if known else error}"
    return "answered"


def ask() -> dict[str, Any]:
    """The whole walk, blocking."""
    key = probe.ServerKey(CHOSEN.rsa_pem)
    text = key.fingerprint.to_bytes(8, "little", signed=True).hex()
    RSA._server_keys.clear()
    RSA._server_keys[text] = RSAServerKey(text, key.n, key.e)
    session = JsonSession.try_load_or_create_new(str(CHOSEN.store / "session"))
    fresh = session.auth_key is None
    session.server_address, session.port = CHOSEN.host, CHOSEN.port
    client = TelegramBareClient(session, CHOSEN.api_id, CHOSEN.api_hash)
    assert client.connect(), "the first call was refused"
    config, nearest = client(GetConfigRequest()), client(GetNearestDcRequest())
    found = {
        "version": version("telethon"),
        "layer": layer,
        "fresh_key": fresh,
        "auth_key_id": probe.key_id(session.auth_key.key),
        **probe.config_facts(config, limits=("chat_size_max", "megagroup_size_max")),
        "nearest": probe.nearest_facts(nearest),
        "refused": {
            "users.getUsers": refusal(client, GetUsersRequest([InputUserSelf()])),
            "updates.getState": refusal(client, GetStateRequest()),
        },
    }
    session.save()
    client.disconnect()
    return found


async def walk() -> dict[str, Any]:
    """The walk in a thread, so that the time limit holds."""
    return await asyncio.to_thread(ask)


if __name__ == "__main__":
    probe.drive("telethon2017", CHOSEN, walk)
