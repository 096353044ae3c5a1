"""The list of chats: pages, pins, the archive, marks; on every device, in every layer."""

from collections.abc import Callable
from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

LAYERS = [133, 158, 198, 214, 227, 229]


def dialog(me: Person, other: Person) -> Any:
    return me.make("inputDialogPeer", peer=me.peer(other))


def place(me: Person, peer: Any = None, **more: int) -> dict[str, object]:
    asked = {"offset_date": 0, "offset_id": 0, "limit": 20, "hash": 0} | more
    return {**asked, "offset_peer": peer or me.make("inputPeerEmpty")}


def peers(answer: Any) -> list[int]:
    return [each.peer.user_id for each in answer.dialogs if each.NAME == "dialog"]


async def pin(me: Person, other: Person, *, pinned: bool = True) -> None:
    assert await me.call("messages.toggleDialogPin", peer=dialog(me, other), pinned=pinned)


async def archive(me: Person, *others: Person, folder: int = 1) -> Any:
    return await me.call(
        "folders.editPeerFolders",
        folder_peers=[
            me.make("inputFolderPeer", peer=me.peer(other), folder_id=folder)
            for other in others
        ],
    )


async def crowd(world: World, count: int, **how: Any) -> tuple[Person, list[Person]]:
    """Somebody, and others who have written, the last of them last."""
    ada = await world.person("Ada", **how)
    others = [await world.person(f"N{number}") for number in range(count)]
    for other in others:
        world.advance(1)
        await other.send(ada, "hi")
    await world.settle()
    return ada, others


@pytest.mark.parametrize("layer", LAYERS)
async def test_pinned_dialogs_lead_the_first_page_and_stand_on_no_other(layer: int) -> None:
    async with World() as world:
        ada, others = await crowd(world, 6, layer=layer)
        await pin(ada, others[0])
        await pin(ada, others[2])
        first = await ada.call("messages.getDialogs", **place(ada, limit=4))
        ids = [other.user_id for other in others]
        assert peers(first) == [ids[2], ids[0], ids[5], ids[4]]
        assert first.count == 6
        assert [each.pinned for each in first.dialogs] == [True, True, False, False]
        last = next(each for each in first.messages if each.peer_id.user_id == ids[4])
        rest = await ada.call(
            "messages.getDialogs",
            **place(ada, ada.peer(others[4]), offset_date=last.date, offset_id=last.id),
        )
        assert peers(rest) == [ids[3], ids[1]]
        alone = await ada.call("messages.getDialogs", **place(ada), exclude_pinned=True)
        assert peers(alone) == [ids[5], ids[4], ids[3], ids[1]]
        assert alone.NAME == "messages.dialogs"


async def test_a_place_may_be_named_without_a_hash(world: World) -> None:
    # As TDLib does.
    ada, others = await crowd(world, 3)
    peer = ada.make("inputPeerUser", user_id=others[1].user_id, access_hash=0)
    (dialog_of,) = [
        each
        for each in (await ada.call("messages.getDialogs", **place(ada))).messages
        if each.peer_id.user_id == others[1].user_id
    ]
    behind = place(ada, peer, offset_date=dialog_of.date, offset_id=dialog_of.id)
    answer = await ada.call("messages.getDialogs", **behind)
    assert peers(answer) == [others[0].user_id]


async def test_a_message_id_alone_is_a_place_too(world: World) -> None:
    ada, others = await crowd(world, 3)
    answer = await ada.call("messages.getDialogs", **place(ada, offset_id=2))
    assert peers(answer) == [others[0].user_id]
    gone = await ada.call("messages.getDialogs", **place(ada, offset_id=77))
    assert peers(gone) == []


