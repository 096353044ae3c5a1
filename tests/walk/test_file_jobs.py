"""What nobody needs is cleared away by the server itself."""

from file_walks import upload

from chappe.testing.world import World


async def test_parts_that_were_never_made_a_file_are_gone_after_some_hours(
    world: World,
) -> None:
    ada = await world.person("Ada")
    await upload(ada, b"x")
    world.advance(3600)
    await world.settle()
    assert len(await world.node.blobs.names("parts")) == 1
    world.advance(7 * 3600)
    await world.settle()
    world.advance(1000)
    await world.settle()
    assert await world.node.blobs.names("parts") == []


async def test_much_is_cleared_away_bit_by_bit_but_soon(world: World) -> None:
    ada = await world.person("Ada")
    for number in range(120):
        await upload(ada, b"x", file_id=number)
    world.advance(8 * 3600)
    await world.settle()
    for _ in range(3):
        world.advance(10)
        await world.settle()
    assert await world.node.blobs.names("parts") == []
