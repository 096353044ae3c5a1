"""Bots at older layers."""

from typing import Any

import pytest
from old_client import asks, gets, make, reads

from chappe.tl import api, layers

SELF, BOT = make(158, "inputPeerSelf"), make(158, "inputUserSelf")
CHANNEL = make(158, "inputChannel", channel_id=5, access_hash=6)


@pytest.mark.parametrize("layer", [140, 143, 146, 158])
def test_a_page_of_a_bot(layer: int) -> None:
    platform = {} if layer < 145 else {"platform": "ios"}
    asked = asks(
        layer, "messages.requestWebView", peer=SELF, bot=BOT, reply_to_msg_id=4, **platform
    )
    assert asked.platform == platform.get("platform", "unknown")
    assert asked.reply_to == api.InputReplyToMessage(reply_to_msg_id=4)
    simple = asks(layer, "messages.requestSimpleWebView", bot=BOT, url="u", **platform)
    assert (simple.url, simple.platform) == ("u", asked.platform)


def test_each_kind_of_page_had_its_result() -> None:
    page = api.WebViewResultUrl(query_id=1, url="u")
    simple = gets(158, api.messages.RequestSimpleWebView, page)
    assert (simple.NAME, simple.url) == ("simpleWebViewResultUrl", "u")
    app = gets(158, api.messages.RequestAppWebView, page)
    assert (app.NAME, app.url) == ("appWebViewResultUrl", "u")
    assert gets(158, api.messages.RequestWebView, page).query_id == 1


def test_a_bot_described_itself_in_two_texts() -> None:
    info = api.bots.BotInfo(name="n", about="a", description="d")
    assert gets(155, api.bots.GetBotInfo, info) == ["a", "d"]
    assert gets(158, api.bots.GetBotInfo, info) == info


def test_one_peer_was_shared() -> None:
    fields = {"peer": SELF, "msg_id": 1, "button_id": 2}
    asked = asks(158, "messages.sendBotRequestedPeer", requested_peer=SELF, **fields)
    assert (asked.requested_peers, asked.msg_id) == ([api.InputPeerSelf()], 1)
    more = asks(198, "messages.sendBotRequestedPeer", requested_peers=[SELF, SELF], **fields)
    assert len(more.requested_peers) == 2


def test_a_bot_could_answer_or_only_read() -> None:
    rights = api.BusinessBotRights(reply=True)
    connection = api.BotBusinessConnection(
        connection_id="c", user_id=1, dc_id=2, date=3, rights=rights
    )
    assert reads(177, connection).can_reply
    connection.rights = None
    assert not reads(177, connection).can_reply
    to: Any = make(181, "inputBusinessBotRecipients")
    asked = asks(181, "account.updateConnectedBot", can_reply=True, bot=BOT, recipients=to)
    assert asked.rights.reply
    assert asks(181, "account.updateConnectedBot", bot=BOT, recipients=to).rights is None


def test_an_advertisement_that_is_a_link_is_left_out_or_shown() -> None:
    shown = api.SponsoredMessage(
        random_id=b"r", url="u", title="t", message="m", button_text="b"
    )
    found = api.messages.SponsoredMessages(messages=[shown], chats=[], users=[])
    assert reads(158, found).messages == []
    assert reads(178, found).messages[0].url == "u"
    none = layers.write_result(
        api.messages.GetSponsoredMessages, api.messages.SponsoredMessagesEmpty(), 133
    )
    assert layers.schema(133).read(none).NAME == "messages.sponsoredMessages"


def test_advertisements_were_of_channels() -> None:
    asked = asks(158, "channels.getSponsoredMessages", channel=CHANNEL)
    peer = api.InputPeerChannel(channel_id=5, access_hash=6)
    assert asked == api.messages.GetSponsoredMessages(peer=peer)
    seen = asks(158, "channels.viewSponsoredMessage", channel=CHANNEL, random_id=b"r")
    assert seen == api.messages.ViewSponsoredMessage(random_id=b"r")
    clicked = asks(189, "channels.clickSponsoredMessage", media=True, channel=CHANNEL, random_id=b"r")  # fmt: skip
    assert clicked == api.messages.ClickSponsoredMessage(media=True, random_id=b"r")
    told = asks(
        181, "channels.reportSponsoredMessage", channel=CHANNEL, random_id=b"r", option=b""
    )
    assert told == api.messages.ReportSponsoredMessage(random_id=b"r", option=b"")
    reported = api.channels.SponsoredMessageReportResultReported()
    assert gets(181, told, reported) == reported
