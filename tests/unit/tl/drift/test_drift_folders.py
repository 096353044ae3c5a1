"""Folders of chats at older layers."""

import pytest
from old_client import asks, gets, make, reads, says

from chappe.tl import api

TITLE = api.TextWithEntities(text="Work", entities=[api.MessageEntityBold(offset=0, length=1)])
PLAIN = api.TextWithEntities(text="Work", entities=[])
SELF = [api.InputPeerSelf()]


def own() -> api.DialogFilter:
    return api.DialogFilter(
        id=2, title=TITLE, emoticon="💼", pinned_peers=[], include_peers=SELF, exclude_peers=[]
    )


def shared() -> api.DialogFilterChatlist:
    return api.DialogFilterChatlist(
        id=3, title=TITLE, emoticon="💼", pinned_peers=SELF, include_peers=SELF
    )


@pytest.mark.parametrize("layer", [133, 158, 181, 195])
def test_a_title_was_plain_text(layer: int) -> None:
    read = reads(layer, own())
    assert (read.title, read.emoticon, read.include_peers) == ("Work", "💼", SELF)
    fields = {"pinned_peers": [], "include_peers": [], "exclude_peers": []}
    sent = make(layer, "dialogFilter", id=2, title="Work", **fields)
    asked = asks(layer, "messages.updateDialogFilter", id=2, filter=sent)
    assert asked.filter.title == PLAIN


def test_a_shared_folder_looked_like_any_other() -> None:
    read = reads(133, shared())
    assert (read.NAME, read.id, read.title) == ("dialogFilter", 3, "Work")
    assert (read.pinned_peers, read.exclude_peers) == (SELF, [])
    read = reads(158, shared())
    assert (read.NAME, read.title) == ("dialogFilterChatlist", "Work")
    assert reads(196, shared()) == shared()
    sent = make(
        158, "dialogFilterChatlist", id=3, title="Work", pinned_peers=[], include_peers=[]
    )
    assert says(158, sent).title == PLAIN


def test_an_invitation_to_a_folder_had_a_plain_title() -> None:
    invite = api.chatlists.ChatlistInvite(title=TITLE, peers=[], chats=[], users=[])
    assert reads(181, invite).title == "Work"


def test_the_folders_came_as_a_list() -> None:
    result = api.messages.DialogFilters(filters=[api.DialogFilterDefault(), own(), shared()])
    read = gets(158, api.messages.GetDialogFilters, result)
    assert [f.NAME for f in read] == [
        "dialogFilterDefault",
        "dialogFilter",
        "dialogFilterChatlist",
    ]
    assert [f.id for f in gets(133, api.messages.GetDialogFilters, result)] == [2, 3]
