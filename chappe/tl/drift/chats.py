"""Chats and channels: what their methods answer, their log of events, who may speak as whom."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import channel_as_peer, recast, renamed, user_as_peer
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up
from chappe.tl.wire import NotWritable


@down_result("channels.inviteToChannel", until=176)
@down_result("messages.addChatUser", until=176)
@down_result("messages.createChat", until=176)
def only_updates(result: api.messages.InvitedUsers) -> "api.TypeUpdates":
    """Until layer 177 updates alone told who is in; since 155 one told who could not be."""
    updates = result.updates
    if not result.missing_invitees or not isinstance(updates, api.Updates):
        return updates
    refused = [
        old("updateGroupInvitePrivacyForbidden", user_id=missing.user_id)
        for missing in result.missing_invitees
    ]
    fields = {name: getattr(updates, name) for name in updates.FIELDS}
    return api.Updates(**{**fields, "updates": [*updates.updates, *refused]})


def _channel_of(peer: Any) -> int | None:
    return peer.channel_id if isinstance(peer, api.PeerChannel) else None


@down_to("updatePinnedForumTopic", until=215)
def pinned_topic(o: api.UpdatePinnedForumTopic) -> TLObject | None:
    """Until layer 216 only channels had topics."""
    channel = _channel_of(o.peer)
    return None if channel is None else recast(0x192EFBE3, o, channel_id=channel)


@down_to("updatePinnedForumTopics", until=215)
def pinned_topics(o: api.UpdatePinnedForumTopics) -> TLObject | None:
    """As `pinned_topic`."""
    channel = _channel_of(o.peer)
    return None if channel is None else recast(0xFE198602, o, channel_id=channel)


@down_to("sendMessageStopDraftAction", until=228)
def stopped(o: api.SendMessageStopDraftAction) -> TLObject:
    """Until layer 229 a draft just stopped."""
    return api.SendMessageCancelAction()


@down_result("channels.joinChannel", until=226)
@down_result("messages.importChatInvite", until=226)
def joined(result: Any) -> "api.TypeUpdates":
    """Until layer 227 a join had no bot in between; the client cannot follow to one."""
    if isinstance(result, api.messages.ChatInviteJoinResultOk):
        return result.updates
    raise NotWritable("a join that a bot has to allow")


@down("messages.chatInviteJoinResultWebView", "webview", until=227)
def question_without_page(o: api.messages.ChatInviteJoinResultWebView) -> Fields:
    """At layer 227 the page came along; now it is asked for, by its id."""
    return {"webview": api.WebViewResultUrl(query_id=o.query_id, url="")}


@down_result("channels.deleteHistory", until=138)
def deleted(result: "api.TypeUpdates") -> bool:
    """Until layer 139 the answer was only that it is done; the updates are pushed as well."""
    return bool(result)


@down_result("messages.getPeerSettings", until=134)
def bare_settings(result: api.messages.PeerSettings) -> api.PeerSettings:
    """Until layer 135 nothing stood around the settings of a peer."""
    return result.settings


@down_result("messages.getMessageReadParticipants", until=154)
def readers(result: list[api.ReadParticipantDate]) -> list[int]:
    """Until layer 155 those who had read a message were ids without dates."""
    return [reader.user_id for reader in result]


@down("channels.sendAsPeers", "peers", until=144)
def bare_peers(o: api.channels.SendAsPeers) -> Fields:
    """Until layer 145 whom one may speak as was a peer, with no word on who has to pay."""
    return {"peers": [choice.peer for choice in o.peers]}


@down_to("channelAdminLogEventActionChangeUsernames", until=147)
def one_username_changed(o: api.ChannelAdminLogEventActionChangeUsernames) -> TLObject:
    """Until layer 148 a channel had one username."""
    return api.ChannelAdminLogEventActionChangeUsername(
        prev_value=next(iter(o.prev_value), ""), new_value=next(iter(o.new_value), "")
    )


@down_to("chatInvitePublicJoinRequests", until=142)
def no_invite(o: api.ChatInvitePublicJoinRequests) -> None:
    """Until layer 143 who asked to join a public chat had not come by an invite."""


@down("channelFull", "exported_invite", until=122)
@down("chatFull", "exported_invite", until=122, since=83)
def link_or_none(o: api.ChatFull | api.ChannelFull) -> Fields:
    """Until layer 123 a chat without a link of the viewer's said so."""
    return {"exported_invite": o.exported_invite or old("chatInviteEmpty")}


@down("chatFull", "exported_invite", "chat_photo", until=82)
def photo_or_none(o: api.ChatFull) -> Fields:
    """Until layer 83, at least, a chat without a photo said so as well."""
    return {**link_or_none(o), "chat_photo": o.chat_photo or api.PhotoEmpty(id=0)}


@down_to("communityFull", until=227)
def no_community(o: api.CommunityFull) -> None:
    """Until layer 228 there were no communities."""


@up(0x7D885289)
def link_of_chat(before: Any) -> Fields:
    """Until layer 93 only basic groups had links here; until 124 a new one took the place of the old."""
    return {"peer": api.InputPeerChat(chat_id=before.chat_id), "legacy_revoke_permanent": True}


@up(0x0DF7534C)
def link_instead(before: Any) -> Fields:
    """Until layer 124 there was one link, and a new one took its place."""
    return {"legacy_revoke_permanent": True}


@up("channels.exportInvite")
def link_of_channel(before: Any) -> TLObject:
    """Until layer 93 channels had a method of their own for their link."""
    return renamed(
        before,
        api.messages.ExportChatInvite,
        peer=channel_as_peer(before.channel),
        legacy_revoke_permanent=True,
    )


@up("channels.reportSpam")
def spam_by_anyone(before: Any) -> Fields:
    """Until layer 135 only users were reported."""
    return {"participant": user_as_peer(before.user_id)}


@up("channels.deleteUserHistory")
def history_of_anyone(before: Any) -> TLObject:
    """Until layer 135 only users had a history in a channel."""
    return renamed(
        before,
        api.channels.DeleteParticipantHistory,
        participant=user_as_peer(before.user_id),
    )


@up("channels.toggleSignatures")
def signatures(before: Any) -> Fields:
    """Until layer 186 there was one switch, by `Bool`."""
    return {"signatures_enabled": before.enabled}


@up("channels.editCreator")
def creator_of_any_chat(before: Any) -> TLObject:
    """Until layer 224 only channels changed hands."""
    return renamed(before, api.messages.EditChatCreator, peer=channel_as_peer(before.channel))


@up("channels.getFutureCreatorAfterLeave")
def next_creator(before: Any) -> TLObject:
    """As `creator_of_any_chat`."""
    return api.messages.GetFutureChatCreatorAfterLeave(peer=channel_as_peer(before.channel))
