"""Links: made, looked at, changed, revoked; and people who come by them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channel_walks import NO_CHANNELS, limit
from invite_walks import Group, check, come, group, importers, link, secret

from chappe.features.invites import links
from chappe.features.invites.model import InviteMark
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

KINDS = ["chat", "megagroup", "broadcast"]


@pytest.mark.parametrize("kind", KINDS)
async def test_one_comes_in_by_a_link_and_the_others_hear_of_it(
    world: World, kind: str
) -> None:
    where = await group(world, kind, "Ada", "Bob", "Cyd")
    ada, bob, cyd = where.people
    made = await link(where, ada)
    assert made.link.startswith("https://t.me/+")
    assert (made.admin_id, made.permanent, made.usage) == (ada.user_id, False, None)
    seen = await check(cyd, made)
    assert (seen.NAME, seen.title, seen.participants_count) == ("chatInvite", "A place", 2)
    assert (seen.channel, seen.broadcast) == (kind != "chat", kind == "broadcast")
    for person in where.people:
        person.updates.clear()
    updates = await come(cyd, made)
    assert updates.chats[0].title == "A place"
    await world.settle()
    said = [each.message for each in bob.told if hasattr(each, "message")]
    if kind == "broadcast":
        assert said == []
    else:
        (message,) = said
        assert message.action.NAME == "messageActionChatJoinedByLink"
        assert message.action.inviter_id == ada.user_id
        assert message.from_id.user_id == cyd.user_id
    assert (await check(cyd, made)).NAME == "chatInviteAlready"
    with pytest.raises(Refused, match="400 USER_ALREADY_PARTICIPANT"):
        await come(cyd, made)
    came = await importers(where, ada, link=made.link)
    assert came.count == 1
    assert came.importers[0].user_id == came.users[0].id == cyd.user_id
    got = await ada.call("messages.getExportedChatInvite", peer=where.peer(ada), link=made.link)
    assert got.invite.usage == 1


@pytest.mark.parametrize("layer", [133, 158, 198, 224])
async def test_old_clients_come_in_by_links_and_make_them(world: World, layer: int) -> None:
    where = await group(world, "megagroup", "Ada", "Bob")
    ada, bob = where.people
    old = await world.person("Old", layer=layer)
    await old.call("updates.getState")
    made = await link(where, ada)
    updates = await old.call("messages.importChatInvite", hash=secret(made))
    assert updates.NAME == "updates"
    await where.promote(ada, old)
    mine = await link(where, old)
    assert mine.NAME == "chatInviteExported"
    assert (await check(bob, mine)).NAME == "chatInviteAlready"


@pytest.mark.parametrize("layer", [100, 112, 122])
async def test_a_link_of_before_layer_124_takes_the_place_of_the_one_before(
    world: World, layer: int
) -> None:
    old, bob = await world.person("Old", layer=layer), await world.person("Bob")
    updates = await old.call("messages.createChat", users=[old.user(bob)], title="A place")
    where = Group("chat", updates.chats[0].id, [old, bob])
    first, second = await link(where, old), await link(where, old)
    cyd = await world.person("Cyd")
    with pytest.raises(Refused, match="406 INVITE_HASH_EXPIRED"):
        await come(cyd, first)
    await come(cyd, second)


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_was_put_out_does_not_come_in_by_a_link(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob")
    ada, bob = where.people
    made = await link(where, ada)
    await where.put_out(ada, bob)
    for deed in (check, come):
        with pytest.raises(Refused, match="406 INVITE_HASH_EXPIRED"):
            await deed(bob, made)


async def test_a_link_ends_with_its_date_and_its_last_use(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd", "Dan")
    ada, _, cyd, dan = where.people
    soon = int(world.clock.now()) + 60
    short, once = (
        await link(where, ada, expire_date=soon),
        await link(where, ada, usage_limit=1),
    )
    assert (short.expire_date, once.usage_limit) == (soon, 1)
    await come(cyd, once)
    world.advance(61)
    for ended in (short, once):
        with pytest.raises(Refused, match="406 INVITE_HASH_EXPIRED"):
            await come(dan, ended)


async def test_a_link_for_one_lets_in_one_of_many_that_come_at_once(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd", "Dan", "Eve")
    ada, _, *others = where.people
    once = await link(where, ada, usage_limit=1)
    came = await asyncio.gather(*(come(each, once) for each in others), return_exceptions=True)
    refused = [each for each in came if isinstance(each, Refused)]
    assert [str(each) for each in refused] == [str(refused[0])] * 2
    assert "406 INVITE_HASH_EXPIRED" in str(refused[0])
    assert (await importers(where, ada, link=once.link)).count == 1
    await world.settle()


@pytest.mark.parametrize("kind", KINDS)
async def test_the_permanent_link_is_replaced_and_shown_to_admins(
    world: World, kind: str
) -> None:
    where = await group(world, kind, "Ada", "Bob")
    ada, bob = where.people
    assert (await where.full(ada)).exported_invite is None
    made = await link(where, ada, legacy_revoke_permanent=True)
    assert made.permanent
    assert (await where.full(ada)).exported_invite.link == made.link
    assert (await where.full(bob)).exported_invite is None
    edit = {"peer": where.peer(ada), "link": made.link}
    with pytest.raises(Refused, match="400 CHAT_INVITE_PERMANENT"):
        await ada.call("messages.editExportedChatInvite", **edit, title="no")
    replaced = await ada.call("messages.editExportedChatInvite", **edit, revoked=True)
    assert replaced.NAME == "messages.exportedChatInviteReplaced"
    assert replaced.invite.revoked
    assert replaced.new_invite.permanent
    assert (await where.full(ada)).exported_invite.link == replaced.new_invite.link


async def test_links_are_listed_in_pages_and_forgotten(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob")
    ada, bob = where.people
    made = []
    for title in ("one", "two", "three"):
        made.append(await link(where, ada, title=title))
        world.advance(1)
    asked = {"peer": where.peer(ada), "admin_id": ada.user(ada)}

    async def page(**how: object) -> Any:
        return await ada.call("messages.getExportedChatInvites", **asked, **how)

    first = await page(limit=2)
    assert (first.count, [each.title for each in first.invites]) == (3, ["three", "two"])
    last = first.invites[-1]
    rest = await page(limit=2, offset_date=last.date, offset_link=last.link)
    assert [each.title for each in rest.invites] == ["one"]
    for each in made[:2]:
        edit = {"peer": where.peer(ada), "link": each.link, "revoked": True}
        revoked = await ada.call("messages.editExportedChatInvite", **edit)
        assert revoked.invite.revoked
    assert (await page(limit=9, revoked=True)).count == 2
    await where.promote(ada, bob)
    await link(where, bob)
    admins = await ada.call("messages.getAdminsWithInvites", peer=where.peer(ada))
    assert [
        (each.admin_id, each.invites_count, each.revoked_invites_count)
        for each in admins.admins
    ] == [(ada.user_id, 1, 2), (bob.user_id, 1, 0)]
    gone = {"peer": where.peer(ada), "link": made[0].link}
    assert await ada.call("messages.deleteExportedChatInvite", **gone)
    assert (await page(limit=9, revoked=True)).count == 1
    assert await ada.call("messages.deleteRevokedExportedChatInvites", **asked)
    assert (await page(limit=9, revoked=True)).count == 0


async def test_admins_read_what_became_of_links(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd")
    ada, _, cyd = where.people
    made = await link(where, ada)
    edit = {"peer": where.peer(ada), "link": made.link}
    edited = await ada.call(
        "messages.editExportedChatInvite", **edit, title="new", expire_date=0, usage_limit=5
    )
    assert (edited.invite.title, edited.invite.usage_limit) == ("new", 5)
    await come(cyd, made)
    await ada.call("messages.editExportedChatInvite", **edit, revoked=True)
    await ada.call("messages.deleteExportedChatInvite", **edit)
    channel = where.peer(ada)
    log = await ada.call(
        "channels.getAdminLog",
        channel=ada.make(
            "inputChannel", channel_id=channel.channel_id, access_hash=channel.access_hash
        ),
        q="",
        max_id=0,
        min_id=0,
        limit=4,
    )
    assert [
        event.action.NAME.removeprefix("channelAdminLogEventAction") for event in log.events
    ] == [
        "ExportedInviteDelete",
        "ExportedInviteRevoke",
        "ParticipantJoinByInvite",
        "ExportedInviteEdit",
    ]


Deed = Callable[[Group, Any], Awaitable[Any]]


async def as_bob(where: Group, method: str, **fields: object) -> Any:
    bob = where.people[1]
    return await bob.call(method, peer=where.peer(bob), **fields)


async def as_ada(where: Group, method: str, **fields: object) -> Any:
    ada = where.people[0]
    return await ada.call(method, peer=where.peer(ada), **fields)


async def with_hash(person: Person, method: str, hash_: str) -> Any:
    return await person.call(method, hash=hash_)


PAST = 1_000_000
CHECK, IMPORT = "messages.checkChatInvite", "messages.importChatInvite"
EXPORT, EDIT = "messages.exportChatInvite", "messages.editExportedChatInvite"
REFUSED: list[tuple[str, Deed]] = [
    ("400 INVITE_HASH_EMPTY", lambda w, _: with_hash(w.people[2], CHECK, "")),
    ("400 INVITE_HASH_EMPTY", lambda w, _: with_hash(w.people[2], IMPORT, "")),
    ("400 INVITE_HASH_INVALID", lambda w, _: with_hash(w.people[2], CHECK, "a b")),
    ("400 INVITE_HASH_INVALID", lambda w, _: with_hash(w.people[2], IMPORT, "!" * 16)),
    ("406 INVITE_HASH_EXPIRED", lambda w, _: with_hash(w.people[2], CHECK, "A" * 16)),
    ("406 INVITE_HASH_EXPIRED", lambda w, _: with_hash(w.people[2], IMPORT, "A" * 16)),
    ("400 CHAT_ADMIN_REQUIRED", lambda w, _: as_bob(w, EXPORT)),
    ("400 EXPIRE_DATE_INVALID", lambda w, _: as_ada(w, EXPORT, expire_date=PAST)),
    ("400 USAGE_LIMIT_INVALID", lambda w, _: as_ada(w, EXPORT, usage_limit=-1)),
    ("400 USAGE_LIMIT_INVALID", lambda w, _: as_ada(w, EXPORT, usage_limit=100_000)),
    (
        "400 USAGE_LIMIT_INVALID",
        lambda w, _: as_ada(w, EXPORT, usage_limit=3, request_needed=True),
    ),
    ("400 EXPIRE_DATE_INVALID", lambda w, i: as_ada(w, EDIT, link=i.link, expire_date=PAST)),
    ("400 USAGE_LIMIT_INVALID", lambda w, i: as_ada(w, EDIT, link=i.link, usage_limit=-1)),
    ("400 INVITE_HASH_EXPIRED", lambda w, _: as_ada(w, EDIT, link="none")),
    ("400 CHAT_ADMIN_REQUIRED", lambda w, i: as_bob(w, EDIT, link=i.link)),
    (
        "400 INVITE_HASH_EXPIRED",
        lambda w, _: as_ada(w, "messages.getExportedChatInvite", link="A" * 16),
    ),
    (
        "400 INVITE_REVOKED_MISSING",
        lambda w, i: as_ada(w, "messages.deleteExportedChatInvite", link=i.link),
    ),
    ("400 CHAT_ADMIN_REQUIRED", lambda w, _: as_bob(w, "messages.getAdminsWithInvites")),
    (
        "400 SEARCH_WITH_LINK_NOT_SUPPORTED",
        lambda w, i: importers(w, w.people[0], link=i.link, q="Cyd"),
    ),
    ("400 CHAT_ADMIN_REQUIRED", lambda w, _: importers(w, w.people[1])),
    (
        "400 ADMIN_ID_INVALID",
        lambda w, _: as_ada(
            w,
            "messages.getExportedChatInvites",
            admin_id=w.people[0].make("inputUserEmpty"),
            limit=1,
        ),
    ),
    (
        "400 HIDE_REQUESTER_MISSING",
        lambda w, _: as_ada(
            w, "messages.hideChatJoinRequest", user_id=w.people[0].user(w.people[2])
        ),
    ),
    (
        "400 HIDE_REQUESTER_MISSING",
        lambda w, _: as_ada(w, "messages.hideAllChatJoinRequests"),
    ),
    (
        "400 USER_ID_INVALID",
        lambda w, _: as_ada(
            w, "messages.hideChatJoinRequest", user_id=w.people[0].make("inputUserEmpty")
        ),
    ),
    (
        "400 PEER_ID_INVALID",
        lambda w, _: w.people[0].call(EXPORT, peer=w.people[0].make("inputPeerSelf")),
    ),
    (
        "400 PRICING_CHAT_INVALID",
        lambda w, _: as_ada(
            w,
            EXPORT,
            subscription_pricing=w.people[0].make(
                "starsSubscriptionPricing", period=2592000, amount=1
            ),
        ),
    ),
]


async def test_what_is_refused(world: World) -> None:
    for kind in ("chat", "megagroup"):
        where = await group(world, kind, f"Ada{kind}", f"Bob{kind}", f"Cyd{kind}")
        made = await link(where, where.people[0])
        for error, deed in REFUSED:
            with pytest.raises(Refused, match=error):
                await deed(where, made)


async def test_an_admin_rules_over_its_own_links_only(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob")
    ada, bob = where.people
    theirs = await link(where, ada)
    await where.promote(ada, bob)
    asked = {"peer": where.peer(bob), "link": theirs.link}
    for method in (EDIT, "messages.getExportedChatInvite", "messages.deleteExportedChatInvite"):
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await bob.call(method, **asked)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(
            "messages.getExportedChatInvites",
            peer=where.peer(bob),
            admin_id=bob.user(ada),
            limit=1,
        )
    mine = await link(where, bob)
    revoked = await ada.call(EDIT, peer=where.peer(ada), link=mine.link, revoked=True)
    assert revoked.invite.admin_id == bob.user_id
    with pytest.raises(Refused, match="400 INVITE_HASH_EXPIRED"):
        await ada.call(EDIT, peer=where.peer(ada), link=mine.link, revoked=True)


async def test_there_is_room_for_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd")
    ada, _, cyd = where.people
    made = await link(where, ada)
    with monkeypatch.context() as few:
        limit(few, **NO_CHANNELS)
        with pytest.raises(Refused, match="400 CHANNELS_TOO_MUCH"):
            await come(cyd, made)
    limit(monkeypatch, members=2)
    with pytest.raises(Refused, match="400 USERS_TOO_MUCH"):
        await come(cyd, made)
    monkeypatch.setattr(links, "LINKS_MAX", 1)
    with pytest.raises(Refused, match="400 INVITES_TOO_MUCH"):
        await link(where, ada)


def test_marks_keep_their_numbers() -> None:
    assert [mark.value for mark in InviteMark] == [1, 2, 4]
