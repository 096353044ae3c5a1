"""The devices of an account over the wire: listed, confirmed, signed out, forgotten in time."""

from typing import Any

import pytest
from logins import PHONE, Worlds, app_code, later, newcomer, refusal, send_code, show_code

from chappe.config import Profile, Settings
from chappe.testing.client import Client, Device, Refused
from chappe.testing.world import World
from chappe.tl import mtproto

DAY = 86_400
UNREGISTERED = "401 AUTH_KEY_UNREGISTERED"


async def second_device(world: World, first: Client, **how: Any) -> Client:
    client = await world.client(**how)
    sent = await send_code(client)
    await show_code(client, sent, await app_code(first))
    return client


async def listed(client: Client) -> list[Any]:
    answer: Any = await client.call("account.getAuthorizations")
    return list(answer.authorizations)


async def test_devices_are_listed_the_asking_one_first_without_a_hash(world: World) -> None:
    first = await newcomer(world)
    later(world, 60, first)
    phone = Device(device_model="Nokia 3310", app_version="9.9", lang_pack="android")
    second = await second_device(world, first, device=phone)
    mine, other = await listed(first)
    assert (mine.current, mine.hash, mine.unconfirmed) == (True, 0, False)
    assert (other.current, other.hash != 0, other.unconfirmed) == (False, True, True)
    assert (other.device_model, other.platform) == ("Nokia 3310", "Android")
    assert (other.app_version, other.app_name) == ("9.9", "api_id 12345")
    assert other.date_created == int(world.clock.now())
    assert other.date_created - mine.date_created == 60
    assert (other.ip, other.country) == ("pipe", "")
    assert [each.current for each in await listed(second)] == [True, False]


async def test_when_a_device_was_there_last_is_known_within_an_hour(world: World) -> None:
    first = await newcomer(world)
    second = await second_device(world, first)
    later(world, 3 * DAY, first, second)
    await second.call("updates.getState")
    now = int(world.clock.now())
    (other,) = [each for each in await listed(first) if not each.current]
    assert other.date_active == now
    assert other.date_created == now - 3 * DAY


