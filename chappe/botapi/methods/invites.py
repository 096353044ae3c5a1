"""Links that let somebody in, and those who want to come. https://core.telegram.org/bots/api#createchatinvitelink"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.peers import done, group_named
from chappe.botapi.shown.invites import show_link
from chappe.botapi.shown.scene import Json, set_scene
from chappe.tl import api

RULED = {
    "CHAT_ADMIN_REQUIRED": "not enough rights to manage chat invite link",
    "CHAT_WRITE_FORBIDDEN": "not enough rights to manage chat invite link",
}
ASKED = {
    **RULED,
    "USER_ID_INVALID": "user not found",
    "HIDE_REQUESTER_MISSING": "HIDE_REQUESTER_MISSING",
    "USER_ALREADY_PARTICIPANT": "USER_ALREADY_PARTICIPANT",
}
NAME_CHARACTERS_MAX = 32
MEMBERS_MAX = 99_999


async def _show(ask: Ask, link: "api.TypeExportedChatInvite") -> Json:
    return show_link(await set_scene(ask.tx, ask.viewer, [link], deep=False), link)


def _check(ask: Ask) -> None:
    limit = ask.get("member_limit", 0)
    if not 0 <= limit <= MEMBERS_MAX:
        raise bad("member limit must be between 1 and 99999")
    if limit and ask.get("creates_join_request", False):
        raise bad("member limit can't be specified for links requiring administrator approval")
    if len(ask.get("name", "")) > NAME_CHARACTERS_MAX:
        raise bad("invite link name is too long")


@bot_method("exportChatInviteLink", writes=True, words=RULED)
async def export_chat_invite_link(ask: Ask) -> str:
    """A new primary link; the one before leads nowhere."""
    peer = await group_named(ask)
    link = await ask.tell(
        api.messages.ExportChatInvite(peer=peer, legacy_revoke_permanent=True)
    )
    assert isinstance(link, api.ChatInviteExported)
    return link.link


@bot_method("createChatInviteLink", writes=True, words=RULED)
async def create_chat_invite_link(ask: Ask) -> Json:
    """One more link."""
    _check(ask)
    request = api.messages.ExportChatInvite(
        peer=await group_named(ask),
        request_needed=ask.get("creates_join_request", False),
        expire_date=ask.get("expire_date"),
        usage_limit=ask.get("member_limit"),
        title=ask.get("name"),
    )
    return await _show(ask, await ask.tell(request))


async def _edit(ask: Ask, **what: Any) -> Json:
    peer = await group_named(ask)
    request = api.messages.EditExportedChatInvite(
        peer=peer, link=ask.params["invite_link"], **what
    )
    answer: Any = await ask.tell(request)
    return await _show(ask, answer.invite)


@bot_method("editChatInviteLink", writes=True, words=RULED)
async def edit_chat_invite_link(ask: Ask) -> Json:
    """Change a link that the bot has made."""
    _check(ask)
    return await _edit(
        ask,
        title=ask.get("name", ""),
        expire_date=ask.get("expire_date", 0),
        usage_limit=ask.get("member_limit", 0),
        request_needed=ask.get("creates_join_request", False),
    )


@bot_method("revokeChatInviteLink", writes=True, words=RULED)
async def revoke_chat_invite_link(ask: Ask) -> Json:
    """Let a link lead nowhere."""
    return await _edit(ask, revoked=True)


@bot_method("createChatSubscriptionInviteLink", writes=True, words=RULED)
async def create_chat_subscription_invite_link(ask: Ask) -> Json:
    """A link into a channel, by which one comes who pays."""
    _check(ask)
    request = api.messages.ExportChatInvite(
        peer=await group_named(ask),
        title=ask.get("name"),
        subscription_pricing=api.StarsSubscriptionPricing(
            period=ask.params["subscription_period"], amount=ask.params["subscription_price"]
        ),
    )
    return await _show(ask, await ask.tell(request))


@bot_method("editChatSubscriptionInviteLink", writes=True, words=RULED)
async def edit_chat_subscription_invite_link(ask: Ask) -> Json:
    """Call such a link otherwise; what it costs stays."""
    _check(ask)
    return await _edit(ask, title=ask.get("name", ""))


async def _decide(ask: Ask, *, approved: bool) -> bool:
    request = api.messages.HideChatJoinRequest(
        peer=await group_named(ask),
        user_id=input_user(ask, ask.params["user_id"]),
        approved=approved,
    )
    return await done(ask, request)


@bot_method("approveChatJoinRequest", writes=True, words=ASKED)
async def approve_chat_join_request(ask: Ask) -> bool:
    """Let somebody in who wants to come."""
    return await _decide(ask, approved=True)


@bot_method("declineChatJoinRequest", writes=True, words=ASKED)
async def decline_chat_join_request(ask: Ask) -> bool:
    """Let somebody stay outside who wants to come."""
    return await _decide(ask, approved=False)
