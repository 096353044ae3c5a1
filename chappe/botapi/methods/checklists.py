"""Checklists, which bots see. https://core.telegram.org/bots/api#sendchecklist"""

from chappe.botapi.method import refuse
from chappe.botapi.shown import checklists

__all__ = ["checklists"]

refuse(
    "this server does not offer checklists that bots send on behalf of accounts",
    *("sendChecklist", "editMessageChecklist"),
)
