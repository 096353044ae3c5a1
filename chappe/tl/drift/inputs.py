"""What only clients say. A server has no words for it at a layer where it meant less."""

from chappe.tl.drift.frame import down_to

SAID_BY_CLIENTS = {
    "inputInvoiceStarGift": 197,
    "inputInvoiceStarGiftTransfer": 197,
    "inputInvoiceStarGiftUpgrade": 197,
    "inputInvoiceStars": 184,
    "inputMediaPoll": 223,
    "inputMediaStory": 163,
    "inputPeerNotifySettings": 139,
    "inputReplyToStory": 173,
}
"""Name → the last layer at which a required field of it was another."""


def unsaid(o: object) -> None:
    """Nothing is written: an invented field would be worse."""


for _name, _until in SAID_BY_CLIENTS.items():
    down_to(_name, until=_until)(unsaid)
