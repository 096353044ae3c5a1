"""Stars: whatever goes from one to another, nothing is lost and nobody owes anything."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from chappe.features.payments import ledger
from chappe.features.payments.ledger import Transfer
from chappe.features.payments.model import Reason
from chappe.ids import PeerId
from chappe.rpc.errors import RpcError
from chappe.testing.world import World
from chappe.updates.log import Journal

PEOPLE = [PeerId(each) for each in (1000001, 1000002, 1500000001, -1000000000007)]
MOVES = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(1, 600)),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(moves=MOVES, begin_with=st.integers(0, 1000))
def test_what_one_gives_another_has_and_nobody_owes(
    moves: list[tuple[PeerId, PeerId, int]], begin_with: int
) -> None:
    asyncio.run(_play(moves, begin_with))


async def _play(moves: list[tuple[PeerId, PeerId, int]], begin_with: int) -> None:
    have = dict.fromkeys(PEOPLE[:2], begin_with) | dict.fromkeys(PEOPLE[2:], 0)
    async with World() as world:
        for giver, taker, amount in moves:
            if giver == taker:
                continue
            went = await _move(
                world,
                Transfer(giver=giver, taker=taker, amount=amount, reason=Reason.INVOICE),
                begin_with,
            )
            assert went is (have[giver] >= amount)
            if went:
                have[giver] -= amount
                have[taker] += amount
        async with world.node.database.transaction(write=False) as tx:
            assert await ledger.find_faults(tx) == []
            known = await ledger.find_balances(tx, PEOPLE)
        assert known == {each: have[each] for each in known}


async def _move(world: World, moved: Transfer, begin_with: int) -> bool:
    try:
        async with world.node.database.transaction(write=True) as tx:
            journal = Journal(tx, world.clock.now())
            for owner in (moved.giver, moved.taker):
                await ledger.open_account(journal, owner, begin_with)
            await ledger.transfer(journal, moved)
    except RpcError as error:
        return error.name != "BALANCE_TOO_LOW"
    return True
