"""A call made by hand: what handlers see, without a connection."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chappe.config import Settings
from chappe.ids import AuthKeyId, DcId, Layer, MsgId, SessionId
from chappe.rpc.call import Call
from chappe.rpc.caller import Caller, ClientInfo
from chappe.rpc.method import TABLE
from chappe.tl import api
from chappe.tl.build import TLRequest

NOW = 1_800_000_000.25
APP = ClientInfo(
    api_id=1,
    device_model="Test",
    system_version="1",
    app_version="2.3",
    system_lang_code="en",
    lang_pack="",
    lang_code="en",
)


class HandWorld:
    """As much of a server as the rooms without rows look at."""

    def __init__(self, data: Path | None) -> None:
        self.settings = Settings(data=data)

    def dc_options(self, caller: Caller) -> list[api.DcOption]:
        return [
            api.DcOption(id=caller.dc_id, ip_address="192.0.2.1", port=443),
            api.DcOption(id=caller.dc_id, ip_address="2001:db8::1", port=443, ipv6=True),
        ]


Ask = Callable[..., Awaitable[object]]


@pytest.fixture
def ask() -> Ask:
    """Ask a handler: `await ask(request, data=…, now=…, dc=…, info=…, lang_pack=…)`."""

    async def ask(request: TLRequest, **said: object) -> object:
        info = said.pop("info", APP)
        data, now, dc = said.pop("data", None), said.pop("now", NOW), said.pop("dc", 2)
        caller = Caller(
            AuthKeyId(7),
            DcId(dc),
            perm_key_id=AuthKeyId(7),
            layer=Layer(229),
            info=replace(info, **said) if info else None,
        )
        call = Call(HandWorld(data), caller, now, Layer(229), MsgId(4), SessionId(1))
        return await TABLE[type(request)].handler(call, request)

    return ask
