import pytest

from chappe.db.database import Database, Tx
from chappe.rpc.errors import RpcError
from chappe.rpc.settled import settled


@pytest.mark.parametrize(
    ("error", "rows"),
    [
        (None, 1),
        (RpcError(400, "CODE_INVALID", keep=True), 1),
        (RpcError(400, "CODE_INVALID"), 0),
    ],
)
async def test_rows_are_kept_unless_a_refusal_says_otherwise(
    database: Database, error: RpcError | None, rows: int
) -> None:
    async with database.transaction(write=True) as tx:
        await tx.run("CREATE TABLE tried (n INTEGER)")

    async def work(tx: Tx) -> str:
        await tx.run("INSERT INTO tried (n) VALUES (1)")
        if error is not None:
            raise error
        return "done"

    if error is None:
        assert await settled(database, work) == "done"
    else:
        with pytest.raises(RpcError, match="CODE_INVALID"):
            await settled(database, work)
    async with database.transaction(write=False) as tx:
        assert await tx.row("SELECT COUNT(*) FROM tried") == (rows,)
