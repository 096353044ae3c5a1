"""What one member has said in a group is found without going through all that was said there."""

import pytest

from chappe.features.messages import leaving
from chappe.features.reactions import store as reactions
from chappe.testing.world import World


@pytest.mark.one_node
@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (leaving.FIND_SAID, "body_from"),
        (leaving.COUNT_SAID, "body_from"),
        (reactions.REACTED, "reaction_user"),
    ],
)
async def test_it_begins_with_what_the_member_has_done(statement: str, index: str) -> None:
    names = ("box", "author", "limit", "user_id", "peer")
    params = {name: 1 for name in names if f":{name}" in statement}
    async with World() as world, world.node.database.transaction(write=False) as tx:
        plan = " ".join(
            str(row[3]) for row in await tx.rows(f"EXPLAIN QUERY PLAN {statement}", **params)
        )
    assert index in plan
    assert "message_body (body=?)" in plan
