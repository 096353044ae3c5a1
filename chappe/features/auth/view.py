"""Logins as clients see them."""

from collections.abc import Mapping, Sequence

from chappe.couriers.courier import Medium
from chappe.db.database import Tx
from chappe.features.apps.model import App
from chappe.features.auth import store
from chappe.features.auth.entering import Entered
from chappe.features.auth.model import RESEND_SECONDS, AccountLife, Login
from chappe.features.auth.notices import NewAuthorization, device_of
from chappe.features.auth.sending import SETUP
from chappe.features.codes.model import APP, SENDS_MAX, Code
from chappe.features.keys import store as keys
from chappe.features.keys.model import AuthKey
from chappe.features.password.email import pattern
from chappe.features.users.view import render_users
from chappe.ids import AuthKeyId
from chappe.rpc.call import Call
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

PLATFORMS = {
    "android": "Android",
    "android_x": "Android",
    "ios": "iOS",
    "macos": "macOS",
    "tdesktop": "Desktop",
    "unigram": "Windows",
    "weba": "Web",
    "webk": "Web",
    "web": "Web",
}
"""By the pack of words that an app asks for, which is all that it says of its platform."""
UNKNOWN = "unknown"
LAYER_OF_PHONE_REGISTERED_MAX = 104


def render_sent(
    call: Call, code: Code, email: str | None = None, reset_at: int | None = None
) -> api.auth.SentCode:
    """A code on its way, and what can be done if it does not come."""
    length = len(code.code)
    sent = api.auth.SentCode(
        type=api.auth.SentCodeTypeSms(length=length),
        phone_code_hash=code.id,
        # Later layers keep to themselves whether a number has an account.
        phone_registered=call.layer <= LAYER_OF_PHONE_REGISTERED_MAX
        and code.user_id is not None,
    )
    if code.medium == SETUP:
        sent.type = api.auth.SentCodeTypeSetUpEmailRequired()
    elif code.medium == APP:
        sent.type = api.auth.SentCodeTypeApp(length=length)
        sent.next_type = api.auth.CodeTypeSms()
    elif code.medium == Medium.EMAIL.value and email is not None:
        sent.type = api.auth.SentCodeTypeEmailCode(
            email_pattern=pattern(email),
            length=length,
            reset_available_period=None if reset_at is not None else 0,
            reset_pending_date=reset_at,
        )
    elif code.sends < SENDS_MAX:
        sent.next_type, sent.timeout = api.auth.CodeTypeSms(), RESEND_SECONDS
    return sent


async def render_entered(call: Call, entered: Entered) -> api.auth.Authorization:
    """Who has signed in, as itself."""
    viewer = Viewer(entered.user.id, call.world.secret, call.now)
    (user,) = await render_users(call.tx, viewer, {entered.user.id})
    return api.auth.Authorization(user=user, future_auth_token=entered.future_token)


def render_login(
    login: Login,
    key: AuthKey | None,
    app: App | None,
    now: float,
    *,
    current: bool = False,
    password_pending: bool = False,
) -> api.Authorization:
    """A device of an account. The one that asks has the hash 0."""
    client = None if key is None else key.client
    return api.Authorization(
        current=current,
        password_pending=password_pending,
        encrypted_requests_disabled=login.encrypted_off,
        call_requests_disabled=login.calls_off,
        unconfirmed=login.is_unconfirmed(now),
        hash=0 if current else login.hash,
        device_model=UNKNOWN if client is None else client.device_model,
        platform=PLATFORMS.get("" if client is None else client.lang_pack, UNKNOWN),
        system_version="" if client is None else client.system_version,
        api_id=login.api_id,
        app_name=f"api_id {login.api_id}" if app is None else app.title,
        app_version="" if client is None else client.app_version,
        date_created=login.made_at,
        date_active=max(login.made_at, 0 if key is None else key.noted_at),
        ip="" if key is None else key.address,
        # Addresses are not looked up: there is no such database here.
        country="",
        region="",
    )


def render_logins(
    call: Call,
    logins: Sequence[Login],
    found: Mapping[AuthKeyId, AuthKey],
    apps: Mapping[int, App],
    life: AccountLife,
) -> api.account.Authorizations:
    """The devices of an account, the one that asks first."""
    mine = call.caller.perm_key_id
    shown = [
        render_login(
            each,
            found.get(each.key_id),
            apps.get(each.api_id),
            call.now,
            current=each.key_id == mine,
        )
        for each in sorted(logins, key=lambda each: each.key_id != mine)
    ]
    return api.account.Authorizations(
        authorization_ttl_days=life.login_days, authorizations=shown
    )


@renders(NewAuthorization)
async def render_new(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """A new device, with what it says of itself while it is to be confirmed."""
    facts = [entry.fact for entry in entries if isinstance(entry.fact, NewAuthorization)]
    hashes = {each.hash for each in facts}
    logins = await store.with_hashes(tx, viewer.user_id, hashes)
    found = await keys.find_many(tx, {each.key_id for each in logins.values()})
    return [
        []
        # No device is asked whether it is its owner's.
        if each.hash in logins and logins[each.hash].key_id == viewer.key_id
        else [_new(each.hash, logins.get(each.hash), found, viewer.now)]
        for each in facts
    ]


def _new(
    hash_: int, login: Login | None, found: Mapping[AuthKeyId, AuthKey], now: float
) -> api.UpdateNewAuthorization:
    if login is None or not login.is_unconfirmed(now):
        return api.UpdateNewAuthorization(hash=hash_)
    key = found.get(login.key_id)
    return api.UpdateNewAuthorization(
        unconfirmed=True,
        hash=hash_,
        date=login.made_at,
        device=device_of(None if key is None else key.client),
        location="" if key is None else key.address,
    )
