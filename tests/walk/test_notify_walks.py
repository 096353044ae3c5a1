"""Notifications and other plain settings: kept, told to other devices, set back."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def of_peer(person: Person, other: Person) -> Any:
    return person.make("inputNotifyPeer", peer=person.peer(other))


@pytest.mark.parametrize("layer", [133, 158, 198, 229])
async def test_a_chat_is_muted_on_every_device(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada, layer=layer)
    await phone.call("updates.getState")
    settings = ada.make(
        "inputPeerNotifySettings", mute_until=2_000_000_000, show_previews=False
    )
    assert await ada.call(
        "account.updateNotifySettings", peer=of_peer(ada, bob), settings=settings
    )
    await world.settle()
    (update,) = phone.updates[-1].updates
    assert update.notify_settings.mute_until == 2_000_000_000
    assert [each.id for each in phone.updates[-1].users] == [bob.user_id]
    kept = await phone.call("account.getNotifySettings", peer=of_peer(phone, bob))
    assert (kept.mute_until, kept.show_previews) == (2_000_000_000, False)
    full = await ada.call("users.getFullUser", id=ada.user(bob))
    assert full.full_user.notify_settings.mute_until == 2_000_000_000


async def test_the_list_of_chats_and_a_group_say_how_they_are_muted(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "hello")
    await ada.call("messages.createChat", users=[ada.user(bob)], title="Two")
    empty = ada.make("inputPeerEmpty")
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": empty, "limit": 9, "hash": 0}
    (chat,) = (await ada.call("messages.getDialogs", **page)).chats
    group = ada.make("inputPeerChat", chat_id=chat.id)
    settings = ada.make("inputPeerNotifySettings", silent=True)
    for peer in (ada.peer(bob), group):
        named = ada.make("inputNotifyPeer", peer=peer)
        await ada.call("account.updateNotifySettings", peer=named, settings=settings)
    listed = await ada.call("messages.getDialogs", **page)
    assert [each.notify_settings.silent for each in listed.dialogs] == [True, True]
    full = await ada.call("messages.getFullChat", chat_id=chat.id)
    assert full.full_chat.notify_settings.silent
    about = await ada.call("users.getFullUser", id=ada.user(bob))
    assert about.full_user.common_chats_count == 1


@pytest.mark.parametrize("kind", ["Users", "Chats", "Broadcasts"])
async def test_a_kind_of_chats_has_settings_of_its_own(world: World, kind: str) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    peer = ada.make(f"inputNotify{kind}")
    at_first = await ada.call("account.getNotifySettings", peer=peer)
    assert (at_first.show_previews, at_first.silent, at_first.mute_until) == (True, False, 0)
    settings = ada.make("inputPeerNotifySettings", silent=True)
    assert await ada.call("account.updateNotifySettings", peer=peer, settings=settings)
    assert (await ada.call("account.getNotifySettings", peer=peer)).silent
    await world.settle()
    assert f"notify{kind}" == phone.updates[-1].updates[0].peer.NAME
    assert await ada.call("account.resetNotifySettings")
    assert not (await ada.call("account.getNotifySettings", peer=peer)).silent
    await world.settle()
    assert phone.updates[-1].updates[0].notify_settings.silent is None


async def test_exceptions_are_listed_by_what_differs(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    sound = ada.make("notificationSoundNone")
    for other, said in ((bob, {"sound": sound}), (cyd, {"silent": True})):
        settings = ada.make("inputPeerNotifySettings", **said)
        await ada.call(
            "account.updateNotifySettings", peer=of_peer(ada, other), settings=settings
        )

    async def listed(**how: Any) -> set[int]:
        found = await ada.call("account.getNotifyExceptions", **how)
        assert {each.id for each in found.users} == {
            each.peer.peer.user_id for each in found.updates
        }
        return {each.id for each in found.users}

    assert await listed() == {cyd.user_id}
    assert await listed(compare_sound=True) == {bob.user_id, cyd.user_id}
    assert await listed(peer=ada.make("inputNotifyUsers")) == {cyd.user_id}
    assert await listed(peer=ada.make("inputNotifyChats"), compare_sound=True) == set()
    assert await listed(peer=of_peer(ada, bob), compare_sound=True) == {bob.user_id}


async def test_settings_that_say_nothing_are_forgotten(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for said in ({"silent": True}, {}):
        settings = ada.make("inputPeerNotifySettings", **said)
        await ada.call(
            "account.updateNotifySettings", peer=of_peer(ada, bob), settings=settings
        )
    found = await ada.call("account.getNotifyExceptions", compare_sound=True)
    assert found.updates == []


async def test_notifications_are_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    wrong = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    strange = ada.make("inputNotifyPeer", peer=wrong)
    topic = ada.make("inputNotifyForumTopic", peer=ada.peer(bob), top_msg_id=1)
    settings = ada.make("inputPeerNotifySettings")
    before = ada.make("inputPeerNotifySettings", mute_until=-1)
    update = "account.updateNotifySettings"
    for method, fields, error in (
        ("account.getNotifySettings", {"peer": strange}, "400 PEER_ID_INVALID"),
        ("account.getNotifySettings", {"peer": topic}, "400 MSG_ID_INVALID"),
        ("account.getNotifyExceptions", {"peer": strange}, "400 PEER_ID_INVALID"),
        (update, {"peer": strange, "settings": settings}, "400 PEER_ID_INVALID"),
        (update, {"peer": topic, "settings": settings}, "400 MSG_ID_INVALID"),
        (update, {"peer": of_peer(ada, bob), "settings": before}, "400 SETTINGS_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call(method, **fields)


async def test_plain_settings_are_kept_as_they_were_set(world: World) -> None:
    ada = await world.person("Ada")
    content = await ada.call("account.getContentSettings")
    assert (content.sensitive_enabled, content.sensitive_can_change) == (False, True)
    assert await ada.call("account.setContentSettings", sensitive_enabled=True)
    assert (await ada.call("account.getContentSettings")).sensitive_enabled

    loads = await ada.call("account.getAutoDownloadSettings")
    for which in ("low", "medium", "high"):
        wanted = getattr(loads, which)
        wanted.photo_size_max = len(which)
        chosen = {} if which == "medium" else {which: True}
        assert await ada.call("account.saveAutoDownloadSettings", **chosen, settings=wanted)
    assert await ada.call("account.getAutoDownloadSettings") == loads

    told = await ada.call("account.getReactionsNotifySettings")
    assert told.messages_notify_from.NAME == "reactionNotificationsFromContacts"
    told.messages_notify_from = ada.make("reactionNotificationsFromAll")
    told.show_previews = False
    assert await ada.call("account.setReactionsNotifySettings", settings=told) == told
    assert await ada.call("account.getReactionsNotifySettings") == told


async def test_what_is_saved_to_the_gallery_is_said_by_kind_and_by_chat(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    photos = ada.make("autoSaveSettings", photos=True)
    videos = ada.make("autoSaveSettings", videos=True, video_max_size=1 << 20)
    save = "account.saveAutoSaveSettings"
    assert await ada.call(save, users=True, broadcasts=True, settings=photos)
    assert await ada.call(save, peer=ada.peer(bob), settings=videos)
    kept = await ada.call("account.getAutoSaveSettings")
    assert (kept.users_settings, kept.broadcasts_settings) == (photos, photos)
    assert kept.chats_settings == ada.make("autoSaveSettings")
    assert [each.settings for each in kept.exceptions] == [videos]
    assert [each.id for each in kept.users] == [bob.user_id]
    assert await ada.call("account.deleteAutoSaveExceptions")
    kept = await ada.call("account.getAutoSaveSettings")
    assert (kept.exceptions, kept.users_settings) == ([], photos)
    wrong = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    less = ada.make("autoSaveSettings", video_max_size=-1)
    for fields, error in (
        ({"settings": photos}, "400 PEER_ID_INVALID"),
        ({"peer": wrong, "settings": photos}, "400 PEER_ID_INVALID"),
        ({"users": True, "settings": less}, "400 SETTINGS_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call(save, **fields)
