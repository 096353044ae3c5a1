"""Bots: their pages, their descriptions, their businesses."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import channel_as_peer, renamed
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up
from chappe.tl.drift.messages import reply_of

UNKNOWN_PLATFORM = "unknown"


@up("messages.requestWebView")
def page_of_a_bot(before: Any) -> Fields:
    """Until layer 145 no platform was named; until 160 an answer was two ids."""
    fields: dict[str, Any] = {}
    if "platform" not in before.FIELDS:
        fields["platform"] = UNKNOWN_PLATFORM
    if "reply_to" not in before.FIELDS:
        fields["reply_to"] = reply_of(before)
    return fields


@up("messages.requestSimpleWebView")
def simple_page(before: Any) -> Fields:
    """As `page_of_a_bot`."""
    return {} if "platform" in before.FIELDS else {"platform": UNKNOWN_PLATFORM}


@down_result("messages.requestSimpleWebView", until=182)
def simple_url(result: api.WebViewResultUrl) -> TLObject:
    """Until layer 183 each kind of page had a result of its own."""
    return old(0x882F76BB, url=result.url)


@down_result("messages.requestAppWebView", until=182)
def app_url(result: api.WebViewResultUrl) -> TLObject:
    """As `simple_url`."""
    return old(0x3C1B4F0D, url=result.url)


@down_result("bots.getBotInfo", until=157)
def two_texts(result: api.bots.BotInfo) -> list[str]:
    """Until layer 158 the answer was what a bot says about itself, short and long."""
    return [result.about, result.description]


@up("messages.sendBotRequestedPeer")
def one_peer(before: Any) -> Fields:
    """Until layer 169 one peer was shared."""
    if "requested_peers" in before.FIELDS:
        return {}
    return {"requested_peers": [before.requested_peer]}


@down("botBusinessConnection", "can_reply", until=200)
@down("connectedBot", "can_reply", until=200)
def may_reply(o: api.BotBusinessConnection | api.ConnectedBot) -> Fields:
    """Until layer 201 a bot could answer, or only read."""
    return {"can_reply": bool(o.rights and o.rights.reply)}


@up("account.updateConnectedBot")
def right_to_reply(before: Any) -> Fields:
    """As `may_reply`; who answered could read and mark as read."""
    if "can_reply" not in before.FIELDS:
        return {}
    rights = api.BusinessBotRights(reply=True, read_messages=True)
    return {"rights": rights if before.can_reply else None}


@down_to("sponsoredMessage", until=177)
def no_advertisement(o: api.SponsoredMessage) -> None:
    """Until layer 178 an advertisement led to a chat, now to a link: it is left out."""


@down_to("messages.sponsoredMessagesEmpty", until=147)
def no_advertisements(o: api.messages.SponsoredMessagesEmpty) -> TLObject:
    """Until layer 148 none was an empty list."""
    return api.messages.SponsoredMessages(messages=[], chats=[], users=[])


@up("channels.getSponsoredMessages")
def wanted_advertisements(before: Any) -> TLObject:
    """Until layer 193: `messages.getSponsoredMessages`."""
    return api.messages.GetSponsoredMessages(peer=channel_as_peer(before.channel))


def _now(name: str, now: type[TLObject]) -> None:
    @up(name)
    def by_its_number(before: Any) -> TLObject:
        return renamed(before, now)


# Until layer 193 they were of channels; what is left of them is a number.
_now("channels.viewSponsoredMessage", api.messages.ViewSponsoredMessage)
_now("channels.clickSponsoredMessage", api.messages.ClickSponsoredMessage)
_now("channels.reportSponsoredMessage", api.messages.ReportSponsoredMessage)
