"""What libraries send in the place of something else, and the real service takes.

Pyrogram and its kin keep one kind of address, InputPeer, and send it where InputUser or InputChannel is
declared: the fields are the same, only the name is not.
"""

from collections.abc import Mapping
from functools import cache

from chappe.tl import catalogue
from chappe.tl.build import TLObject

NAMES = {
    "InputUser": {
        "inputPeerEmpty": "inputUserEmpty",
        "inputPeerSelf": "inputUserSelf",
        "inputPeerUser": "inputUser",
        "inputPeerUserFromMessage": "inputUserFromMessage",
    },
    "InputChannel": {
        "inputPeerEmpty": "inputChannelEmpty",
        "inputPeerChannel": "inputChannel",
        "inputPeerChannelFromMessage": "inputChannelFromMessage",
    },
    "InputPeer": {
        "inputUserEmpty": "inputPeerEmpty",
        "inputUserSelf": "inputPeerSelf",
        "inputUser": "inputPeerUser",
        "inputUserFromMessage": "inputPeerUserFromMessage",
        "inputChannelEmpty": "inputPeerEmpty",
        "inputChannel": "inputPeerChannel",
        "inputChannelFromMessage": "inputPeerChannelFromMessage",
    },
}
"""Declared type → constructor that is sent → constructor that is meant."""


@cache
def meant_by(type_: str) -> Mapping[str, type[TLObject]]:
    """Constructors that may stand where `type_` is declared though they are none of it, and what they mean."""
    newest = catalogue.newest().constructors
    return {
        sent: catalogue.class_for(newest[meant]) for sent, meant in NAMES.get(type_, {}).items()
    }


def meaning(sent: TLObject, meant: type[TLObject]) -> TLObject:
    """The object that was meant, with the fields of the one that was sent."""
    return meant(**{name: getattr(sent, name) for name in meant.FIELDS})
