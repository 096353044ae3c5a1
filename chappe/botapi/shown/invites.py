"""Links that let somebody into a chat. https://core.telegram.org/bots/api#chatinvitelink"""

from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene
from chappe.tl import api


def show_link(scene: Scene, link: "api.TypeExportedChatInvite") -> Json:
    """One link."""
    assert isinstance(link, api.ChatInviteExported)
    shown: Json = {
        "invite_link": link.link,
        "creator": show_user(scene, link.admin_id),
        "creates_join_request": link.request_needed,
        "is_primary": link.permanent,
        "is_revoked": link.revoked,
    }
    if link.title:
        shown["name"] = link.title
    if link.expire_date:
        shown["expire_date"] = link.expire_date
    if link.usage_limit:
        shown["member_limit"] = link.usage_limit
    if link.subscription_pricing is not None:
        shown["subscription_period"] = link.subscription_pricing.period
        shown["subscription_price"] = link.subscription_pricing.amount
    if link.requested:
        shown["pending_join_request_count"] = link.requested
    return shown
