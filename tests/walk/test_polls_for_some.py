"""Polls of channels that are for those who have long subscribed, or for some countries."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered
from logins import later, newcomer
from test_polls import poll

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

pytestmark = pytest.mark.one_node
DAY = 86_400


async def caller(world: World, phone: str) -> Person:
    """Somebody with a number of a country."""
    client = await newcomer(world, phone)
    me = client.schema.make("inputUserSelf")
    (user,) = await client.call("users.getUsers", id=[me])
    return Person(client, phone, user.id, world.node.secret)


async def post(who: Person, peer: Any, **limits: Any) -> int:
    answer = await who.call(
        "messages.sendMedia",
        peer=peer,
        media=poll(who, **limits),
        message="words",
        random_id=who.client.next_msg_id(),
    )
    number: int = next(each.id for each in answer.updates if each.NAME == "updateMessageID")
    return number


async def vote(who: Person, peer: Any, number: int, *options: bytes) -> Any:
    return await who.call("messages.sendVote", peer=peer, msg_id=number, options=list(options))


async def test_a_poll_for_those_who_have_long_subscribed(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    early = await post(ada, as_peer(ada, channel_id), subscribers_only=True)
    with pytest.raises(Refused, match="406 POLL_MEMBER_RESTRICTED"):
        await vote(bob, as_peer(bob, channel_id), early, b"0")
    later(world, DAY + 1, ada.client, bob.client)
    with pytest.raises(Refused, match="406 POLL_MEMBER_RESTRICTED"):
        await vote(bob, as_peer(bob, channel_id), early, b"0")  # it counts when it was posted
    late = await post(ada, as_peer(ada, channel_id), subscribers_only=True)
    await vote(bob, as_peer(bob, channel_id), late, b"0")
    sent_on = await bob.call(
        "messages.forwardMessages",
        from_peer=as_peer(bob, channel_id),
        to_peer=bob.make("inputPeerSelf"),
        id=[late],
        random_id=[bob.client.next_msg_id()],
    )
    copy = next(each.id for each in sent_on.updates if each.NAME == "updateMessageID")
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    with pytest.raises(Refused, match="406 POLL_MEMBER_RESTRICTED"):
        await vote(bob, bob.make("inputPeerSelf"), copy, b"1")
    await vote(bob, bob.make("inputPeerSelf"), copy)  # a vote may always be taken back


async def test_a_poll_for_some_countries(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    french = await caller(world, "33612345678")
    german = await caller(world, "4915112345678")
    await ada.call(
        "channels.inviteToChannel",
        channel=as_channel(ada, channel_id),
        users=[ada.user(each) for each in (french, german)],
    )
    number = await post(ada, as_peer(ada, channel_id), countries_iso2=["FR", "FT"])
    await vote(french, as_peer(french, channel_id), number, b"0")
    with pytest.raises(Refused, match="406 POLL_COUNTRY_RESTRICTED"):
        await vote(german, as_peer(german, channel_id), number, b"0")
    for peer, limits in (
        (ada.peer(french), {"subscribers_only": True}),
        (ada.peer(french), {"countries_iso2": ["FR"]}),
        (as_peer(ada, channel_id), {"countries_iso2": ["France"]}),
    ):
        with pytest.raises(Refused, match="400 MEDIA_INVALID"):
            await post(ada, peer, **limits)
