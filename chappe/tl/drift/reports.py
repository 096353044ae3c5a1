"""Reports. Until layer 189 a client gave the reason, now the server asks for it by options."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.cast import user_as_peer
from chappe.tl.drift.frame import Fields, down_result, up

OPTIONS = {
    api.InputReportReasonChildAbuse: b"child_abuse",
    api.InputReportReasonCopyright: b"copyright",
    api.InputReportReasonFake: b"fake",
    api.InputReportReasonGeoIrrelevant: b"geo_irrelevant",
    api.InputReportReasonIllegalDrugs: b"illegal_drugs",
    api.InputReportReasonOther: b"other",
    api.InputReportReasonPersonalDetails: b"personal_details",
    api.InputReportReasonPornography: b"pornography",
    api.InputReportReasonSpam: b"spam",
    api.InputReportReasonViolence: b"violence",
}
"""Reason → the option that a server has to offer for it, so that old clients can report too."""


@up("messages.report")
@up("stories.report")
def chosen_option(before: Any) -> Fields:
    """Read the reason as the option that it is; the stories of a user are those of a peer."""
    fields: dict[str, Any] = {"option": OPTIONS[type(before.reason)]}
    if "message" not in before.FIELDS:  # until layer 124
        fields["message"] = ""
    if "user_id" in before.FIELDS:
        fields["peer"] = user_as_peer(before.user_id)
    return fields


@down_result("messages.report", until=188)
@down_result("stories.report", until=188)
def reported(result: "api.TypeReportResult") -> bool:
    """A report that waits for one more choice is none."""
    return not isinstance(result, api.ReportResultChooseOption)
