"""`account.*`: another number, and the end of an account."""

from chappe.couriers.courier import Purpose
from chappe.features.auth import account, devices, store
from chappe.features.auth.rpc.codes import phone_of
from chappe.features.auth.sending import new_code, send
from chappe.features.auth.view import render_sent
from chappe.features.codes.bans import check_not_banned
from chappe.features.users import store as users
from chappe.features.users.view import render_users
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api


@method("account.sendChangePhoneCode", writes=True)
async def send_change_phone_code(
    call: Call, q: api.account.SendChangePhoneCode
) -> "api.auth.TypeSentCode":
    """Send a code to the number that the account shall have.

    Wire:   https://core.telegram.org/method/account.sendChangePhoneCode
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_NUMBER_OCCUPIED (check_free); PHONE_NUMBER_BANNED;
            FRESH_CHANGE_PHONE_FORBIDDEN (check_not_fresh); PHONE_NUMBER_FLOOD, SMS_CODE_CREATE_FAILED
            (send)
    """
    phone = phone_of(call, q.phone_number)
    async with call.world.database.transaction(write=False) as tx:
        await devices.check_not_fresh(tx, call, "FRESH_CHANGE_PHONE_FORBIDDEN")
        await check_not_banned(tx, phone)
        await account.check_free(tx, phone)
        user = await users.find(tx, call.user_id)
    return render_sent(
        call, await send(call, new_code(call, Purpose.CHANGE_PHONE, phone, user))
    )


@method("account.changePhone", writes=True)
async def change_phone(call: Call, q: api.account.ChangePhone) -> "api.TypeUser":
    """Give the account another number; contacts hear of it.

    Wire:   https://core.telegram.org/method/account.changePhone
    Errors: PHONE_NUMBER_INVALID (phone_of); PHONE_CODE_EMPTY, PHONE_CODE_HASH_EMPTY, PHONE_CODE_INVALID,
            PHONE_CODE_EXPIRED, PHONE_NUMBER_OCCUPIED (take_phone)
    """
    phone = phone_of(call, q.phone_number)
    await account.take_phone(call, phone, q.phone_code_hash, q.phone_code)
    (user,) = await render_users(call.tx, call.viewer, {call.user_id})
    return user


@method("account.deleteAccount", who=Who.ANYONE, writes=True)
async def delete_account(call: Call, q: api.account.DeleteAccount) -> bool:
    """Delete the account; without its password only a week after asking for it.

    Wire:   https://core.telegram.org/method/account.deleteAccount
    Errors: AUTH_KEY_UNREGISTERED; 2FA_CONFIRM_WAIT_%d, PASSWORD_HASH_INVALID, SRP_ID_INVALID,
            SRP_A_INVALID, SRP_PASSWORD_CHANGED, FLOOD_WAIT_%d (delete_account)
    """
    await account.delete_account(call, q.password)
    return True


@method("account.sendConfirmPhoneCode", writes=True)
async def send_confirm_phone_code(
    call: Call, q: api.account.SendConfirmPhoneCode
) -> "api.auth.TypeSentCode":
    """Send a code that calls off the deletion of the account.

    Wire:   https://core.telegram.org/method/account.sendConfirmPhoneCode
    Errors: HASH_INVALID (access_deletion); PHONE_NUMBER_FLOOD, SMS_CODE_CREATE_FAILED (send)
    """
    async with call.world.database.transaction(write=False) as tx:
        await account.access_deletion(tx, call, q.hash)
        user = await users.find(tx, call.user_id)
    assert user is not None, "the caller is signed in"
    assert user.phone is not None, "only people ask"
    code = new_code(call, Purpose.CONFIRM_PHONE, user.phone, user)
    return render_sent(call, await send(call, code))


@method("account.confirmPhone", writes=True)
async def confirm_phone(call: Call, q: api.account.ConfirmPhone) -> bool:
    """Call off the deletion of the account.

    Wire:   https://core.telegram.org/method/account.confirmPhone
    Errors: PHONE_CODE_EMPTY, CODE_HASH_INVALID, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED
            (call_deletion_off)
    """
    await account.call_deletion_off(call, q.phone_code_hash, q.phone_code)
    return True


@method("account.getAccountTTL")
async def get_account_ttl(call: Call, q: api.account.GetAccountTTL) -> api.AccountDaysTTL:
    """Return after how many days of silence the account is deleted.

    Wire: https://core.telegram.org/method/account.getAccountTTL
    """
    life = await store.find_life(call.tx, call.user_id)
    return api.AccountDaysTTL(days=life.account_days)


@method("account.setAccountTTL", writes=True)
async def set_account_ttl(call: Call, q: api.account.SetAccountTTL) -> bool:
    """Say after how many days of silence the account is deleted.

    Wire:   https://core.telegram.org/method/account.setAccountTTL
    Errors: TTL_DAYS_INVALID (set_account_days)
    """
    await account.set_account_days(call, q.ttl.days)
    return True


@method("account.getContactSignUpNotification")
async def get_contact_sign_up_notification(
    call: Call, q: api.account.GetContactSignUpNotification
) -> bool:
    """Say whether news of contacts that have joined come without a sound.

    Wire: https://core.telegram.org/method/account.getContactSignUpNotification
    """
    return bool(await store.quiet_about_joining(call.tx, [call.user_id]))


@method("account.setContactSignUpNotification", writes=True)
async def set_contact_sign_up_notification(
    call: Call, q: api.account.SetContactSignUpNotification
) -> bool:
    """Say whether news of contacts that have joined shall come without a sound.

    Wire: https://core.telegram.org/method/account.setContactSignUpNotification
    """
    await store.set_quiet_about_joining(call.tx, call.user_id, quiet=q.silent)
    return True
