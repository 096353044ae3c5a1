"""What is said in a private group stays with those who are in it, and who leads it anonymously with those who lead:
every road is tried by every kind of onlooker, and whatever answers or is pushed is searched through."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say
from http_bots import http_bot
from leak_walks import SECRET, listing, places, roads, searching, tried
from thread_walks import PAGE, answer
from voice_walks import own_channel, premium, publish

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

ONLOOKERS = ("put out", "left", "a stranger")


async def looking_on(world: World, kind: str) -> tuple[int, list[Person]]:
    """A private group of Ada and Bob, and Cyd, who is not in it any more or never was."""
    if kind == "a stranger":
        channel_id, people = await gathered(world, "Ada", "Bob")
        return channel_id, [*people, await world.person("Cyd")]
    channel_id, people = await gathered(world, "Ada", "Bob", "Cyd")
    ada, _, cyd = people
    if kind == "put out":
        await ban(ada, channel_id, cyd, view_messages=True)
    else:
        await cyd.call("channels.leaveChannel", channel=as_channel(cyd, channel_id))
    return channel_id, people


@pytest.mark.parametrize("kind", ONLOOKERS)
async def test_no_road_leads_from_outside_to_what_is_said_in_a_private_group(
    world: World, kind: str
) -> None:
    channel_id, (ada, bob, cyd) = await looking_on(world, kind)
    await world.settle()
    cyd.updates.clear()
    before = await say(ada, channel_id, f"{SECRET} one")
    said = await answer(bob, channel_id, f"{SECRET} two", before.id)
    edit = {"peer": as_peer(ada, channel_id), "id": before.id}
    await ada.call("messages.editMessage", **edit, message=f"{SECRET} three")
    await ada.call("messages.updatePinnedMessage", **edit)
    await ada.call(
        "messages.setTyping",
        peer=as_peer(ada, channel_id),
        action=ada.make("sendMessageTypingAction"),
    )
    await world.settle()
    for message_id in (before.id, said.id):
        for method, fields in roads(cyd, channel_id, message_id):
            found = await tried(cyd, method, fields)
            for sought in (SECRET, ada.user_id, bob.user_id):
                assert places(found, sought) == [], (kind, method)
    await world.settle()
    for sought in (SECRET, ada.user_id, bob.user_id):
        assert [each for told in cyd.updates for each in places(told, sought)] == []


async def test_the_roads_lead_there_from_inside(world: World) -> None:
    """The table is worth something: whoever is inside finds the words and the people by most of these roads."""
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    before = await say(ada, channel_id, f"{SECRET} one")
    await ada.call("messages.updatePinnedMessage", peer=as_peer(ada, channel_id), id=before.id)
    said = await answer(bob, channel_id, f"{SECRET} two", before.id)
    lead = set()
    for method, fields in roads(ada, channel_id, said.id):
        if method == "channels.deleteMessages":
            continue  # what is gone is not found by the roads behind it
        found = await tried(ada, method, fields)
        if places(found, SECRET) or places(found, bob.user_id):
            lead.add(method)
    assert lead >= {
        *("messages.getHistory", "channels.getMessages", "messages.search"),
        *("messages.searchGlobal", "messages.getDiscussionMessage", "messages.getPeerDialogs"),
        *("messages.forwardMessages", "messages.getDialogs", "channels.getParticipants"),
        *("channels.getMessageAuthor", "channels.getAdminLog", "messages.sendMessage"),
        "updates.getChannelDifference",
    }


async def led(world: World) -> tuple[int, list[Person]]:
    """A group of Ada's that Bob leads anonymously, with Cyd in it."""
    channel_id, people = await gathered(world, "Ada", "Bob", "Cyd")
    ada, bob, _ = people
    rights = {"invite_users": True, "ban_users": True, "add_admins": True, "change_info": True}
    await promote(ada, channel_id, bob, anonymous=True, **rights)
    await world.settle()
    for each in people:
        each.updates.clear()
    return channel_id, people


async def told_nothing(world: World, who: Person, other: Person) -> None:
    await world.settle()
    assert [each for told in who.updates for each in places(told, other.user_id)] == []


