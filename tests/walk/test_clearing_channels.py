"""What was said in a channel goes: for oneself, for everybody, and all that one member has said."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, promote, say
from test_hidden_history import history, search, search_everywhere

from chappe.features.channels import clearing as channel_clearing
from chappe.features.messages import clearing
from chappe.features.reports import store as reports
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def clear(
    who: Person, channel_id: int, max_id: int = 0, *, for_everyone: bool = False
) -> Any:
    return await who.call(
        "channels.deleteHistory",
        channel=as_channel(who, channel_id),
        max_id=max_id,
        for_everyone=for_everyone,
    )


async def forget_member(who: Person, channel_id: int, other: Any) -> Any:
    return await who.call(
        "channels.deleteParticipantHistory",
        channel=as_channel(who, channel_id),
        participant=other,
    )


async def test_a_member_clears_a_group_for_itself(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    first = await say(ada, channel_id, "the secret")
    await say(ada, channel_id, "and more")
    done = await clear(bob, channel_id, first.id)
    assert [each.NAME for each in done.updates] == [
        "updateChannelAvailableMessages",
        "updateReadChannelInbox",
    ]
    assert done.updates[0].available_min_id == first.id
    assert done.updates[1].still_unread_count == 1
    assert await history(bob, channel_id, 0) == ["and more"]
    assert await search(bob, channel_id, 0) == []
    assert await search_everywhere(bob, channel_id, 0) == []
    assert sorted(await history(ada, channel_id, 0)) == ["and more", "the secret"]
    again = await clear(bob, channel_id, first.id)
    assert again.updates == []
    await clear(bob, channel_id)
    assert await history(bob, channel_id, 0) == []
    full = await bob.call("channels.getFullChannel", channel=as_channel(bob, channel_id))
    assert full.full_chat.available_min_id == first.id + 1
    assert full.full_chat.unread_count == 0


@pytest.mark.parametrize("layer", [73, 133, 139, 140, 229])
async def test_every_layer_may_clear(world: World, layer: int) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob")
    old = await world.person("Old", layer=layer)
    await ada.call(
        "channels.inviteToChannel",
        channel=as_channel(ada, channel_id),
        users=[ada.user(old)],
    )
    await say(ada, channel_id, "the secret")
    done = await old.call(
        "channels.deleteHistory", channel=as_channel(old, channel_id), max_id=0
    )
    assert done is True or done.updates[0].NAME == "updateChannelAvailableMessages"
    assert await history(old, channel_id, 0) == []


async def test_for_everybody_only_those_clear_who_may_delete(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "PORTION", 3)
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await clear(bob, channel_id, for_everyone=True)
    said = [await say(ada, channel_id, f"number {number}") for number in range(8)]
    await promote(ada, channel_id, bob, delete_messages=True)
    await clear(bob, channel_id, said[-2].id, for_everyone=True)
    await world.settle()
    assert await history(ada, channel_id, 0) == ["number 7"]
    await clear(bob, channel_id, for_everyone=True)
    await world.settle()
    assert await history(ada, channel_id, 0) == []
    dialogs = await ada.call(
        "messages.getPeerDialogs",
        peers=[ada.make("inputDialogPeer", peer=as_peer(ada, channel_id))],
    )
    assert dialogs.dialogs[0].top_message == 0
    monkeypatch.setattr(channel_clearing, "CLEARED_MEMBERS_MAX", 1)
    with pytest.raises(Refused, match="400 CHANNEL_TOO_BIG"):
        await clear(ada, channel_id, for_everyone=True)


async def test_all_that_one_has_said_goes_in_portions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_clearing, "PORTION", 2)
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    for text in ("one", "two", "three"):
        await say(cyd, channel_id, text)
    await say(bob, channel_id, "mine stays")
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await forget_member(bob, channel_id, bob.peer(cyd))
    with pytest.raises(Refused, match="400 PARTICIPANT_ID_INVALID"):
        await forget_member(ada, channel_id, ada.make("inputPeerEmpty"))
    await promote(ada, channel_id, bob, delete_messages=True)
    first = await forget_member(bob, channel_id, bob.peer(cyd))
    assert (first.pts_count, first.offset) == (2, 1)
    second = await forget_member(bob, channel_id, bob.peer(cyd))
    assert (second.pts_count, second.offset) == (1, 0)
    assert second.pts == first.pts + 1
    third = await forget_member(bob, channel_id, bob.peer(cyd))
    assert (third.pts, third.pts_count, third.offset) == (second.pts, 0, 0)
    assert await history(ada, channel_id, 0) == ["mine stays"]
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        events_filter=ada.make("channelAdminLogEventsFilter", delete=True),
        max_id=0,
        min_id=0,
        limit=10,
    )
    assert {each.action.message.message for each in log.events} == {"one", "two", "three"}


async def test_old_clients_name_a_user(world: World) -> None:
    channel_id, (_, bob) = await gathered(world, "Ada", "Bob")
    old = await world.person("Old", layer=130)
    ada = world.people[0]
    await ada.call(
        "channels.inviteToChannel",
        channel=as_channel(ada, channel_id),
        users=[ada.user(old)],
    )
    await promote(ada, channel_id, old, delete_messages=True)
    await say(bob, channel_id, "to go")
    done = await old.call(
        "channels.deleteUserHistory",
        channel=as_channel(old, channel_id),
        user_id=old.user(bob),
    )
    assert done.pts_count == 1


async def test_admins_complain_of_spam(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    spam = await say(cyd, channel_id, "buy this")
    mine = await say(bob, channel_id, "hello")

    async def complain(who: Person, of: Person, *ids: int) -> Any:
        return await who.call(
            "channels.reportSpam",
            channel=as_channel(who, channel_id),
            participant=who.peer(of),
            id=list(ids),
        )

    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await complain(bob, cyd, spam.id)
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await complain(ada, cyd, mine.id)
    assert await complain(ada, cyd, spam.id, mine.id)
    async with world.node.database.transaction(write=False) as tx:
        (kept,) = await reports.find_last(tx, 5)
    assert (kept.reporter, kept.subject_id, kept.reason) == (ada.user_id, spam.id, "spam")


async def test_admins_learn_who_wrote_a_post(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd", broadcast=True)
    await promote(ada, channel_id, bob, post_messages=True)
    post = await say(bob, channel_id, "news")
    assert post.from_id is None

    async def ask(who: Person, message_id: int) -> Any:
        return await who.call(
            "channels.getMessageAuthor", channel=as_channel(who, channel_id), id=message_id
        )

    assert (await ask(ada, post.id)).id == bob.user_id
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await ask(cyd, post.id)
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await ask(ada, post.id + 1)
