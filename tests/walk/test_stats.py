"""Statistics of channels: counted from what happened, or said to be unknown."""

import json
from typing import Any

import pytest
from channel_walks import MARK, as_channel, as_peer, ban, gathered, promote, say
from logins import later
from voice_walks import full, own_channel, publish

from chappe.features.messages import counting
from chappe.features.stats.model import DAY_SECONDS
from chappe.ids import BoxId, MessageId
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.updates.tallies import WRITE_SECONDS


async def broadcast(who: Person, channel_id: int) -> Any:
    return await who.call("stats.getBroadcastStats", channel=as_channel(who, channel_id))


async def megagroup(who: Person, channel_id: int) -> Any:
    return await who.call("stats.getMegagroupStats", channel=as_channel(who, channel_id))


async def drawn(who: Person, graph: Any) -> dict[str, list[int]]:
    """The lines of a graph by their names, loaded when it was put off."""
    if graph.NAME == "statsGraphAsync":
        graph = await who.call("stats.loadAsyncGraph", token=graph.token)
    assert graph.NAME == "statsGraph"
    found = json.loads(graph.json.data)
    (x, points), *lines = [(column[0], column[1:]) for column in found["columns"]]
    assert (x, found["types"]["x"]) == ("x", "x")
    assert len(points) > 1
    assert all(len(line) == len(points) for _, line in lines)
    assert set(found["types"]) - {"x"} == set(found["names"]) == set(found["colors"])
    return {found["names"][key]: line for key, line in lines}


