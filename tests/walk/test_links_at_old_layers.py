"""Links, photos and requests as clients of old layers see them."""

from typing import Any

import pytest
from channel_walks import as_channel
from invite_walks import Group, check, group, link
from test_group_photos import change, uploaded

from chappe.testing.person import Person
from chappe.testing.world import World


async def made_by(where: Group, old: Person) -> Any:
    """A link, by the words of the layer."""
    if old.client.layer > 91:
        return await link(where, old)
    if where.kind == "chat":
        return await old.call("messages.exportChatInvite", chat_id=where.number)
    return await old.call("channels.exportInvite", channel=as_channel(old, where.number))


LAYERS = [71, 82, 97, 100, 114, 123, 133, 143, 158, 185, 198, 227]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("kind", ["chat", "megagroup"])
async def test_everything_about_a_group_is_told(world: World, kind: str, layer: int) -> None:
    where = await group(world, kind, "Ada", "Bob")
    ada, _ = where.people
    old = await world.another(ada, layer=layer)
    stranger = await world.person("Cyd", layer=layer)
    for photo in (ada.make("inputChatPhotoEmpty"), await uploaded(ada)):
        if photo.NAME != "inputChatPhotoEmpty":
            await change(where, ada, photo)
        full = await where.full(old)
        assert full.NAME in {"chatFull", "channelFull"}
        made = await made_by(where, old)
        full = await where.full(old)
        if layer >= 124:
            assert made.link
        else:
            assert full.exported_invite.link == made.link
        seen = await check(stranger, made)
        assert seen.title == "A place"
