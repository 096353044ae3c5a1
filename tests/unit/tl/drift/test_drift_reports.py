"""Reports at the layers where the client gave the reason."""

import pytest
from old_client import asks, gets, make

from chappe.tl import api, catalogue
from chappe.tl.drift.reports import OPTIONS

SELF = make(158, "inputPeerSelf")


def test_every_reason_is_an_option() -> None:
    reasons = {shape.name for shape in catalogue.newest().types["ReportReason"]}
    assert {reason.NAME for reason in OPTIONS} == reasons
    assert len(set(OPTIONS.values())) == len(reasons)


@pytest.mark.parametrize("layer", [133, 158, 181])
def test_a_reason_comes_in_as_an_option(layer: int) -> None:
    reason = make(layer, "inputReportReasonSpam")
    asked = asks(layer, "messages.report", peer=SELF, id=[1], reason=reason, message="m")
    assert (asked.option, asked.message, asked.id) == (b"spam", "m", [1])


def test_stories_were_reported_of_users() -> None:
    reason, user = make(162, "inputReportReasonFake"), make(162, "inputUserSelf")
    asked = asks(162, "stories.report", user_id=user, id=[1], reason=reason, message="")
    assert (asked.option, asked.peer) == (b"fake", api.InputPeerSelf())


def test_the_first_reports_had_no_words() -> None:
    reason = make(105, "inputReportReasonSpam")
    assert asks(105, "messages.report", peer=SELF, id=[1], reason=reason).message == ""


def test_a_report_was_taken_or_not() -> None:
    for result, taken in (
        (api.ReportResultReported(), True),
        (api.ReportResultAddComment(option=b"o", optional=True), True),
        (api.ReportResultChooseOption(title="t", options=[]), False),
    ):
        assert gets(158, api.messages.Report, result) is taken
        assert gets(162, api.stories.Report, result) is taken