async def test_only_those_who_lead_a_channel_see_its_statistics(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    assert (await full(ada, channel_id)).can_view_stats
    assert (await full(ada, channel_id)).stats_dc == 2
    assert not (await full(bob, channel_id)).can_view_stats
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await broadcast(bob, channel_id)
    with pytest.raises(Refused, match="400 MEGAGROUP_REQUIRED"):
        await megagroup(ada, channel_id)
    await promote(ada, channel_id, bob, manage_call=True)
    assert (await broadcast(bob, channel_id)).followers.current == 2
    group_id, _ = await gathered(world, "Cyd")
    stranger = world.people[-1]
    with pytest.raises(Refused, match="400 BROADCAST_REQUIRED"):
        await broadcast(stranger, group_id)


async def test_who_came_and_went_is_counted(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd", broadcast=True)
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    await ban(ada, channel_id, cyd, view_messages=True)
    stats = await broadcast(ada, channel_id)
    assert (stats.followers.current, stats.followers.previous) == (1, 0)
    moves = await drawn(ada, stats.followers_graph)
    assert (moves["Joined"][-1], moves["Left"][-1]) == (2, 2)
    assert (await drawn(ada, stats.growth_graph))["Total members"][-2:] == [0, 1]
    assert (await drawn(ada, stats.new_followers_by_source_graph))["Invited"][-1] == 2
    assert stats.views_by_source_graph.NAME == "statsGraphError"
    assert stats.period.max_date - stats.period.min_date < 7 * DAY_SECONDS


async def test_what_posts_bring_about_is_counted(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    first, second = [await say(ada, channel_id, text) for text in ("one", "two")]
    await bob.call(
        "messages.sendReaction",
        peer=as_peer(bob, channel_id),
        msg_id=first.id,
        reaction=[bob.make("reactionEmoji", emoticon="👎")],
    )
    await bob.call(
        "messages.forwardMessages",
        from_peer=as_peer(bob, channel_id),
        to_peer=bob.make("inputPeerSelf"),
        id=[second.id],
        random_id=[1],
    )
    await bob.call(
        "messages.getMessagesViews",
        peer=as_peer(bob, channel_id),
        id=[first.id],
        increment=True,
    )
    world.advance(WRITE_SECONDS + 1)
    await world.settle()
    mute = bob.make("inputPeerNotifySettings", mute_until=2**31 - 1)
    named = bob.make("inputNotifyPeer", peer=as_peer(bob, channel_id))
    await bob.call("account.updateNotifySettings", peer=named, settings=mute)
    stats = await broadcast(ada, channel_id)
    assert (stats.reactions_per_post.current, stats.shares_per_post.current) == (0.5, 0.5)
    assert (stats.enabled_notifications.part, stats.enabled_notifications.total) == (1, 2)
    assert stats.views_per_post.current == 1.5
    recent = [
        (each.msg_id, each.views, each.forwards, each.reactions)
        for each in stats.recent_posts_interactions
    ]
    assert recent == [(second.id, 1, 1, 0), (first.id, 2, 0, 1)]
    assert (await drawn(ada, stats.interactions_graph))["Shares"][-1] == 1
    assert (await drawn(ada, stats.reactions_by_emotion_graph))["Negative"][-1] == 1
    one = await ada.call(
        "stats.getMessageStats", channel=as_channel(ada, channel_id), msg_id=first.id
    )
    assert (await drawn(ada, one.reactions_by_emotion_graph))["Negative"][-1] == 1
    assert one.views_graph.NAME == "statsGraphError"
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await ada.call("stats.getMessageStats", channel=as_channel(ada, channel_id), msg_id=99)


async def test_what_is_said_in_a_group_is_counted(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    for text in ("four", "six ch"):
        await say(bob, channel_id, text)
    message = await say(cyd, channel_id, "to be deleted")
    await ada.call(
        "channels.deleteMessages", channel=as_channel(ada, channel_id), id=[message.id]
    )
    await ban(ada, channel_id, cyd, view_messages=True)
    stats = await megagroup(ada, channel_id)
    assert (stats.messages.current, stats.posters.current) == (2, 1)
    assert [(e.user_id, e.messages, e.avg_chars) for e in stats.top_posters] == [
        (bob.user_id, 2, 5)
    ]
    assert [(e.user_id, e.deleted, e.kicked) for e in stats.top_admins] == [(ada.user_id, 1, 1)]
    assert [(e.user_id, e.invitations) for e in stats.top_inviters] == [(ada.user_id, 1)]
    assert {each.id for each in stats.users} == {ada.user_id, bob.user_id}
    assert (await drawn(ada, stats.messages_graph))["Messages"][-1] == 2
    assert sum((await drawn(ada, stats.top_hours_graph))["This week"]) == 2
    weekdays = await drawn(ada, stats.weekdays_graph)
    assert sum(line[-1] for line in weekdays.values()) == 2
    actions = await drawn(ada, stats.actions_graph)
    assert (actions["Deleted messages"][-1], actions["Banned"][-1]) == (1, 1)
    assert stats.languages_graph.NAME == "statsGraphError"


async def test_a_day_is_looked_at_by_the_hour(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob")
    await say(ada, channel_id, "now")
    stats = await megagroup(ada, channel_id)
    graph = await ada.call("stats.loadAsyncGraph", token=stats.messages_graph.token)
    today = stats.period.max_date // DAY_SECONDS * DAY_SECONDS * 1000
    zoomed = await ada.call("stats.loadAsyncGraph", token=graph.zoom_token, x=today)
    hours = await drawn(ada, zoomed)
    assert (len(hours["Messages"]), sum(hours["Messages"])) == (24, 1)
    with pytest.raises(Refused, match="400 GRAPH_OUTDATED_RELOAD"):
        await ada.call("stats.loadAsyncGraph", token=graph.zoom_token, x=0)


async def test_a_token_is_good_for_one_account_and_for_a_day(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await promote(ada, channel_id, bob, manage_call=True)
    token = (await megagroup(ada, channel_id)).messages_graph.token
    forged = ("B" if token.startswith("A") else "A") + token[1:]
    for other in ("", "nonsense", token[:-1] + "é", forged):
        with pytest.raises(Refused, match="400 GRAPH_INVALID_RELOAD"):
            await ada.call("stats.loadAsyncGraph", token=other)
    with pytest.raises(Refused, match="400 GRAPH_INVALID_RELOAD"):
        await bob.call("stats.loadAsyncGraph", token=token)
    own = (await megagroup(bob, channel_id)).messages_graph.token
    await promote(ada, channel_id, bob)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call("stats.loadAsyncGraph", token=own)
    later(world, DAY_SECONDS + 1, ada.client)
    with pytest.raises(Refused, match="400 GRAPH_EXPIRED_RELOAD"):
        await ada.call("stats.loadAsyncGraph", token=token)


async def test_where_a_post_was_forwarded_to_in_public_is_told(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    message = await say(ada, channel_id, "spread the word")
    places = [await own_channel(bob, name) for name in ("bobsnews", "bobsother")]
    private = await bob.call(
        "channels.createChannel", title="private", about="", broadcast=True, megagroup=False
    )
    for number, place in enumerate([*places, private.chats[0].id], 1):
        await bob.call(
            "messages.forwardMessages",
            from_peer=as_peer(bob, channel_id),
            to_peer=as_peer(bob, place),
            id=[message.id],
            random_id=[number],
        )
    asked = {"channel": as_channel(ada, channel_id), "msg_id": message.id, "limit": 1}
    first = await ada.call("stats.getMessagePublicForwards", **asked, offset="")
    assert first.count == 2
    assert [each.message.peer_id.channel_id for each in first.forwards] == [places[1]]
    second = await ada.call("stats.getMessagePublicForwards", **asked, offset=first.next_offset)
    assert [each.message.peer_id.channel_id for each in second.forwards] == [places[0]]
    assert second.next_offset is None
    old = await world.another(ada, layer=160)
    await old.call("contacts.resolveUsername", username="bobsnews")
    await publish(ada, channel_id, "adasnews")
    await old.call("contacts.resolveUsername", username="adasnews")
    page = await old.call(
        "stats.getMessagePublicForwards",
        channel=as_channel(old, channel_id),
        msg_id=message.id,
        offset_rate=0,
        offset_peer=old.make("inputPeerEmpty"),
        offset_id=0,
        limit=10,
    )
    assert len(page.messages) == 2


async def test_when_which_answers_were_given_is_drawn(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    asked = ada.make(
        "inputMediaPoll",
        poll=ada.make(
            "poll",
            id=0,
            question=ada.make("textWithEntities", text="Well?", entities=[]),
            answers=[
                ada.make(
                    "pollAnswer",
                    text=ada.make("textWithEntities", text=text, entities=[]),
                    option=text.encode(),
                )
                for text in ("yes", "no")
            ],
            hash=0,
        ),
    )
    updates = await ada.call(
        "messages.sendMedia",
        peer=as_peer(ada, channel_id),
        media=asked,
        message="",
        random_id=1,
    )
    (message,) = [u.message for u in updates.updates if u.NAME == "updateNewChannelMessage"]
    stats = {"peer": as_peer(ada, channel_id), "msg_id": message.id}
    assert (await ada.call("stats.getPollStats", **stats)).votes_graph.NAME == "statsGraphError"
    for who, answer in ((bob, b"yes"), (ada, b"no")):
        await who.call(
            "messages.sendVote",
            peer=as_peer(who, channel_id),
            msg_id=message.id,
            options=[answer],
        )
        later(world, 3600, ada.client, bob.client)
    graph = (await ada.call("stats.getPollStats", **stats)).votes_graph
    assert await drawn(ada, graph) == {"yes": [1, 0], "no": [0, 1]}
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call("stats.getPollStats", peer=as_peer(bob, channel_id), msg_id=message.id)


async def test_the_first_message_since_a_date_is_found_by_halving(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    dates = []
    for number in range(5):
        message = await say(ada, channel_id, f"{number}")
        dates.append((message.id, message.date))
        later(world, 600, ada.client, bob.client)
    box, top = BoxId(-MARK - channel_id), MessageId(dates[-1][0])
    async with world.node.database.transaction(write=False) as tx:
        for id_, date in dates[1:]:
            assert await counting.first_since(tx, box, top, date) == id_
            assert await counting.first_since(tx, box, top, date - 1) == id_
        assert await counting.first_since(tx, box, top, 0) == 1
        assert await counting.first_since(tx, box, top, dates[-1][1] + 1) == top + 1


async def test_there_are_no_stories_to_count(world: World) -> None:
    ada = await world.person("Ada")
    for name, more in (
        ("stats.getStoryStats", {}),
        ("stats.getStoryPublicForwards", {"offset": "", "limit": 1}),
    ):
        with pytest.raises(Refused, match="400 STORY_ID_INVALID"):
            await ada.call(name, peer=ada.make("inputPeerSelf"), id=1, **more)
