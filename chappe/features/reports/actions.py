"""Keeping reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from chappe.features.reports import store
from chappe.features.reports.model import Kind, Report
from chappe.ids import PeerId, UserId
from chappe.tl import api
from chappe.updates.log import Journal

PER_DAY_MAX = 200
"""Further ones of a day are taken and not kept: a flood must not fill the disk."""
DAY_SECONDS = 86_400
COMMENT_CHARACTERS_MAX = 512

REASON_OF: "dict[type[api.TypeReportReason], str]" = {
    api.InputReportReasonSpam: "spam",
    api.InputReportReasonViolence: "violence",
    api.InputReportReasonPornography: "pornography",
    api.InputReportReasonChildAbuse: "child_abuse",
    api.InputReportReasonCopyright: "copyright",
    api.InputReportReasonIllegalDrugs: "illegal_drugs",
    api.InputReportReasonPersonalDetails: "personal_details",
    api.InputReportReasonFake: "fake",
    api.InputReportReasonGeoIrrelevant: "geo_irrelevant",
    api.InputReportReasonOther: "other",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody says of a peer, or of some things there."""

    kind: Kind
    reason: str
    comment: str = ""
    subjects: Sequence[int] = (0,)


async def report(
    journal: Journal, reporter: UserId, peer: PeerId, complaint: Complaint
) -> None:
    """Keep a report for the administrator."""
    made = await store.count_since(journal.tx, reporter, journal.at - DAY_SECONDS)
    if made + len(complaint.subjects) > PER_DAY_MAX:
        return
    comment = complaint.comment.replace("\0", "").strip()[:COMMENT_CHARACTERS_MAX]
    reports = [
        Report(reporter, peer, complaint.kind, subject, complaint.reason, comment, journal.at)
        for subject in complaint.subjects
    ]
    await store.insert(journal.tx, reports)
