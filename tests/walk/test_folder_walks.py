"""Folders: made, changed, ordered, on every device and in every layer."""

from collections.abc import Callable
from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

LAYERS = [133, 158, 177, 198, 214, 227, 229]


def folder(me: Person, number: int, title: str = "Work", **fields: Any) -> Any:
    names = {param.name: param for param in me.client.schema.shape("dialogFilter").params}
    plain = names["title"].type == "string"
    shown: Any = title if plain else me.make("textWithEntities", text=title, entities=[])
    lists: dict[str, Any] = {
        name: [] for name in ("pinned_peers", "include_peers", "exclude_peers")
    }
    return me.make("dialogFilter", id=number, title=shown, **(lists | fields))


async def put(me: Person, number: int, **fields: Any) -> bool:
    made = folder(me, number, **fields)
    done: bool = await me.call("messages.updateDialogFilter", id=number, filter=made)
    return done


def listed(answer: Any) -> list[Any]:
    filters = answer if isinstance(answer, list) else answer.filters
    return [getattr(each, "id", 0) for each in filters]


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_folder_is_kept_pushed_and_found_in_the_difference(layer: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
        phone = await world.another(ada, layer=layer)
        state = await phone.call("updates.getState")
        made = folder(ada, 5, groups=True, include_peers=[ada.peer(bob)], emoticon="💼")
        assert await ada.call("messages.updateDialogFilter", id=5, filter=made)
        await world.settle()
        (pushed,) = phone.updates
        (update,) = pushed.updates
        assert (update.NAME, update.id, update.filter) == ("updateDialogFilter", 5, made)
        assert [user.id for user in pushed.users] == [bob.user_id]
        missed = await phone.call(
            "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        assert missed.other_updates == [update]
        answer = await phone.call("messages.getDialogFilters")
        filters = answer if isinstance(answer, list) else answer.filters
        assert made in filters
        assert listed(answer) == ([5] if layer < 143 else [0, 5])
        await ada.call("messages.updateDialogFilter", id=5)
        await world.settle()
        assert phone.updates[-1].updates[0].filter is None
        assert listed(await phone.call("messages.getDialogFilters")) == listed(answer)[:-1]


async def test_the_same_folder_again_is_told_to_nobody(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    for _ in range(2):
        await put(ada, 2, bots=True)
    await ada.call("messages.updateDialogFilter", id=3)
    await world.settle()
    assert len(phone.updates) == 1


@pytest.mark.parametrize("layer", LAYERS)
async def test_folders_are_put_in_order(layer: int) -> None:
    async with World() as world:
        ada = await world.person("Ada", layer=layer)
        phone = await world.another(ada, layer=layer)
        await phone.call("updates.getState")
        for number in (2, 3, 4):
            await put(ada, number, bots=True)
        await ada.call("messages.updateDialogFiltersOrder", order=[4, 0, 2, 99, 4])
        await ada.call("messages.updateDialogFiltersOrder", order=[4, 2])
        await world.settle()
        (update,) = phone.updates[-1].updates
        # The list of all chats is first, unless the account is premium.
        assert (update.NAME, update.order) == ("updateDialogFilterOrder", [0, 4, 2, 3])
        numbers = listed(await ada.call("messages.getDialogFilters"))
        assert [each for each in numbers if each] == [4, 2, 3]


async def test_a_chat_is_in_a_folder_once(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    peer = ada.peer(bob)
    await put(ada, 2, pinned_peers=[peer], include_peers=[peer, peer], exclude_peers=[peer])
    kept = (await ada.call("messages.getDialogFilters")).filters[1]
    assert kept.pinned_peers == [peer]
    assert kept.include_peers == kept.exclude_peers == []


async def test_folders_are_suggested_until_there_is_one_like_them(world: World) -> None:
    ada = await world.person("Ada", layer=158)
    suggested = await ada.call("messages.getSuggestedDialogFilters")
    assert [each.filter.title for each in suggested] == ["Unread", "Personal"]
    await put(ada, 2, title="People", contacts=True, non_contacts=True)
    suggested = await ada.call("messages.getSuggestedDialogFilters")
    assert [each.filter.title for each in suggested] == ["Unread"]


async def test_tags_are_for_premium_accounts(world: World) -> None:
    ada = await world.person("Ada")
    with pytest.raises(Refused, match="403 PREMIUM_ACCOUNT_REQUIRED"):
        await ada.call("messages.toggleDialogFilterTags", enabled=True)
    assert await ada.call("messages.toggleDialogFilterTags", enabled=False)
    assert not (await ada.call("messages.getDialogFilters")).tags_enabled


async def test_there_is_an_end_to_folders(world: World) -> None:
    ada = await world.person("Ada")
    for number in range(2, 12):
        await put(ada, number, bots=True)
    with pytest.raises(Refused, match="400 LIMIT_INVALID"):
        await put(ada, 12, bots=True)
    assert await put(ada, 11, groups=True)


def shared(me: Person) -> Any:
    title = me.make("textWithEntities", text="Shared", entities=[])
    return me.make("dialogFilterChatlist", id=2, title=title, pinned_peers=[], include_peers=[])


def strangers(me: Person) -> list[Any]:
    return [me.make("inputPeerUser", user_id=1, access_hash=1)]


Made = Callable[[Person], Any]
REFUSED: list[tuple[int, Made, str]] = [
    (1, lambda me: folder(me, 1, bots=True), "FILTER_ID_INVALID"),
    (256, lambda me: folder(me, 256, bots=True), "FILTER_ID_INVALID"),
    (2, lambda me: folder(me, 3, bots=True), "FILTER_ID_INVALID"),
    (2, lambda me: me.make("dialogFilterDefault"), "FILTER_ID_INVALID"),
    (2, shared, "FILTER_NOT_SUPPORTED"),
    (2, lambda me: folder(me, 2, " ", bots=True), "FILTER_TITLE_EMPTY"),
    (2, lambda me: folder(me, 2, "thirteen char", bots=True), "MESSAGE_TOO_LONG"),
    (2, lambda me: folder(me, 2), "FILTER_INCLUDE_EMPTY"),
    (2, lambda me: folder(me, 2, bots=True, emoticon="e" * 17), "EMOTICON_INVALID"),
    (2, lambda me: folder(me, 2, bots=True, color=7), "COLOR_INVALID"),
    (2, lambda me: folder(me, 2, include_peers=strangers(me)), "PEER_ID_INVALID"),
    (2, lambda me: folder(me, 2, include_peers=strangers(me) * 101), "LIMIT_INVALID"),
    (
        2,
        lambda me: folder(me, 2, bots=True, exclude_peers=strangers(me) * 101),
        "LIMIT_INVALID",
    ),
]


@pytest.mark.parametrize(("number", "made", "error"), REFUSED)
async def test_what_is_no_folder(number: int, made: Made, error: str) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call("messages.updateDialogFilter", id=number, filter=made(ada))


async def test_an_order_has_an_end(world: World) -> None:
    ada = await world.person("Ada")
    with pytest.raises(Refused, match="400 LIMIT_INVALID"):
        await ada.call("messages.updateDialogFiltersOrder", order=[2] * 1001)