async def test_no_list_of_members_names_an_anonymous_admin_but_to_admins(world: World) -> None:
    channel_id, (ada, bob, cyd) = await led(world)
    kinds: list[tuple[str, dict[str, Any]]] = [
        *(("Recent", {}), ("Admins", {}), ("Search", {"q": ""}), ("Search", {"q": "Bob"})),
        *(("Contacts", {"q": ""}), ("Mentions", {}), ("Bots", {})),
    ]
    await cyd.call(
        "contacts.addContact", id=cyd.user(bob), first_name="Bob", last_name="", phone="1"
    )
    for kind, asked in kinds:
        fields = listing(cyd, channel_id, kind, **asked)
        page = await cyd.call("channels.getParticipants", **fields)
        assert places(page, bob.user_id) == [], kind
        assert page.count == len(page.participants), kind
    with pytest.raises(Refused, match="400 USER_NOT_PARTICIPANT"):
        await cyd.call(
            "channels.getParticipant",
            channel=as_channel(cyd, channel_id),
            participant=cyd.peer(bob),
        )
    for who in (ada, bob):
        for kind in ("Recent", "Admins"):
            page = await who.call("channels.getParticipants", **listing(who, channel_id, kind))
            assert places(page.participants, bob.user_id), kind
            assert page.count == len(page.participants), kind


