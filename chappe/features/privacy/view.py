"""Privacy rules on the wire."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.privacy.actions import PrivacyChanged
from chappe.features.privacy.words import render_key, render_rules
from chappe.features.users import store as users
from chappe.features.users.rules import Key, Rule, Whom, rules_of
from chappe.ids import ChannelId, ChatId, PeerId, UserId, channel_peer, chat_peer, user_peer
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Updates, render_peers, renders
from chappe.updates.viewer import Viewer


async def render_privacy(
    tx: Tx, viewer: Viewer, rules: Sequence[Rule]
) -> api.account.PrivacyRules:
    """The rules of a key with all that they name."""
    peers: set[PeerId] = set()
    for rule in rules:
        if rule.whom is Whom.USERS:
            peers |= {user_peer(UserId(each)) for each in rule.ids}
        if rule.whom is Whom.CHATS:
            peers |= {chat_peer(ChatId(each)) for each in rule.ids}
            peers |= {channel_peer(ChannelId(each)) for each in rule.ids}
    named, chats = await render_peers(tx, viewer, peers)
    # A number alone does not say whether a group or a channel is meant.
    there: list[api.TypeChat] = [
        each for each in chats if isinstance(each, api.Chat | api.Channel)
    ]
    return api.account.PrivacyRules(rules=render_rules(rules), chats=there, users=named)


@renders(PrivacyChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePrivacy."""
    user = await users.find(tx, viewer.user_id)
    shown: list[Updates] = []
    for entry in entries:
        assert isinstance(entry.fact, PrivacyChanged)
        key = Key(entry.fact.key)
        rules = rules_of(None if user is None else user.privacy, key)
        shown.append([api.UpdatePrivacy(key=render_key(key), rules=render_rules(rules))])
    return shown
