"""Who asks to be let in, and who lets them in."""

from typing import Any

import pytest
from channel_walks import NO_CHANNELS, limit
from invite_walks import check, come, group, importers, link

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

KINDS = ["chat", "megagroup", "broadcast"]


def pending(person: Person) -> list[tuple[int, list[int]]]:
    """What was told of those who wait."""
    return [
        (each.requests_pending, each.recent_requesters)
        for each in person.told
        if each.NAME == "updatePendingJoinRequests"
    ]


async def asked(where: Any, person: Person, made: Any) -> None:
    with pytest.raises(Refused, match="400 INVITE_REQUEST_SENT"):
        await come(person, made)


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_asks_is_let_in_by_an_admin(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob", "Cyd")
    ada, bob, cyd = where.people
    await cyd.call("account.updateProfile", about="I like trains")
    made = await link(where, ada, request_needed=True)
    assert (made.request_needed, made.requested) == (True, 0)
    assert (await check(cyd, made)).request_needed
    await asked(where, cyd, made)
    await asked(where, cyd, made)
    await world.settle()
    assert pending(ada) == [(1, [cyd.user_id])]
    assert pending(bob) == []
    full = await where.full(ada)
    assert (full.requests_pending, full.recent_requesters) == (1, [cyd.user_id])
    assert (await where.full(bob)).requests_pending is None
    waiting = await importers(where, ada, requested=True)
    assert waiting.importers[0].about == "I like trains"
    assert (await importers(where, ada, requested=True, q="cy")).count == 1
    assert (await importers(where, ada, requested=True, q="dan")).count == 0
    answer = {"peer": where.peer(ada), "user_id": ada.user(cyd), "approved": True}
    updates = await ada.call("messages.hideChatJoinRequest", **answer)
    told = {each.NAME for each in updates.updates}
    assert "updatePendingJoinRequests" in told
    await world.settle()
    assert (await check(cyd, made)).NAME == "chatInviteAlready"
    if kind != "broadcast":
        said = [each.message for each in bob.told if hasattr(each, "message")]
        assert said[-1].action.NAME == "messageActionChatJoinedByRequest"
        assert said[-1].from_id.user_id == cyd.user_id
    came = await importers(where, ada, link=made.link)
    assert came.importers[0].approved_by == ada.user_id
    assert (await where.full(ada)).requests_pending is None
    with pytest.raises(Refused, match="400 HIDE_REQUESTER_MISSING"):
        await ada.call("messages.hideChatJoinRequest", **answer)


@pytest.mark.parametrize("layer", [123, 133, 134, 158])
async def test_admins_with_old_clients_hear_what_they_have_words_for(
    world: World, layer: int
) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd")
    ada, _, cyd = where.people
    old = await world.another(ada, layer=layer)
    before = await old.call("updates.getState")
    await asked(where, cyd, await link(where, ada, request_needed=True))
    await world.settle()
    assert len(pending(old)) == (1 if layer >= 135 else 0)
    missed = await old.call(
        "updates.getDifference", pts=before.pts, date=before.date, qts=before.qts
    )
    names = [each.NAME for each in getattr(missed, "other_updates", [])]
    assert ("updatePendingJoinRequests" in names) == (layer >= 135)


@pytest.mark.parametrize("kind", ["chat", "megagroup"])
async def test_one_who_is_turned_away_may_ask_again(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob", "Cyd")
    ada, _, cyd = where.people
    made = await link(where, ada, request_needed=True)
    await asked(where, cyd, made)
    answer = {"peer": where.peer(ada), "user_id": ada.user(cyd)}
    await ada.call("messages.hideChatJoinRequest", **answer)
    assert (await importers(where, ada, requested=True)).count == 0
    await asked(where, cyd, made)
    got = await ada.call("messages.getExportedChatInvite", peer=where.peer(ada), link=made.link)
    assert got.invite.requested == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_all_who_wait_are_let_in_at_once(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob", "Cyd", "Dan", "Eve")
    ada, _, *others = where.people
    made = await link(where, ada, request_needed=True)
    for person in others:
        await asked(where, person, made)
    everybody = {"peer": where.peer(ada), "link": made.link}
    await ada.call("messages.hideAllChatJoinRequests", **everybody, approved=True)
    for person in others:
        assert (await check(person, made)).NAME == "chatInviteAlready"
    assert (await importers(where, ada, link=made.link)).count == 3
    await world.settle()


async def test_all_who_wait_are_turned_away_at_once(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd", "Dan")
    ada, _, *others = where.people
    made = await link(where, ada, request_needed=True)
    for person in others:
        await asked(where, person, made)
    await ada.call("messages.hideAllChatJoinRequests", peer=where.peer(ada))
    await world.settle()
    assert pending(ada)[-1][0] in {0, 2}
    assert (await importers(where, ada, requested=True)).count == 0


async def test_another_way_in_answers_a_request(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob", "Cyd")
    ada, _, cyd = where.people
    await asked(where, cyd, await link(where, ada, request_needed=True))
    await come(cyd, await link(where, ada))
    assert (await where.full(ada)).requests_pending is None


async def test_one_who_came_meanwhile_waits_no_more(world: World) -> None:
    where = await group(world, "chat", "Ada", "Bob")
    ada, _ = where.people
    cyd = await world.person("Cyd")
    await asked(where, cyd, await link(where, ada, request_needed=True))
    await ada.call(
        "messages.addChatUser", chat_id=where.number, user_id=ada.user(cyd), fwd_limit=0
    )
    answer = {"peer": where.peer(ada), "user_id": ada.user(cyd), "approved": True}
    with pytest.raises(Refused, match="400 USER_ALREADY_PARTICIPANT"):
        await ada.call("messages.hideChatJoinRequest", **answer)
    with pytest.raises(Refused, match="400 HIDE_REQUESTER_MISSING"):
        await ada.call("messages.hideChatJoinRequest", **answer)


async def test_nobody_is_let_in_who_is_in_too_many_channels(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = await group(world, "broadcast", "Ada", "Bob", "Cyd")
    ada, _, cyd = where.people
    await asked(where, cyd, await link(where, ada, request_needed=True))
    limit(monkeypatch, **NO_CHANNELS)
    answer = {"peer": where.peer(ada), "user_id": ada.user(cyd), "approved": True}
    with pytest.raises(Refused, match="400 USER_CHANNELS_TOO_MUCH"):
        await ada.call("messages.hideChatJoinRequest", **answer)
    await ada.call("messages.hideAllChatJoinRequests", peer=where.peer(ada), approved=True)
    assert (await importers(where, ada, requested=True)).count == 1