async def test_whom_an_anonymous_admin_let_in_raised_or_silenced_does_not_learn_who_it_was(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await led(world)
    dan, eve = await world.person("Dan"), await world.person("Eve")
    channel = as_channel(bob, channel_id)
    await bob.call("channels.inviteToChannel", channel=channel, users=[bob.user(dan)])
    await promote(bob, channel_id, dan, change_info=True)
    await ban(bob, channel_id, cyd, send_media=True)
    exported = await bob.call("messages.exportChatInvite", peer=as_peer(bob, channel_id))
    hash_ = exported.link.rpartition("+")[2]
    await eve.call(
        "contacts.addContact", id=eve.user(bob), first_name="Bob", last_name="", phone="1"
    )
    preview = await eve.call("messages.checkChatInvite", hash=hash_)
    assert places(preview, bob.user_id) == []
    eve.updates.clear()
    joined = await eve.call("messages.importChatInvite", hash=hash_)
    assert places(joined, bob.user_id) == []
    for who in (cyd, eve):
        for each in (who, cyd, dan, eve):
            at = {
                "channel": as_channel(who, channel_id),
                "participant": who.make("inputPeerSelf") if each is who else who.peer(each),
            }
            found = await who.call("channels.getParticipant", **at)
            assert places(found, bob.user_id) == []
        page = await who.call("channels.getParticipants", **listing(who, channel_id, "Admins"))
        assert places(page, bob.user_id) == []
        assert dan.user_id in {each.user_id for each in page.participants}
        history = await who.call("messages.getHistory", peer=as_peer(who, channel_id), **PAGE)
        came = [each for each in history.messages if each.id > 2 and each.NAME != "message"]
        assert (
            places([each for each in came if each.from_id.NAME == "peerChannel"], bob.user_id)
            == []
        )
        by_link = [each for each in came if each.action.NAME == "messageActionChatJoinedByLink"]
        assert len(by_link) == 1
        assert places(by_link, bob.user_id) == []
    await told_nothing(world, cyd, bob)
    own = {"channel": as_channel(ada, channel_id), "participant": ada.peer(cyd)}
    known = await ada.call("channels.getParticipant", **own)
    assert known.participant.kicked_by == bob.user_id


async def test_who_adds_an_answer_to_a_poll_anonymously_is_not_named(world: World) -> None:
    channel_id, (_, bob, cyd) = await led(world)

    def text(who: Person, words: str) -> Any:
        return who.make("textWithEntities", text=words, entities=[])

    answers = [
        cyd.make("pollAnswer", text=text(cyd, each), option=each.encode()) for each in "ab"
    ]
    poll = cyd.make(
        "poll",
        id=1,
        question=text(cyd, "which?"),
        answers=answers,
        public_voters=True,
        open_answers=True,
        hash=0,
    )
    media = cyd.make("inputMediaPoll", poll=poll)
    at = as_peer(cyd, channel_id)
    sent = await cyd.call("messages.sendMedia", peer=at, media=media, message="", random_id=5)
    said = next(u.message for u in sent.updates if u.NAME == "updateNewChannelMessage")
    cyd.updates.clear()
    more = {"peer": as_peer(bob, channel_id), "msg_id": said.id}
    added = bob.make("inputPollAnswer", text=text(bob, "c"))
    await bob.call("messages.addPollAnswer", **more, answer=added)
    await told_nothing(world, cyd, bob)
    page = await cyd.call("messages.getHistory", peer=at, **PAGE)
    shown = next(each for each in page.messages if each.id == said.id)
    third = shown.media.poll.answers[2]
    assert third.added_by.channel_id == channel_id
    assert places([each for each in page.messages if each.id >= said.id], bob.user_id) == []
    await bob.call("messages.deletePollAnswer", **more, option=third.option)
    await told_nothing(world, cyd, bob)


async def test_answers_forwards_and_quotes_of_what_was_said_anonymously_name_the_group(
    world: World,
) -> None:
    channel_id, (_, bob, cyd) = await led(world)
    said = await say(bob, channel_id, SECRET)
    at, me = as_peer(cyd, channel_id), cyd.make("inputPeerSelf")
    to = cyd.make(
        "inputReplyToMessage",
        reply_to_msg_id=said.id,
        reply_to_peer_id=at,
        quote_text=SECRET,
    )
    where = {"peer": at, "id": said.id}
    answers = [
        await cyd.call("messages.sendMessage", peer=me, message="?", random_id=1, reply_to=to),
        await cyd.call(
            "messages.forwardMessages", from_peer=at, id=[said.id], random_id=[2], to_peer=me
        ),
        await answer(cyd, channel_id, "really?", said.id),
        await tried(cyd, "messages.search", searching(cyd, peer=at, from_id=cyd.peer(bob))),
        await tried(cyd, "messages.editMessage", where | {"message": "mine"}),
    ]
    assert places(answers[:3], bob.user_id) == []
    assert answers[3].messages == []
    met = cyd.make("inputUserFromMessage", peer=at, msg_id=said.id, user_id=bob.user_id)
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await cyd.call("users.getFullUser", id=met)
    for method, fields in roads(cyd, channel_id, said.id):
        found = await tried(cyd, method, fields)
        if method not in {"messages.getHistory", "updates.getChannelDifference"}:
            assert places(found, bob.user_id) == [], method
    await told_nothing(world, cyd, bob)


async def test_who_speaks_as_a_channel_types_as_it_though_it_has_to_wait(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await publish(ada, channel_id, "theplace")
    news = await own_channel(bob, "bobsnews")
    await premium(world, bob)
    at = as_peer(bob, channel_id)
    await bob.call("messages.saveDefaultSendAs", peer=at, send_as=as_peer(bob, news))
    slow = {"channel": as_channel(ada, channel_id), "seconds": 30}
    await ada.call("channels.toggleSlowMode", **slow)
    await world.settle()
    cyd.updates.clear()
    await say(bob, channel_id, "news")
    action = bob.make("sendMessageTypingAction")
    await bob.call("messages.setTyping", peer=at, action=action)
    await told_nothing(world, cyd, bob)
    (typing,) = [each for each in cyd.told if each.NAME == "updateChannelUserTyping"]
    assert typing.from_id.channel_id == news


async def test_a_bot_that_leads_nothing_does_not_learn_which_anonymous_admin_let_it_in(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await led(world)
    async with http_bot(world) as bot:
        await bot.updates(allowed_updates=["message", "my_chat_member", "chat_member"])
        robot, channel = bot.robot, as_channel(bob, channel_id)
        await bob.call("channels.inviteToChannel", channel=channel, users=[bob.user(robot)])
        await ban(bob, channel_id, robot, send_media=True)
        told = await bot.updates()
        assert len([each for each in told if "my_chat_member" in each]) == 2
        assert str(bob.user_id) not in str(told)
        await promote(ada, channel_id, robot, ban_users=True)
        await bot.updates()
        await ban(bob, channel_id, cyd, send_media=True)
        (known,) = [each["chat_member"] for each in await bot.updates()]
        assert known["from"]["id"] == bob.user_id
