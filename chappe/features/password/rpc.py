"""`account.*` and `auth.*` about two-factor passwords."""

from chappe.couriers.courier import Purpose, Undeliverable
from chappe.db.database import Tx
from chappe.features.codes import actions as codes
from chappe.features.codes import store as codes_store
from chappe.features.codes.actions import TooMany
from chappe.features.codes.model import EMAIL_DIGITS
from chappe.features.password import actions, store
from chappe.features.password.access import (
    access_password,
    access_password_if_set,
    access_user,
)
from chappe.features.password.model import Plan
from chappe.features.password.settings import read_wish
from chappe.features.password.view import (
    render_password,
    render_recovery,
    render_reset,
    render_settings,
    render_tmp,
)
from chappe.ids import AuthKeyId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.rpc.settled import settled
from chappe.tl import api

LETTERS_AGAIN_SECONDS = 24 * 60 * 60


@method("account.getPassword", who=Who.ANYONE, writes=True)
async def get_password(call: Call, q: api.account.GetPassword) -> api.account.Password:
    """Return a challenge for the password, the hint, and the salts for a new one.

    Also before login, to who has shown the login code and owes the password.

    Wire:   https://core.telegram.org/method/account.getPassword
    Errors: AUTH_KEY_UNREGISTERED (access_user)
    """
    user_id = await access_user(call.tx, call.caller, call.now)
    password = await store.find(call.tx, user_id)
    asked = None
    if password is not None:
        asked = await actions.ask(call.tx, call.now, _key(call), password)
    plan = await store.find_plan(call.tx, user_id)
    return render_password(
        password, asked, plan, await codes_store.login_email(call.tx, user_id)
    )


@method("account.getPasswordSettings", writes=True)
async def get_password_settings(
    call: Call, q: api.account.GetPasswordSettings
) -> api.account.PasswordSettings:
    """Return the recovery address, to who knows the password.

    Wire:   https://core.telegram.org/method/account.getPasswordSettings
    Errors: PASSWORD_HASH_INVALID, SRP_ID_INVALID, SRP_A_INVALID, SRP_PASSWORD_CHANGED (access_password)
    """
    return render_settings(await access_password(call.tx, call.caller, call.now, q.password))


@method("account.updatePasswordSettings", writes=True)
async def update_password_settings(call: Call, q: api.account.UpdatePasswordSettings) -> bool:
    """Set, change or remove the password, or its recovery address.

    A new address has to be confirmed first: EMAIL_UNCONFIRMED_6, and a code of six digits is on its way.

    Wire:   https://core.telegram.org/method/account.updatePasswordSettings
    Errors: those of access_password; NEW_SETTINGS_INVALID, NEW_SALT_INVALID, EMAIL_INVALID (read_wish);
            NEW_SETTINGS_EMPTY (apply); EMAIL_UNCONFIRMED_%d, EMAIL_INVALID, FLOOD_WAIT_%d (_send)
    """
    user_id = _user(call)

    async def work(tx: Tx) -> Plan | None:
        current = await access_password_if_set(tx, call.caller, call.now, q.password)
        return await actions.apply(tx, call.now, user_id, current, read_wish(q.new_settings))

    plan = await settled(call.world.database, work)
    if plan is None:
        return True
    await _send(call, user_id, Purpose.PASSWORD_EMAIL, plan.email)
    raise RpcError(400, "EMAIL_UNCONFIRMED_%d", EMAIL_DIGITS)


@method("account.confirmPasswordEmail", writes=True)
async def confirm_password_email(call: Call, q: api.account.ConfirmPasswordEmail) -> bool:
    """Let the settings that wait for a recovery address hold.

    Wire:   https://core.telegram.org/method/account.confirmPasswordEmail
    Errors: CODE_INVALID, EMAIL_HASH_EXPIRED (confirm_email)
    """
    await actions.confirm_email(call.tx, call.now, _user(call), q.code)
    return True


@method("account.resendPasswordEmail", writes=True)
async def resend_password_email(call: Call, q: api.account.ResendPasswordEmail) -> bool:
    """Send another code to the recovery address that waits to be confirmed.

    Wire:   https://core.telegram.org/method/account.resendPasswordEmail
    Errors: EMAIL_HASH_EXPIRED; EMAIL_INVALID, FLOOD_WAIT_%d (_send)
    """
    async with call.world.database.transaction(write=False) as tx:
        plan = await store.find_plan(tx, _user(call))
    if plan is None:
        raise RpcError(400, "EMAIL_HASH_EXPIRED")
    await _send(call, plan.user_id, Purpose.PASSWORD_EMAIL, plan.email)
    return True


