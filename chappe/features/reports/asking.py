"""What whoever reports a message is asked. https://core.telegram.org/api/report"""

from typing import TYPE_CHECKING

from chappe.features.reports.model import COMMENTED, REASONS
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

if TYPE_CHECKING:
    from chappe.tl.api import TypeReportResult

ASKED_SINCE = 189
"""Older clients say all they have to say at once."""
TITLE = "What is wrong with it?"


def ask_for_reason(call: Call, option: bytes, comment: str) -> "TypeReportResult | None":
    """The next question; None: all is said, and `option` is a reason of `model.REASONS`.

    Errors: OPTION_INVALID
    """
    if not option:
        options: list[api.TypeMessageReportOption] = [
            api.MessageReportOption(text=text, option=name.encode())
            for name, text in REASONS.items()
        ]
        return api.ReportResultChooseOption(title=TITLE, options=options)
    reason = option.decode(errors="replace")
    if reason not in REASONS:
        raise RpcError(400, "OPTION_INVALID")
    if reason in COMMENTED and not comment and call.layer >= ASKED_SINCE:
        return api.ReportResultAddComment(option=option)
    return None