async def test_a_device_that_was_away_hears_of_a_new_one_and_that_one_not_of_itself(
    world: World,
) -> None:
    first = await newcomer(world)
    state: Any = await first.call("updates.getState")
    second = await second_device(world, first)
    for client, known in ((first, 1), (second, 0)):
        missed: Any = await client.call(
            "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        names = [each.NAME for each in missed.other_updates]
        assert names.count("updateNewAuthorization") == known
        assert len(missed.new_messages) == 2


async def test_a_device_is_signed_out_by_another_and_its_token_is_worth_nothing(
    world: World,
) -> None:
    first = await newcomer(world)
    second = await world.client()
    sent = await send_code(second)
    signed = await show_code(second, sent, await app_code(first))
    (_, other) = await listed(first)
    assert await first.call("account.resetAuthorization", hash=other.hash)
    await world.settle()
    assert await refusal(second.call("updates.getState")) == UNREGISTERED
    assert len(await listed(first)) == 1
    said = await refusal(first.call("account.resetAuthorization", hash=other.hash))
    assert said == "400 HASH_INVALID"
    token = signed.future_auth_token
    assert (await send_code(second, logout_tokens=[token])).NAME == "auth.sentCode"


async def test_a_device_whose_key_is_destroyed_is_gone_from_the_list_and_its_token_stays(
    world: World,
) -> None:
    first = await newcomer(world)
    second = await second_device(world, first)
    out: Any = await second.call("auth.exportAuthorization", dc_id=4)
    copy = await world.client()
    await copy.call("auth.importAuthorization", id=out.id, bytes=out.bytes)
    second.tell(mtproto.DestroyAuthKey())
    await world.settle()
    assert "destroy_auth_key_ok" in [each.NAME for each in second.heard]
    assert len(await listed(first)) == 1
    assert await refusal(copy.call("updates.getState")) == UNREGISTERED
    left: Any = await first.call("auth.logOut")
    first.tell(mtproto.DestroyAuthKey())
    await world.settle()
    third = await world.client()
    back = await send_code(third, logout_tokens=[left.future_auth_token])
    assert back.NAME == "auth.sentCodeSuccess"


@pytest.mark.parametrize("hash_", [0, 1, -(2**63)])
async def test_a_hash_that_is_none_of_the_account_s_is_refused(
    world: World, hash_: int
) -> None:
    client, stranger = await newcomer(world), await newcomer(world, "14155552671")
    other = await second_device(world, client)
    if hash_ == 1:
        hash_ = (await listed(other))[1].hash
    said = await refusal(stranger.call("account.resetAuthorization", hash=hash_))
    assert said == "400 HASH_INVALID"
    if hash_:
        said = await refusal(
            stranger.call("account.changeAuthorizationSettings", hash=hash_, confirmed=True)
        )
        assert said == "400 HASH_INVALID"


async def test_all_others_are_signed_out_at_once(world: World) -> None:
    first = await newcomer(world)
    others = [await second_device(world, first) for _ in range(2)]
    assert await first.call("auth.resetAuthorizations")
    await world.settle()
    for each in others:
        assert await refusal(each.call("updates.getState")) == UNREGISTERED
    assert await first.call("updates.getState")
    assert await first.call("auth.resetAuthorizations")


async def test_in_production_a_new_device_throws_nobody_out_for_a_day(worlds: Worlds) -> None:
    production = Settings(profile=Profile.PRODUCTION, couriers=("https://codes.example.org/",))
    async with worlds() as world:
        first = await newcomer(world)
        second = await second_device(world, first)
        (_, other) = await listed(second)
        for node in world.nodes:
            node.settings = production
        forbidden = "406 FRESH_RESET_AUTHORISATION_FORBIDDEN"
        for method, fields in (
            ("account.resetAuthorization", {"hash": other.hash}),
            ("auth.resetAuthorizations", {}),
            ("account.setAuthorizationTTL", {"authorization_ttl_days": 30}),
        ):
            assert await refusal(second.call(method, **fields)) == forbidden
        said = await refusal(
            second.call(
                "account.sendChangePhoneCode",
                phone_number="14155552671",
                settings=second.schema.make("codeSettings"),
            )
        )
        assert said == "406 FRESH_CHANGE_PHONE_FORBIDDEN"
        later(world, DAY, second)
        assert await second.call("auth.resetAuthorizations")


async def test_a_device_is_confirmed_by_another_and_the_rest_hear_of_it(world: World) -> None:
    first = await newcomer(world)
    second = await second_device(world, first)
    await second.call("updates.getState")
    (_, other) = await listed(first)
    assert await first.call(
        "account.changeAuthorizationSettings", hash=other.hash, confirmed=True
    )
    assert not any(each.unconfirmed for each in await listed(first))
    await world.settle()
    (told,) = [each for pushed in second.updates for each in pushed.updates]
    assert (told.NAME, told.unconfirmed, told.hash) == (
        "updateNewAuthorization",
        False,
        other.hash,
    )


async def test_a_new_device_is_taken_for_granted_after_a_week(world: World) -> None:
    first = await newcomer(world)
    second = await second_device(world, first)
    later(world, 7 * DAY, first, second)
    assert not any(each.unconfirmed for each in await listed(first))


async def test_what_a_device_takes_is_said_for_one_or_for_oneself(world: World) -> None:
    first = await newcomer(world)
    await second_device(world, first)
    (_, other) = await listed(first)
    for hash_, changed in (
        (other.hash, {"encrypted_requests_disabled": True}),
        (0, {"call_requests_disabled": True}),
    ):
        assert await first.call("account.changeAuthorizationSettings", hash=hash_, **changed)
    mine, other = await listed(first)
    assert (mine.encrypted_requests_disabled, mine.call_requests_disabled) == (False, True)
    assert (other.encrypted_requests_disabled, other.call_requests_disabled) == (
        True,
        False,
    )


async def test_a_silent_device_is_signed_out_in_time(world: World) -> None:
    first = await newcomer(world)
    second = await second_device(world, first)
    assert (await first.call("account.getAuthorizations")).authorization_ttl_days == 183
    for days in (0, 367):
        said = await refusal(
            first.call("account.setAuthorizationTTL", authorization_ttl_days=days)
        )
        assert said == "400 TTL_DAYS_INVALID"
    assert await first.call("account.setAuthorizationTTL", authorization_ttl_days=7)
    for _ in range(8):
        later(world, DAY, first)
        await first.call("updates.getState")
        await world.settle()
    assert len(await listed(first)) == 1
    second.start_again(world.pipe())
    assert await refusal(second.call("updates.getState")) == UNREGISTERED


async def test_a_silent_device_is_signed_out_after_half_a_year_where_nothing_was_said(
    world: World,
) -> None:
    first = await newcomer(world)
    later(world, 184 * DAY)
    await world.settle()
    later(world, 2 * 3600, first)
    await world.settle()
    with pytest.raises(Refused, match=UNREGISTERED):
        await first.call("updates.getState")


async def test_another_may_sign_in_on_the_same_key_after_the_log_out(world: World) -> None:
    client = await newcomer(world)
    await client.call("auth.logOut")
    assert await refusal(client.call("updates.getState")) == UNREGISTERED
    assert await refusal(client.call("auth.logOut")) == UNREGISTERED
    other = await newcomer(world, "14155552671")
    assert (await listed(other))[0].current
    sent = await send_code(client)
    assert sent.type.NAME == "auth.sentCodeTypeSms"
    code = world.outbox.code_for(f"+{PHONE}")
    assert (await show_code(client, sent, code)).user.phone == PHONE


async def test_a_silent_account_is_deleted_in_time(world: World) -> None:
    first = await newcomer(world)
    kept = await newcomer(world, "14155552671")
    assert (await first.call("account.getAccountTTL")).days == 548
    for days in (29, 731):
        ttl = first.schema.make("accountDaysTTL", days=days)
        assert await refusal(first.call("account.setAccountTTL", ttl=ttl)) == (
            "400 TTL_DAYS_INVALID"
        )
    ttl = first.schema.make("accountDaysTTL", days=30)
    assert await first.call("account.setAccountTTL", ttl=ttl)
    assert (await first.call("account.getAccountTTL")).days == 30
    later(world, 29 * DAY, first)
    await world.settle()
    assert await first.call("updates.getState")
    later(world, 32 * DAY)
    await world.settle()
    later(world, 2 * DAY, first, kept)
    await world.settle()
    assert await refusal(first.call("updates.getState")) == UNREGISTERED
    assert await kept.call("updates.getState")
    sent = await send_code(first)
    code = world.outbox.code_for(f"+{PHONE}")
    answer = await show_code(first, sent, code)
    assert answer.NAME == "auth.authorizationSignUpRequired"
