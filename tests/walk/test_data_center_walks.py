"""Several data centers in one process: each strict about who means it."""

import pytest
from wire_walks import call, inited, results, settle

from chappe.config import Settings
from chappe.testing.client import HungUp
from chappe.testing.frames import ClientFraming, Kind
from chappe.testing.handshake import Wishes
from chappe.testing.world import World

THREE = Settings(dcs=3)


@pytest.mark.parametrize("dc", [1, 2, 3])
async def test_a_key_is_made_at_the_data_center_that_is_meant(dc: int) -> None:
    async with World(THREE) as world:
        client = await world.client(dc=dc)
        config = await client.call("help.getConfig")
        assert config.this_dc == dc
        assert {option.id for option in config.dc_options} == {1, 2, 3}
        assert (await client.call("help.getNearestDc")).this_dc == dc


@pytest.mark.parametrize(("meant", "code"), [(1, -444), (4, -444), (10_001, -444), (-3, -444)])
async def test_a_handshake_that_means_another_one_is_444(meant: int, code: int) -> None:
    async with World(THREE) as world:
        stranger = world.stranger(dc=2)
        with pytest.raises(HungUp):
            await stranger.shake_hands(Wishes(dc=meant))
        assert stranger.errors == [code]
        assert stranger.carrier.closed


@pytest.mark.parametrize("meant", [2, -2, 10_002])
async def test_media_and_test_forms_of_the_number_are_the_same_data_center(meant: int) -> None:
    async with World(THREE) as world:
        stranger = world.stranger(dc=2)
        await stranger.shake_hands(Wishes(dc=meant))
        assert (await stranger.call("help.getConfig")).this_dc == 2


async def test_a_key_of_another_data_center_is_404() -> None:
    async with World(THREE) as world:
        client = await world.client(dc=1)
        await client.call("help.getNearestDc")
        client.attach(world.pipe(dc=3))
        call(client)
        assert client.errors == [-404]
        client.attach(world.pipe(dc=1))
        question = client.begin("help.getNearestDc")
        settle(world)
        assert (await client.ask(question)).this_dc == 1


@pytest.mark.parametrize(("named", "errors"), [(3, []), (0, []), (5, [-444]), (1, [-444])])
async def test_the_obfuscated_header_is_taken_at_its_word(
    named: int, errors: list[int]
) -> None:
    async with World(THREE) as world:
        client = world.stranger(dc=3)
        client.attach(world.pipe(dc=3))
        client.framing = ClientFraming(Kind.INTERMEDIATE, obfuscated=True, dc=named)
        client.carrier = world.pipe(dc=3)
        client.carrier.heard = client._hear
        client.carrier.send(client.framing.hello())
        assert client.errors == errors
        assert client.carrier.closed is bool(errors)


@pytest.mark.parametrize("believed", [1, 2, 3, 4, 5, 10_002, -4])
async def test_a_single_data_center_is_whichever_its_client_believes(believed: int) -> None:
    async with World() as world:
        client = world.stranger()
        await client.shake_hands(Wishes(dc=believed))
        number = abs(believed) % 10_000
        assert (await client.call("help.getConfig")).this_dc == number
        assert (await client.call("help.getNearestDc")).nearest_dc == number


async def test_a_client_that_names_none_gets_the_default() -> None:
    async with World() as world:
        client = await inited(world, wishes=Wishes(dc=None))
        assert (await client.call("help.getConfig")).this_dc == 2
        assert results(client, call(client))