async def test_with_more_pins_than_asked_for_the_rest_is_still_found_behind_the_last(
    world: World,
) -> None:
    ada, others = await crowd(world, 4)
    for other in others[:2]:
        await pin(ada, other)
    first = await ada.call("messages.getDialogs", **place(ada, limit=1))
    ids = [other.user_id for other in others]
    assert peers(first) == [ids[1], ids[0], ids[3]]


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_pin_is_pushed_and_found_in_the_difference(layer: int) -> None:
    async with World() as world:
        ada, (bob, _) = await crowd(world, 2)
        phone = await world.another(ada, layer=layer)
        state = await phone.call("updates.getState")
        await pin(ada, bob)
        await world.settle()
        (pushed,) = phone.updates
        (update,) = pushed.updates
        assert update.NAME == "updateDialogPinned"
        assert (update.pinned, update.peer.peer.user_id) == (True, bob.user_id)
        missed = await phone.call(
            "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        assert missed.other_updates == pushed.updates
        again = await phone.call("messages.getPinnedDialogs", folder_id=0)
        assert peers(again) == [bob.user_id]


async def test_pinning_twice_is_told_once(world: World) -> None:
    ada, (bob, _) = await crowd(world, 2)
    phone = await world.another(ada)
    await phone.call("updates.getState")
    await pin(ada, bob)
    await pin(ada, bob)
    await world.settle()
    assert len(phone.updates) == 1


async def test_pins_are_put_in_order(world: World) -> None:
    ada, others = await crowd(world, 4)
    phone = await world.another(ada)
    await phone.call("updates.getState")
    ids = [other.user_id for other in others]
    await pin(ada, others[0])
    order = [dialog(ada, others[index]) for index in (1, 2, 1)]
    await ada.call("messages.reorderPinnedDialogs", folder_id=0, order=order)
    found = await ada.call("messages.getPinnedDialogs", folder_id=0)
    assert peers(found) == [ids[1], ids[2], ids[0]]
    await ada.call("messages.reorderPinnedDialogs", folder_id=0, order=order, force=True)
    found = await ada.call("messages.getPinnedDialogs", folder_id=0)
    assert peers(found) == [ids[1], ids[2]]
    await world.settle()
    told = [each for pushed in phone.updates[1:] for each in pushed.updates]
    assert [each.NAME for each in told] == ["updatePinnedDialogs"] * 2
    assert [each.peer.user_id for each in told[-1].order] == [ids[1], ids[2]]


@pytest.mark.parametrize("layer", LAYERS)
async def test_the_archive_is_a_line_of_the_main_list(layer: int) -> None:
    async with World() as world:
        ada, (bob, cyd, dan) = await crowd(world, 3, layer=layer)
        await pin(ada, bob)
        done = await archive(ada, bob, cyd)
        (update,) = done.updates
        assert [each.folder_id for each in update.folder_peers] == [1, 1]
        assert (update.pts_count, update.pts) == (1, 5)
        main = await ada.call("messages.getDialogs", **place(ada), folder_id=0)
        assert peers(main) == [dan.user_id]
        (line,) = [each for each in main.dialogs if each.NAME == "dialogFolder"]
        assert (line.folder.id, line.peer.user_id) == (1, cyd.user_id)
        assert line.unread_unmuted_peers_count == 2
        assert line.top_message in {each.id for each in main.messages}
        away = await ada.call("messages.getDialogs", **place(ada), folder_id=1)
        assert peers(away) == [cyd.user_id, bob.user_id]
        assert [(each.folder_id, each.pinned) for each in away.dialogs] == [(1, False)] * 2
        whole = await ada.call("messages.getDialogs", **place(ada))
        assert peers(whole) == [dan.user_id, cyd.user_id, bob.user_id]
        named = await ada.call(
            "messages.getPeerDialogs",
            peers=[ada.make("inputDialogPeerFolder", folder_id=1), dialog(ada, dan)],
        )
        assert [each.NAME for each in named.dialogs] == ["dialogFolder", "dialog"]
        pinned = await ada.call("messages.getPinnedDialogs", folder_id=0)
        assert [each.NAME for each in pinned.dialogs] == ["dialogFolder"]
        await archive(ada, bob, cyd, folder=0)
        main = await ada.call("messages.getDialogs", **place(ada), folder_id=0)
        assert len(main.dialogs) == 3


async def test_the_archive_is_told_to_the_other_devices(world: World) -> None:
    ada, (bob,) = await crowd(world, 1)
    phone = await world.another(ada)
    state = await phone.call("updates.getState")
    await archive(ada, bob)
    await archive(ada, bob)
    await world.settle()
    (pushed,) = phone.updates
    assert pushed.updates[0].NAME == "updateFolderPeers"
    missed = await phone.call(
        "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
    )
    assert missed.other_updates == pushed.updates
    assert [user.id for user in missed.users] == [bob.user_id]


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_dialog_is_marked_as_unread_until_it_is_read(layer: int) -> None:
    async with World() as world:
        ada, (bob,) = await crowd(world, 1, layer=layer)
        phone = await world.another(ada, layer=layer)
        await phone.call("updates.getState")
        await ada.call("messages.readHistory", peer=ada.peer(bob), max_id=0)
        await ada.call("messages.markDialogUnread", peer=dialog(ada, bob), unread=True)
        marked = await ada.call("messages.getDialogUnreadMarks")
        assert [each.peer.user_id for each in marked] == [bob.user_id]
        await world.settle()
        assert phone.told[-1].NAME == "updateDialogUnreadMark"
        assert phone.told[-1].unread
        found = await ada.call("messages.getPeerDialogs", peers=[dialog(ada, bob)])
        assert found.dialogs[0].unread_mark
        await ada.call("messages.readHistory", peer=ada.peer(bob), max_id=0)
        assert await ada.call("messages.getDialogUnreadMarks") == []


async def test_a_dialog_in_which_nothing_was_said_is_shown_empty(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    found = await ada.call("messages.getPeerDialogs", peers=[dialog(ada, bob)])
    assert (found.dialogs[0].top_message, found.messages) == (0, [])
    assert [user.id for user in found.users] == [bob.user_id]
    assert found.state.pts == 1


async def test_the_oldest_clients_see_the_list_as_well(world: World) -> None:
    ada, (bob, cyd) = await crowd(world, 2)
    await archive(ada, bob)
    old = await world.another(ada, layer=62)
    asked = {"offset_date": 0, "offset_id": 0, "offset_peer": old.make("inputPeerEmpty")}
    answer = await old.call("messages.getDialogs", **asked, limit=10)
    assert peers(answer) == [cyd.user_id, bob.user_id]
    await pin(ada, cyd)
    pinned = await old.call("messages.getPinnedDialogs")
    assert peers(pinned) == [cyd.user_id]
    oldest = await world.another(ada, layer=23)
    for offset, max_id, there in [
        (0, 0, [cyd, bob]),
        (1, 0, [bob]),
        (2, 0, []),
        (0, 2, [bob]),
    ]:
        answer = await oldest.call(
            "messages.getDialogs", offset=offset, max_id=max_id, limit=10
        )
        assert peers(answer) == [each.user_id for each in there]


Fields = Callable[[Person, Person], dict[str, Any]]
"""What one person sends who knows another (who has written)."""


def stranger(me: Person, other: Person) -> Any:
    return me.make("inputPeerUser", user_id=other.user_id, access_hash=1)


def nowhere(me: Person) -> Any:
    return me.make("inputPeerUser", user_id=-1, access_hash=1)


def folder(me: Person, number: int) -> Any:
    return me.make("inputDialogPeerFolder", folder_id=number)


def unknown(me: Person, other: Person) -> Any:
    return me.make("inputDialogPeer", peer=stranger(me, other))


def moved(me: Person, peer: Any, number: int, times: int = 1) -> dict[str, Any]:
    return {"folder_peers": [me.make("inputFolderPeer", peer=peer, folder_id=number)] * times}


def parent(me: Person) -> dict[str, Any]:
    return {"parent_peer": me.make("inputPeerSelf")}


REFUSED: list[tuple[str, Fields, str]] = [
    ("messages.getDialogs", lambda a, b: place(a) | {"folder_id": 2}, "FOLDER_ID_INVALID"),
    ("messages.getDialogs", lambda a, b: place(a, nowhere(a)), "OFFSET_PEER_ID_INVALID"),
    ("messages.getPinnedDialogs", lambda a, b: {"folder_id": 7}, "FOLDER_ID_INVALID"),
    ("messages.getPeerDialogs", lambda a, b: {"peers": []}, "INPUT_PEERS_EMPTY"),
    ("messages.getPeerDialogs", lambda a, b: {"peers": [unknown(a, b)]}, "PEER_ID_INVALID"),
    ("messages.getPeerDialogs", lambda a, b: {"peers": [folder(a, 3)]}, "FOLDER_ID_INVALID"),
    ("messages.getPeerDialogs", lambda a, b: {"peers": [folder(a, 1)] * 1001}, "LIMIT_INVALID"),
    (
        "messages.toggleDialogPin",
        lambda a, b: {"peer": unknown(a, b), "pinned": True},
        "PEER_ID_INVALID",
    ),
    (
        "messages.toggleDialogPin",
        lambda a, b: {"peer": folder(a, 1), "pinned": True},
        "PEER_ID_INVALID",
    ),
    (
        "messages.toggleDialogPin",
        lambda a, b: {"peer": dialog(a, a), "pinned": True},
        "PEER_HISTORY_EMPTY",
    ),
    (
        "messages.reorderPinnedDialogs",
        lambda a, b: {"order": [unknown(a, b)], "folder_id": 0},
        "PEER_ID_INVALID",
    ),
    (
        "messages.reorderPinnedDialogs",
        lambda a, b: {"order": [], "folder_id": 2},
        "FOLDER_ID_INVALID",
    ),
    ("messages.markDialogUnread", lambda a, b: {"peer": unknown(a, b)}, "PEER_ID_INVALID"),
    (
        "messages.markDialogUnread",
        lambda a, b: parent(a) | {"peer": dialog(a, b)},
        "PARENT_PEER_INVALID",
    ),
    ("messages.getDialogUnreadMarks", lambda a, b: parent(a), "PARENT_PEER_INVALID"),
    ("folders.editPeerFolders", lambda a, b: moved(a, a.peer(b), 2), "FOLDER_ID_INVALID"),
    ("folders.editPeerFolders", lambda a, b: moved(a, stranger(a, b), 1), "PEER_ID_INVALID"),
    ("folders.editPeerFolders", lambda a, b: moved(a, a.peer(b), 1, 1001), "LIMIT_INVALID"),
]


@pytest.mark.parametrize(("method", "fields", "error"), REFUSED)
async def test_what_the_list_refuses(method: str, fields: Fields, error: str) -> None:
    async with World() as world:
        ada, (bob,) = await crowd(world, 1)
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call(method, **fields(ada, bob))


async def test_there_is_an_end_to_pinning(world: World) -> None:
    ada, others = await crowd(world, 6)
    for other in others[:5]:
        await pin(ada, other)
    with pytest.raises(Refused, match="400 PINNED_DIALOGS_TOO_MUCH"):
        await pin(ada, others[5])
    order = [dialog(ada, other) for other in others]
    with pytest.raises(Refused, match="400 PINNED_DIALOGS_TOO_MUCH"):
        await ada.call("messages.reorderPinnedDialogs", folder_id=0, order=order)
    await archive(ada, *others)
    for other in others:
        await pin(ada, other)


async def mute(me: Person, other: Person, until: int = 2**31 - 1) -> None:
    await me.call(
        "account.updateNotifySettings",
        peer=me.make("inputNotifyPeer", peer=me.peer(other)),
        settings=me.make("inputPeerNotifySettings", mute_until=until),
    )


async def test_a_dialog_says_how_one_is_notified_of_it(world: World) -> None:
    ada, (bob, cyd) = await crowd(world, 2)
    await mute(ada, bob)
    answer = await ada.call("messages.getDialogs", **place(ada))
    assert [each.notify_settings.mute_until for each in answer.dialogs] == [None, 2**31 - 1]
    await archive(ada, bob, cyd)
    answer = await ada.call("messages.getDialogs", **place(ada), folder_id=0)
    (line,) = answer.dialogs
    assert (line.unread_muted_peers_count, line.unread_unmuted_peers_count) == (1, 1)
    assert (line.unread_muted_messages_count, line.unread_unmuted_messages_count) == (1, 1)


async def test_an_archived_dialog_comes_back_with_a_message_unless_it_is_muted(
    world: World,
) -> None:
    ada, (bob, cyd) = await crowd(world, 2)
    await archive(ada, bob, cyd)
    await mute(ada, bob)
    phone = await world.another(ada)
    state = await phone.call("updates.getState")
    await ada.send(cyd, "what one writes oneself leaves it there")
    for other in (bob, cyd):
        await other.send(ada, "back")
    await world.settle()
    main = await ada.call("messages.getDialogs", **place(ada), folder_id=0)
    assert peers(main) == [cyd.user_id]
    told = [each for pushed in phone.updates for each in getattr(pushed, "updates", ())]
    (moved,) = [each for each in told if each.NAME == "updateFolderPeers"]
    assert [each.peer.user_id for each in moved.folder_peers] == [cyd.user_id]
    missed = await phone.call(
        "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
    )
    assert moved in missed.other_updates


async def test_an_archived_dialog_stays_where_its_owner_keeps_it(world: World) -> None:
    ada, (bob,) = await crowd(world, 1)
    kept = ada.make("globalPrivacySettings", keep_archived_unmuted=True)
    await ada.call("account.setGlobalPrivacySettings", settings=kept)
    await archive(ada, bob)
    await bob.send(ada, "hello?")
    main = await ada.call("messages.getDialogs", **place(ada), folder_id=0)
    assert peers(main) == []


async def test_a_channel_in_the_archive_counts_what_is_unread(world: World) -> None:
    ada, (bob,) = await crowd(world, 1)
    made = await bob.call("channels.createChannel", broadcast=True, title="News", about="")
    channel = made.chats[0]
    named = bob.make(
        "inputChannel",
        channel_id=channel.id,
        access_hash=bob.access_hash(-(10**12) - channel.id),
    )
    await bob.call("channels.inviteToChannel", channel=named, users=[bob.user(ada)])
    await world.settle()
    peer = ada.make(
        "inputPeerChannel",
        channel_id=channel.id,
        access_hash=ada.access_hash(-(10**12) - channel.id),
    )
    moved = ada.make("inputFolderPeer", peer=peer, folder_id=1)
    await ada.call("folders.editPeerFolders", folder_peers=[moved])
    to = bob.make("inputPeerChannel", channel_id=channel.id, access_hash=named.access_hash)
    world.advance(1)
    await bob.call("messages.sendMessage", peer=to, message="news", random_id=1)
    answer = await ada.call("messages.getDialogs", **place(ada), folder_id=0)
    (line,) = [each for each in answer.dialogs if each.NAME == "dialogFolder"]
    assert line.peer.channel_id == channel.id
    assert line.unread_unmuted_messages_count == 1
    shown = {
        each.peer_id.channel_id
        for each in answer.messages
        if each.NAME == "message" and each.peer_id.NAME == "peerChannel"
    }
    assert shown == {channel.id}
