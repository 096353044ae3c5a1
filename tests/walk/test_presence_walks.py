"""Who is there: told to those who may know it, and seen with the account by all others."""

from typing import Any

import pytest

from chappe.testing.person import Person
from chappe.testing.world import World


async def add(person: Person, other: Person) -> None:
    names = {"first_name": "Named", "last_name": "", "phone": ""}
    await person.call("contacts.addContact", id=person.user(other), **names)


async def come(person: Person) -> None:
    assert await person.call("account.updateStatus", offline=False)


async def go(person: Person) -> None:
    assert await person.call("account.updateStatus", offline=True)


async def hide(person: Person) -> None:
    await person.call(
        "account.setPrivacy",
        key=person.make("inputPrivacyKeyStatusTimestamp"),
        rules=[person.make("inputPrivacyValueDisallowAll")],
    )


def told(person: Person) -> list[tuple[int, str]]:
    """Whose status was pushed, and which; they are taken out."""
    shorts: list[Any] = [each for each in person.updates if each.NAME == "updateShort"]
    updates = [each.update for each in shorts if each.update.NAME == "updateUserStatus"]
    person.updates.clear()
    return [(each.user_id, each.status.NAME) for each in updates]


@pytest.mark.parametrize("layer", [23, 71, 133, 158, 229])
async def test_whoever_has_the_contact_hears_that_it_comes_and_goes(
    world: World, layer: int
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await add(ada, bob)
    await go(bob)  # whoever has signed up is there
    ada = await world.another(ada, layer=layer)
    await ada.call("updates.getState")
    world.advance(1)
    await come(bob)
    await world.settle()
    assert told(ada) == [(bob.user_id, "userStatusOnline")]
    world.advance(1)
    await go(bob)
    await world.settle()
    assert told(ada) == [(bob.user_id, "userStatusOffline")]


async def test_who_has_talked_hears_of_it_too_and_strangers_do_not(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await ada.send(bob, "hello")
    for person in (ada, bob, cyd):
        await person.call("updates.getState")
    await go(bob)
    await world.settle()
    assert told(ada) == [(bob.user_id, "userStatusOffline")]
    await come(bob)
    await world.settle()
    assert told(ada) == [(bob.user_id, "userStatusOnline")]
    assert told(cyd) == []


async def test_saying_it_again_at_once_says_nothing_new(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await add(ada, bob)
    await ada.call("updates.getState")
    await go(bob)
    await world.settle()
    assert len(told(ada)) == 1
    for seconds, news in ((0, 1), (100, 0), (100, 1), (100, 0)):
        world.advance(seconds)
        await come(bob)
        await world.settle()
        assert len(told(ada)) == news
    await go(bob)
    await go(bob)
    await world.settle()
    assert len(told(ada)) == 1


async def test_being_there_ends_by_itself(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    (shown,) = await ada.call("users.getUsers", id=[ada.user(bob)])
    assert shown.status.expires == int(world.clock.now()) + 300
    world.advance(301)
    (shown,) = await ada.call("users.getUsers", id=[ada.user(bob)])
    assert shown.status.was_online == int(world.clock.now()) - 1


async def test_nobody_hears_who_may_not_see_it(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await add(ada, bob)
    await ada.call("updates.getState")
    await hide(ada)  # whoever hides does not see others
    await go(bob)
    await come(bob)
    await world.settle()
    assert told(ada) == []


@pytest.mark.parametrize("how", ["rules", "block"])
async def test_one_who_is_shut_out_hears_nothing(world: World, how: str) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await add(ada, bob)
    await ada.call("updates.getState")
    if how == "rules":
        await hide(bob)
    else:
        await bob.call("contacts.block", id=bob.peer(ada))
    await go(bob)
    await come(bob)
    await world.settle()
    assert told(ada) == []


async def test_whoever_writes_is_there_though_the_client_does_not_say_so(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "hello")
    await ada.call("updates.getState")
    await go(bob)
    await world.settle()
    assert len(told(ada)) == 1
    await bob.send(ada, "in the background", background=True)
    await world.settle()
    assert told(ada) == []
    await bob.send(ada, "hi")
    await bob.send(ada, "and again")
    await world.settle()
    assert told(ada) == [(bob.user_id, "userStatusOnline")]
