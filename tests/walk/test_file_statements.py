"""How many statements a part of a file costs, and a document: it grows only on purpose."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from file_walks import place, upload

from chappe.db.sqlite import SqliteTx
from chappe.testing.world import World


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[Awaitable[Any]], Awaitable[Any]]:
    """Counts the statements of a call, in all its transactions; gives the answer too."""
    made: list[str] = []

    def counting(name: str) -> None:
        before = getattr(SqliteTx, name)

        async def run(self: Any, sql: str, *said: Any, **params: Any) -> Any:
            made.append(sql)
            return await before(self, sql, *said, **params)

        monkeypatch.setattr(SqliteTx, name, run)

    for name in ("rows", "row", "run", "run_many"):
        counting(name)

    async def measure(asked: Awaitable[Any]) -> Any:
        made.clear()
        answer = await asked
        return len(made), answer

    return measure


@pytest.mark.one_node
async def test_files_stay_below_their_ceilings(
    count: Callable[[Awaitable[Any]], Awaitable[Any]],
) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        small = {"file_id": 1, "file_part": 0, "bytes": b"x"}
        big = {"file_id": 2, "file_total_parts": 3, "bytes": bytes(1024)}
        first, _ = await count(ada.call("upload.saveFilePart", **small))
        assert first <= 3
        first, _ = await count(ada.call("upload.saveBigFilePart", **big, file_part=0))
        assert first <= 4
        more, _ = await count(ada.call("upload.saveBigFilePart", **big, file_part=1))
        assert more <= 3
        media = ada.make(
            "inputMediaUploadedDocument",
            file=await upload(ada, b"x", file_id=9),
            mime_type="a/b",
            attributes=[],
        )
        made, sent = await count(
            ada.call("messages.uploadMedia", peer=ada.make("inputPeerSelf"), media=media)
        )
        assert made <= 8
        where = place(ada, sent.document)
        got, _ = await count(ada.call("upload.getFile", location=where, offset=0, limit=4096))
        assert got <= 1
