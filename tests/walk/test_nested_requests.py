"""What strangers nest as deep as they like."""

from contextlib import suppress

import pytest

from chappe.testing.client import Refused
from chappe.testing.world import World
from chappe.tl import api, layers

pytestmark = pytest.mark.one_node


@pytest.mark.parametrize("depth", [2, 100, 600, 900, 3000])
async def test_a_peer_in_a_peer_in_a_peer_is_refused(
    world: World, depth: int, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = await world.person("Ada")
    here = layers.write(api.InputPeerSelf())
    there = layers.write(
        api.InputPeerUserFromMessage(peer=api.InputPeerSelf(), msg_id=1, user_id=1)
    )
    start, end = there[:4], there[4 + len(here) :]
    asked = layers.write(api.messages.GetPeerSettings(peer=api.InputPeerSelf()))
    asked = asked[:4] + start * depth + here + end * depth
    with pytest.raises(Refused, match=r"400 (MSG_ID_INVALID|INPUT_FETCH_ERROR)"):
        await ada.client.ask(ada.client.question(asked, "messages.getPeerSettings"))
    assert "failed" not in capsys.readouterr().out


@pytest.mark.parametrize("depth", [100, 450, 600, 900, 3000])
async def test_json_in_json_in_json_is_refused_or_read(
    world: World, depth: int, capsys: pytest.CaptureFixture[str]
) -> None:
    client = await world.client()
    null = layers.write(api.JsonNull())
    nested = layers.write(api.JsonArray(value=[api.JsonNull()]))[: -len(null)] * depth + null
    plain = layers.write(
        api.InitConnection(
            api_id=1,
            device_model="a",
            system_version="a",
            app_version="a",
            system_lang_code="",
            lang_pack="",
            lang_code="en",
            params=api.JsonNull(),
            query=layers.write(api.help.GetConfig()),
        )
    )
    said = layers.write(api.InvokeWithLayer(layer=229, query=plain.replace(null, nested, 1)))
    client.inited = True
    with suppress(Refused):
        await client.ask(client.question(said, "help.getConfig"))
    assert "could not be read" not in capsys.readouterr().out
