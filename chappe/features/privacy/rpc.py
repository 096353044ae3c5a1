"""`account.*`: privacy."""

from chappe.features.privacy.actions import read_said, set_rules
from chappe.features.privacy.strangers import read_global, set_global
from chappe.features.privacy.view import render_privacy
from chappe.features.privacy.words import read_key
from chappe.features.users.access import access_self, hold_self
from chappe.features.users.rules import rules_of
from chappe.rpc.call import Call
from chappe.rpc.method import method
from chappe.tl import api


@method("account.getPrivacy")
async def get_privacy(call: Call, q: api.account.GetPrivacy) -> api.account.PrivacyRules:
    """Return the caller's rules for one key.

    Wire:   https://core.telegram.org/method/account.getPrivacy
    Errors: PRIVACY_KEY_INVALID
    """
    key = read_key(q.key)
    user = await access_self(call.tx, call.viewer)
    return await render_privacy(call.tx, call.viewer, rules_of(user.privacy, key))


@method("account.setPrivacy", writes=True)
async def set_privacy(call: Call, q: api.account.SetPrivacy) -> api.account.PrivacyRules:
    """Set the caller's rules for one key.

    Wire:   https://core.telegram.org/method/account.setPrivacy
    Errors: PRIVACY_KEY_INVALID, PRIVACY_TOO_LONG, PRIVACY_VALUE_INVALID (read_said)
    """
    key = read_key(q.key)
    rules = await read_said(call.tx, call.viewer, q.rules)
    await set_rules(call.journal, await hold_self(call.tx, call.viewer), key, rules)
    return await render_privacy(call.tx, call.viewer, rules)


@method("account.getGlobalPrivacySettings")
async def get_global(
    call: Call, q: api.account.GetGlobalPrivacySettings
) -> api.GlobalPrivacySettings:
    """Return what the caller asks of strangers, and what it does not show.

    Wire: https://core.telegram.org/method/account.getGlobalPrivacySettings
    """
    return await read_global(call.tx, await access_self(call.tx, call.viewer))


@method("account.setGlobalPrivacySettings", writes=True)
async def change_global(
    call: Call, q: api.account.SetGlobalPrivacySettings
) -> api.GlobalPrivacySettings:
    """Say what the caller asks of strangers, and what it does not show.

    Wire:   https://core.telegram.org/method/account.setGlobalPrivacySettings
    Errors: AUTOARCHIVE_NOT_AVAILABLE, PREMIUM_ACCOUNT_REQUIRED (set_global)
    """
    await set_global(call.tx, await hold_self(call.tx, call.viewer), q.settings)
    return await read_global(call.tx, await access_self(call.tx, call.viewer))
