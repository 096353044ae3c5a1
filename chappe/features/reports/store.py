"""The SQL of `report`."""

from collections.abc import Collection

from chappe.db.database import Tx
from chappe.features.reports.model import Kind, Report
from chappe.ids import PeerId, UserId

INSERT = """
INSERT INTO report (reporter_id, peer, kind, subject_id, reason, comment, at)
VALUES (:reporter, :peer, :kind, :subject, :reason, :comment, :at)
"""
COUNT_SINCE = "SELECT COUNT(*) FROM report WHERE reporter_id = :reporter AND at >= :at"
LAST = """
SELECT reporter_id, peer, kind, subject_id, reason, comment, at FROM report
ORDER BY id DESC LIMIT :limit
"""


async def insert(tx: Tx, reports: Collection[Report]) -> None:
    """Keep some reports."""
    await tx.run_many(
        INSERT,
        [
            {
                "reporter": each.reporter,
                "peer": each.peer,
                "kind": int(each.kind),
                "subject": each.subject_id,
                "reason": each.reason,
                "comment": each.comment,
                "at": each.at,
            }
            for each in reports
        ],
    )


async def count_since(tx: Tx, reporter: UserId, at: int) -> int:
    """How many reports an account has made since then."""
    row = await tx.row(COUNT_SINCE, reporter=reporter, at=at)
    assert row is not None
    return int(row[0])


async def find_last(tx: Tx, limit: int) -> list[Report]:
    """The newest reports, the last first: for the administrator."""
    rows = await tx.rows(LAST, limit=limit)
    return [
        Report(UserId(reporter), PeerId(peer), Kind(kind), subject, reason, comment, at)
        for reporter, peer, kind, subject, reason, comment, at in rows
    ]
