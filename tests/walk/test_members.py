"""Lists of members: every kind of them, by name, page by page; who may look, and who is hidden."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, limit, promote, say

from chappe.features.channels import online, roster
from chappe.features.users.words import write_missing
from chappe.rpc.list_hash import list_hash
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def listed(
    who: Person, channel_id: int, kind: str, *, offset: int = 0, limit: int = 100, **asked: Any
) -> Any:
    return await who.call(
        "channels.getParticipants",
        channel=as_channel(who, channel_id),
        filter=who.make(f"channelParticipants{kind}", **asked),
        offset=offset,
        limit=limit,
        hash=0,
    )


def ids(page: Any) -> list[int]:
    return [
        each.peer.user_id if hasattr(each, "peer") else each.user_id
        for each in page.participants
    ]


async def participant(who: Person, channel_id: int, other: Person) -> Any:
    found = await who.call(
        "channels.getParticipant",
        channel=as_channel(who, channel_id),
        participant=who.peer(other),
    )
    return found.participant


@pytest.fixture(params=["walks the group", "walks the names"])
def side(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """From which side members are looked for."""
    if request.param == "walks the names":
        monkeypatch.setattr(roster, "SMALL_MAX", 0)


@pytest.mark.usefixtures("side")
async def test_members_are_found_by_the_beginnings_of_their_names(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await world.person("Bobby")
    await bob.call("account.updateProfile", first_name="Robert", last_name="Émile Cohen")
    await cyd.call("account.updateUsername", username="rosa_parks")

    async def found(q: str, **page: int) -> list[int]:
        answer = await listed(ada, channel_id, "Search", q=q, **page)
        if not page:
            assert answer.count == len(answer.participants)
        return sorted(ids(answer))

    assert await found("ro") == [bob.user_id, cyd.user_id]
    assert await found("EMI ro") == [bob.user_id]
    assert await found("cohen") == [bob.user_id]
    assert await found("bob") == []
    assert await found("parks") == [cyd.user_id]
    assert await found("!?") == []
    assert len(await found("")) == 3
    first, second = [
        ids(await listed(ada, channel_id, "Search", q="ro", offset=start, limit=1))
        for start in (0, 1)
    ]
    assert sorted(first + second) == [bob.user_id, cyd.user_id]
    await cyd.call("account.updateUsername", username="")
    assert await found("rosa") == []


async def test_the_newest_members_lead_and_pages_follow_one_another(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    names = ["Cyd", "Dan", "Eve"]
    others = [await world.person(name) for name in names]
    for each in others:
        world.advance(5)
        await ada.call(
            "channels.inviteToChannel",
            channel=as_channel(ada, channel_id),
            users=[ada.user(each)],
        )
    order = [each.user_id for each in (*reversed(others), bob, ada)]
    whole = await listed(ada, channel_id, "Recent")
    assert (whole.count, ids(whole)) == (5, order)
    pages = [await listed(ada, channel_id, "Recent", offset=n, limit=2) for n in (0, 2, 4, 6)]
    assert [ids(page) for page in pages] == [order[:2], order[2:4], order[4:], []]
    assert {page.count for page in pages} == {5}
    assert {user.id for user in pages[0].users} >= set(order[:2])


async def test_who_has_the_list_already_is_told_so(world: World) -> None:
    channel_id, (ada, _, _) = await gathered(world, "Ada", "Bob", "Cyd")
    asked = {
        "channel": as_channel(ada, channel_id),
        "filter": ada.make("channelParticipantsRecent"),
        "offset": 0,
        "limit": 100,
    }
    order = ids(await ada.call("channels.getParticipants", **asked, hash=0))
    for known in (order, sorted(order)):
        same = await ada.call("channels.getParticipants", **asked, hash=list_hash(known))
        assert same.NAME == "channels.channelParticipantsNotModified"
    other = await ada.call("channels.getParticipants", **asked, hash=list_hash(order[:2]))
    assert ids(other) == order


async def test_admins_contacts_and_bots_have_lists_of_their_own(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    eve = await world.person("Eve")
    await promote(ada, channel_id, cyd, change_info=True)
    for other, name in ((cyd, "Sister"), (eve, "Neighbour")):
        await bob.call(
            "contacts.addContact", id=bob.user(other), first_name=name, last_name="", phone=""
        )
    admins = await listed(bob, channel_id, "Admins")
    assert (admins.count, ids(admins)) == (2, [ada.user_id, cyd.user_id])
    contacts = await listed(bob, channel_id, "Contacts", q="")
    assert (contacts.count, ids(contacts)) == (1, [cyd.user_id])
    assert ids(await listed(bob, channel_id, "Contacts", q="sis")) == [cyd.user_id]
    assert ids(await listed(bob, channel_id, "Contacts", q="neigh")) == []
    assert ids(await listed(ada, channel_id, "Contacts", q="")) == []
    bots = await listed(bob, channel_id, "Bots")
    assert (bots.count, bots.participants) == (0, [])
    echo = await world.bot("Echo")
    await bob.call(
        "channels.inviteToChannel",
        channel=as_channel(bob, channel_id),
        users=[bob.user(echo)],
    )
    bots = await listed(bob, channel_id, "Bots")
    assert (bots.count, ids(bots)) == (1, [echo.user_id])
    assert ids(await listed(echo, channel_id, "Admins")) == [ada.user_id, cyd.user_id]


@pytest.mark.usefixtures("side")
async def test_who_may_not_do_everything_is_listed_for_those_who_decide_it(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd, dan, eve) = await gathered(
        world, "Ada", "Bob", "Cyd", "Dan", "Eve"
    )
    until = int(world.clock.now()) + 600
    await ban(ada, channel_id, bob, until, send_plain=True)
    await ban(ada, channel_id, cyd, view_messages=True)
    await ban(ada, channel_id, dan, until, view_messages=True)
    kicked = await listed(ada, channel_id, "Kicked", q="")
    assert (kicked.count, sorted(ids(kicked))) == (2, [cyd.user_id, dan.user_id])
    assert all(each.left and each.kicked_by == ada.user_id for each in kicked.participants)
    assert ids(await listed(ada, channel_id, "Kicked", q="cy")) == [cyd.user_id]
    banned = await listed(ada, channel_id, "Banned", q="")
    (shown,) = banned.participants
    assert (banned.count, shown.peer.user_id, shown.left) == (1, bob.user_id, False)
    assert shown.banned_rights.send_plain
    assert shown.banned_rights.until_date == until
    assert await participant(ada, channel_id, bob) == shown
    full = await ada.call("channels.getFullChannel", channel=as_channel(ada, channel_id))
    assert (full.full_chat.kicked_count, full.full_chat.banned_count) == (2, 1)
    await promote(ada, channel_id, eve, change_info=True)
    for kind in ("Kicked", "Banned"):
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await listed(eve, channel_id, kind, q="")
    seen = await eve.call("channels.getFullChannel", channel=as_channel(eve, channel_id))
    assert seen.full_chat.kicked_count is None
    world.advance(601)
    assert ids(await listed(ada, channel_id, "Kicked", q="")) == [cyd.user_id]
    assert (await listed(ada, channel_id, "Banned", q="")).count == 0
    assert (await participant(ada, channel_id, bob)).NAME == "channelParticipant"
    assert (await participant(ada, channel_id, dan)).NAME == "channelParticipantLeft"


@pytest.mark.usefixtures("side")
async def test_who_spoke_last_is_mentioned_first(world: World) -> None:
    channel_id, (ada, bob, cyd, dan) = await gathered(world, "Ada", "Bob", "Cyd", "Dan")
    for who in (cyd, bob, cyd, bob):
        await say(who, channel_id, "hello")

    async def mentioned(who: Person = ada, **asked: Any) -> list[int]:
        return ids(await listed(who, channel_id, "Mentions", **asked))

    order = await mentioned()
    assert order[:2] == [bob.user_id, cyd.user_id]
    assert sorted(order[2:]) == sorted([ada.user_id, dan.user_id])
    pages = [await listed(ada, channel_id, "Mentions", offset=n, limit=1) for n in range(5)]
    assert [ids(page) for page in pages] == [[each] for each in order] + [[]]
    assert {page.count for page in pages} == {4}
    assert await mentioned(q="d") == [dan.user_id]
    assert await mentioned(q="cy") == [cyd.user_id]
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    assert bob.user_id not in await mentioned()
    await promote(ada, channel_id, cyd, anonymous=True, change_info=True)
    assert cyd.user_id not in await mentioned()


async def test_in_a_thread_those_who_spoke_there_are_mentioned(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    head = await say(ada, channel_id, "what do you think?")
    await say(cyd, channel_id, "not in the thread")
    await bob.call(
        "messages.sendMessage",
        peer=as_peer(bob, channel_id),
        message="I like it",
        random_id=1,
        reply_to=bob.make("inputReplyToMessage", reply_to_msg_id=head.id),
    )
    page = await listed(ada, channel_id, "Mentions", top_msg_id=head.id)
    assert (page.count, ids(page)) == (1, [bob.user_id])
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    page = await listed(ada, channel_id, "Mentions", top_msg_id=head.id)
    assert [(each.NAME, each.peer.user_id) for each in page.participants] == [
        ("channelParticipantLeft", bob.user_id)
    ]


async def test_hidden_members_are_seen_by_admins_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    where = as_channel(ada, channel_id)
    with pytest.raises(Refused, match="400 PARTICIPANTS_TOO_FEW"):
        await ada.call("channels.toggleParticipantsHidden", channel=where, enabled=True)
    limit(monkeypatch, hidden_members_group_size_min=3)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(
            "channels.toggleParticipantsHidden",
            channel=as_channel(bob, channel_id),
            enabled=True,
        )
    await ada.call("channels.toggleParticipantsHidden", channel=where, enabled=True)
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call("channels.toggleParticipantsHidden", channel=where, enabled=True)
    await say(cyd, channel_id, "hello")
    full = await bob.call("channels.getFullChannel", channel=as_channel(bob, channel_id))
    assert full.full_chat.participants_hidden
    assert not full.full_chat.can_view_participants
    for kind, asked in (("Recent", {}), ("Search", {"q": "a"}), ("Contacts", {"q": ""})):
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await listed(bob, channel_id, kind, **asked)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await participant(bob, channel_id, cyd)
    assert (await participant(bob, channel_id, bob)).NAME == "channelParticipantSelf"
    assert (await participant(bob, channel_id, ada)).NAME == "channelParticipantCreator"
    assert ids(await listed(bob, channel_id, "Admins")) == [ada.user_id]
    assert ids(await listed(bob, channel_id, "Mentions")) == [cyd.user_id]
    assert len(ids(await listed(ada, channel_id, "Recent"))) == 3
    await ada.call("channels.toggleParticipantsHidden", channel=where, enabled=False)
    assert len(ids(await listed(bob, channel_id, "Recent"))) == 3


async def test_who_follows_a_channel_is_for_its_admins(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    for kind, asked in (
        *((kind, {}) for kind in ("Recent", "Admins", "Bots", "Mentions")),
        *((kind, {"q": ""}) for kind in ("Search", "Contacts", "Kicked", "Banned")),
    ):
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await listed(bob, channel_id, kind, **asked)
    await promote(ada, channel_id, bob, change_info=True)
    assert len(ids(await listed(bob, channel_id, "Recent"))) == 2
    with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
        await ada.call(
            "channels.toggleParticipantsHidden",
            channel=as_channel(ada, channel_id),
            enabled=True,
        )


@pytest.mark.parametrize("nameless", ["seen", "small", "big"])
async def test_those_who_are_there_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch, nameless: str
) -> None:
    if nameless != "seen":
        monkeypatch.setattr(online, "NAMELESS_MIN", 1)
    if nameless == "big":
        monkeypatch.setattr(roster, "SMALL_MAX", 0)
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await world.person("Dan")

    async def count() -> int:
        answer = await ada.call("messages.getOnlines", peer=as_peer(ada, channel_id))
        return int(answer.onlines)

    assert await count() == 3
    await bob.call("account.updateStatus", offline=True)
    assert await count() == 2
    await cyd.call(
        "account.setPrivacy",
        key=cyd.make("inputPrivacyKeyStatusTimestamp"),
        rules=[cyd.make("inputPrivacyValueDisallowAll")],
    )
    assert await count() == (1 if nameless == "seen" else 2)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("messages.getOnlines", peer=ada.peer(bob))


async def test_those_who_are_there_are_counted_in_basic_groups(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    made = await ada.call("messages.createChat", users=[ada.user(bob)], title="Few")
    chat_id = made.updates.chats[0].id
    peer = ada.make("inputPeerChat", chat_id=chat_id)
    assert (await ada.call("messages.getOnlines", peer=peer)).onlines == 2
    await bob.call("account.updateStatus", offline=True)
    assert (await ada.call("messages.getOnlines", peer=peer)).onlines == 1
    with pytest.raises(Refused, match="400"):
        await cyd.call("messages.getOnlines", peer=peer)
    await bob.call(
        "messages.deleteChatUser", chat_id=chat_id, user_id=bob.make("inputUserSelf")
    )
    with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
        await bob.call("messages.getOnlines", peer=peer)


@pytest.mark.parametrize("layer", [133, 158, 222])
async def test_old_clients_read_the_lists(world: World, layer: int) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    old = await world.person("Old", layer=layer)
    await ada.call(
        "channels.inviteToChannel",
        channel=as_channel(ada, channel_id),
        users=[ada.user(old)],
    )
    await promote(ada, channel_id, old, ban_users=True)
    await ban(ada, channel_id, bob, send_messages=True)
    assert ids(await listed(old, channel_id, "Search", q="o")) == [old.user_id]
    (banned,) = (await listed(old, channel_id, "Banned", q="")).participants
    assert (banned.NAME, banned.peer.user_id) == ("channelParticipantBanned", bob.user_id)


async def test_those_who_were_there_before_are_found_as_well(world: World) -> None:
    """An account of before there were words is found after the next start."""
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with world.node.database.transaction(write=True) as tx:
        await tx.run("DELETE FROM account_word")
        await tx.run("UPDATE account_word_state SET last = 0")
    assert ids(await listed(ada, channel_id, "Search", q="bo")) == []
    async with world.node.database.transaction(write=True) as tx:
        await write_missing(tx)
    assert ids(await listed(ada, channel_id, "Search", q="bo")) == [bob.user_id]