@method("account.cancelPasswordEmail", writes=True)
async def cancel_password_email(call: Call, q: api.account.CancelPasswordEmail) -> bool:
    """Give up the settings that wait for a recovery address.

    Wire:   https://core.telegram.org/method/account.cancelPasswordEmail
    Errors: EMAIL_HASH_EXPIRED (cancel_email)
    """
    await actions.cancel_email(call.tx, _user(call))
    return True


@method("account.resetPassword", writes=True)
async def reset_password(
    call: Call, q: api.account.ResetPassword
) -> "api.account.TypeResetPasswordResult":
    """Ask for a forgotten password to be taken away in a week, or have it done then.

    Wire:   https://core.telegram.org/method/account.resetPassword
    Errors: PASSWORD_EMPTY (reset)
    """
    return render_reset(await actions.reset(call.tx, call.now, _user(call)))


@method("account.declinePasswordReset", writes=True)
async def decline_password_reset(call: Call, q: api.account.DeclinePasswordReset) -> bool:
    """Call off a reset that somebody asked for.

    Wire:   https://core.telegram.org/method/account.declinePasswordReset
    Errors: RESET_REQUEST_MISSING (decline_reset)
    """
    await actions.decline_reset(call.tx, call.now, _user(call))
    return True


@method("account.getTmpPassword", writes=True)
async def get_tmp_password(
    call: Call, q: api.account.GetTmpPassword
) -> api.account.TmpPassword:
    """Return a password for a minute to a day, for payments.

    Wire:   https://core.telegram.org/method/account.getTmpPassword
    Errors: TMP_PASSWORD_DISABLED (there is no password); those of access_password
    """
    user_id = _user(call)
    if not await store.has(call.tx, user_id):
        raise RpcError(400, "TMP_PASSWORD_DISABLED")
    await access_password(call.tx, call.caller, call.now, q.password)
    return render_tmp(*await actions.make_tmp(call.tx, call.now, user_id, q.period))


@method("auth.requestPasswordRecovery", who=Who.ANYONE, writes=True)
async def request_password_recovery(
    call: Call, q: api.auth.RequestPasswordRecovery
) -> api.auth.PasswordRecovery:
    """Send a code that takes the password away to the recovery address.

    Wire:   https://core.telegram.org/method/auth.requestPasswordRecovery
    Errors: AUTH_KEY_UNREGISTERED (access_user); PASSWORD_EMPTY, PASSWORD_RECOVERY_NA (access_recovery);
            EMAIL_INVALID, FLOOD_WAIT_%d (_send)
    """
    async with call.world.database.transaction(write=False) as tx:
        user_id = await access_user(tx, call.caller, call.now)
        email = await actions.access_recovery(tx, user_id)
    await _send(call, user_id, Purpose.PASSWORD_RECOVERY, email)
    return render_recovery(email)


@method("auth.checkRecoveryPassword", who=Who.ANYONE, writes=True)
async def check_recovery_password(call: Call, q: api.auth.CheckRecoveryPassword) -> bool:
    """Say whether a recovery code is right, without using it up.

    Wire:   https://core.telegram.org/method/auth.checkRecoveryPassword
    Errors: AUTH_KEY_UNREGISTERED (access_user); CODE_EMPTY, CODE_INVALID, PASSWORD_RECOVERY_EXPIRED
            (check_recovery)
    """
    user_id = await access_user(call.tx, call.caller, call.now)
    await actions.check_recovery(call.tx, call.now, user_id, q.code, use=False)
    return True


def _user(call: Call) -> UserId:
    assert call.caller.user_id is not None, "the gates let only users in"
    return call.caller.user_id


def _key(call: Call) -> AuthKeyId:
    assert call.caller.perm_key_id is not None, "the gates let no unbound key in"
    return call.caller.perm_key_id


async def _send(call: Call, user_id: UserId, purpose: Purpose, address: str) -> None:
    """Send a code by e-mail. Errors: EMAIL_INVALID (it cannot be delivered), FLOOD_WAIT_%d"""
    code = actions.email_code(user_id, _key(call), purpose, address)
    try:
        await codes.send(call.world, call.now, code, call.caller.address)
    except Undeliverable:
        raise RpcError(400, "EMAIL_INVALID") from None
    except TooMany:
        left = LETTERS_AGAIN_SECONDS - int(call.now) % LETTERS_AGAIN_SECONDS
        raise RpcError(420, "FLOOD_WAIT_%d", left) from None
