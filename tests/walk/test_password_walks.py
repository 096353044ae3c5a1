"""Two-factor passwords over the wire: setting, checking, changing, recovering, forgetting."""

from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from chappe.features.password.model import CHALLENGES_MAX, FAILURE_SECONDS, FAILURES_MAX
from chappe.testing.client import Client, Refused
from chappe.testing.password import new_settings, prove
from chappe.testing.person import Person
from chappe.testing.world import World

DAY = 24 * 60 * 60
ADDRESS = "ada.lovelace@example.org"


PEOPLE: WeakKeyDictionary[World, dict[str, Person]] = WeakKeyDictionary()


async def member(world: World, name: str = "Ada", *, layer: int = 229) -> Client:
    """A device of somebody; every further one of the same name is another device."""
    people = PEOPLE.setdefault(world, {})
    if name in people:
        return (await world.another(people[name], layer=layer)).client
    people[name] = await world.person(name, layer=layer)
    return people[name].client


def pass_time(world: World, seconds: float, *clients: Client) -> None:
    """Let time pass; silent connections are closed meanwhile, and the apps started again."""
    world.leap(seconds)
    for client in clients:
        client.start_again(world.pipe())


async def empty(client: Client) -> Any:
    return client.schema.make("inputCheckPasswordEmpty")


async def proof(client: Client, password: str) -> Any:
    return prove(client.schema, await client.call("account.getPassword"), password)


async def set_password(
    client: Client, password: str, *, old: str | None = None, **more: object
) -> object:
    shown = await empty(client) if old is None else await proof(client, old)
    asked = await client.call("account.getPassword")
    settings = new_settings(client.schema, asked, password, **more)
    return await client.call(
        "account.updatePasswordSettings", password=shown, new_settings=settings
    )


def bare(client: Client, **fields: object) -> Any:
    return client.schema.make("account.passwordInputSettings", **fields)


def removal(client: Client) -> Any:
    unknown = client.schema.make("passwordKdfAlgoUnknown")
    return bare(client, new_algo=unknown, new_password_hash=b"", hint="")


async def refusal(asked: Awaitable[object]) -> str:
    with pytest.raises(Refused) as caught:
        await asked
    return f"{caught.value.code} {caught.value.text}"


async def test_without_a_password_there_is_nothing_to_ask_for(world: World) -> None:
    client = await member(world)
    shown = await client.call("account.getPassword")
    assert not shown.has_password
    assert not shown.has_recovery
    assert (shown.srp_B, shown.srp_id, shown.current_algo) == (None, None, None)
    assert len(shown.new_algo.p) == 256
    assert len(shown.secure_random) == 256


@pytest.mark.parametrize("layer", [133, 177, 229])
async def test_a_password_is_set_shown_changed_and_removed(world: World, layer: int) -> None:
    client = await member(world, layer=layer)
    assert await set_password(client, "correct horse", hint="xkcd")
    shown = await client.call("account.getPassword")
    assert shown.has_password
    assert shown.hint == "xkcd"
    settings = await client.call(
        "account.getPasswordSettings", password=await proof(client, "correct horse")
    )
    assert settings.email is None
    assert await set_password(client, "battery staple", old="correct horse")
    assert await set_password(client, "tr0ub4dor", old="battery staple")
    gone = await client.call(
        "account.updatePasswordSettings",
        password=await proof(client, "tr0ub4dor"),
        new_settings=removal(client),
    )
    assert gone
    assert not (await client.call("account.getPassword")).has_password


async def test_a_challenge_is_good_for_one_answer_of_the_key_it_was_put_to(
    world: World,
) -> None:
    client, other = await member(world), await member(world)
    await set_password(client, "correct horse")
    once = await proof(client, "correct horse")
    question = "account.getPasswordSettings"
    assert await refusal(other.call(question, password=once)) == "400 SRP_ID_INVALID"
    await client.call(question, password=once)
    assert await refusal(client.call(question, password=once)) == "400 SRP_ID_INVALID"
    wrong = await proof(client, "battery staple")
    assert await refusal(client.call(question, password=wrong)) == ("400 PASSWORD_HASH_INVALID")
    assert await refusal(client.call(question, password=wrong)) == "400 SRP_ID_INVALID"


async def test_a_client_may_ask_several_times_and_answer_any(world: World) -> None:
    client = await member(world)
    await set_password(client, "correct horse")
    asked = [await client.call("account.getPassword") for _ in range(CHALLENGES_MAX + 1)]
    proofs = [prove(client.schema, each, "correct horse") for each in (asked[-1], asked[-2])]
    for each in proofs:
        await client.call("account.getPasswordSettings", password=each)


async def test_a_challenge_is_forgotten_in_time(world: World) -> None:
    client = await member(world)
    await set_password(client, "correct horse")
    late = await proof(client, "correct horse")
    pass_time(world, 2 * 60 * 60, client)
    await client.call("account.getPassword")
    said = await refusal(client.call("account.getPasswordSettings", password=late))
    assert said == "400 SRP_ID_INVALID"


async def test_a_proof_for_the_password_before_is_told_so(world: World) -> None:
    client, other = await member(world), await member(world)
    await set_password(client, "correct horse")
    old = await proof(other, "correct horse")
    await set_password(client, "battery staple", old="correct horse")
    said = await refusal(other.call("account.getPasswordSettings", password=old))
    assert said == "400 SRP_PASSWORD_CHANGED"


async def test_guessing_is_slowed_down_and_a_right_password_starts_anew(world: World) -> None:
    client = await member(world)
    await set_password(client, "correct horse")
    question = "account.getPasswordSettings"
    for _ in range(FAILURES_MAX - 1):
        wrong = await proof(client, "battery staple")
        assert "PASSWORD_HASH_INVALID" in await refusal(client.call(question, password=wrong))
    await client.call(question, password=await proof(client, "correct horse"))
    for _ in range(FAILURES_MAX):
        wrong = await proof(client, "battery staple")
        assert "PASSWORD_HASH_INVALID" in await refusal(client.call(question, password=wrong))
    right = await proof(client, "correct horse")
    said = await refusal(client.call(question, password=right))
    assert said == f"420 FLOOD_WAIT_{FAILURE_SECONDS}"
    pass_time(world, FAILURE_SECONDS, client)
    await client.call(question, password=right)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"A": bytes(256)}, "400 SRP_A_INVALID"),
        ({"A": b""}, "400 SRP_A_INVALID"),
        ({"A": b"\xff" * 257}, "400 SRP_A_INVALID"),
        ({"M1": bytes(32)}, "400 PASSWORD_HASH_INVALID"),
        ({"M1": b""}, "400 PASSWORD_HASH_INVALID"),
        ({"srp_id": 1}, "400 SRP_ID_INVALID"),
    ],
)
async def test_a_spoiled_proof_is_refused(
    world: World, change: dict[str, object], error: str
) -> None:
    client = await member(world)
    await set_password(client, "correct horse")
    spoiled = await proof(client, "correct horse")
    for name, value in change.items():
        setattr(spoiled, name, value)
    said = await refusal(client.call("account.getPasswordSettings", password=spoiled))
    assert said == error


async def test_no_proof_opens_nothing_where_there_is_a_password(world: World) -> None:
    client = await member(world)
    await set_password(client, "correct horse")
    none = await empty(client)
    for method, fields in (
        ("account.getPasswordSettings", {}),
        ("account.updatePasswordSettings", {"new_settings": removal(client)}),
        ("account.getTmpPassword", {"period": 60}),
    ):
        said = await refusal(client.call(method, password=none, **fields))
        assert said == "400 PASSWORD_HASH_INVALID"
    stranger = await member(world, "Bob")
    made = client.schema.make("inputCheckPasswordSRP", srp_id=1, A=b"", M1=b"")
    said = await refusal(stranger.call("account.getPasswordSettings", password=made))
    assert said == "400 PASSWORD_HASH_INVALID"


Spoil = Callable[[Any, Client], object]


def spoil(path: str, change: Callable[[Any], object]) -> Spoil:
    """Settings with one thing in them changed."""

    def spoiled(fair: Any, _client: Client) -> Any:
        *way, last = path.split(".")
        part = fair
        for name in way:
            part = getattr(part, name)
        setattr(part, last, change(getattr(part, last)))
        return fair

    return spoiled


@pytest.mark.parametrize(
    ("spoiled", "error"),
    [
        (spoil("new_algo.p", lambda p: p[:-1] + bytes(1)), "NEW_SETTINGS_INVALID"),
        (spoil("new_algo.g", lambda _: 2), "NEW_SETTINGS_INVALID"),
        (spoil("new_password_hash", lambda _: b"\1"), "NEW_SETTINGS_INVALID"),
        (spoil("new_algo.salt1", lambda salt: salt[:8]), "NEW_SALT_INVALID"),
        (spoil("new_algo.salt1", lambda _: bytes(5000)), "NEW_SALT_INVALID"),
        (spoil("new_algo.salt2", lambda _: b""), "NEW_SALT_INVALID"),
        (spoil("email", lambda _: "not an address"), "EMAIL_INVALID"),
        (lambda _, client: bare(client), "NEW_SETTINGS_EMPTY"),
        (lambda _, client: bare(client, email=ADDRESS), "NEW_SETTINGS_EMPTY"),
        (
            lambda _, client: bare(
                client,
                new_algo=client.schema.make("passwordKdfAlgoUnknown"),
                new_password_hash=b"1",
                hint="",
            ),
            "NEW_SETTINGS_INVALID",
        ),
    ],
)
async def test_settings_that_are_none_are_refused(
    world: World, spoiled: Spoil, error: str
) -> None:
    client = await member(world)
    asked = await client.call("account.getPassword")
    fair = new_settings(client.schema, asked, "correct horse")
    said = await refusal(
        client.call(
            "account.updatePasswordSettings",
            password=await empty(client),
            new_settings=spoiled(fair, client),
        )
    )
    assert said == f"400 {error}"
    assert not (await client.call("account.getPassword")).has_password


async def test_a_password_with_an_address_holds_once_the_address_is_confirmed(
    world: World,
) -> None:
    client = await member(world)
    said = await refusal(set_password(client, "correct horse", email=ADDRESS))
    assert said == "400 EMAIL_UNCONFIRMED_6"
    waiting = await client.call("account.getPassword")
    assert not waiting.has_password
    assert waiting.email_unconfirmed_pattern == "ad***e@example.org"
    code = world.outbox.code_for(ADDRESS)
    wrong = "000000" if code != "000000" else "111111"
    said = await refusal(client.call("account.confirmPasswordEmail", code=wrong))
    assert said == "400 CODE_INVALID"
    assert await client.call("account.confirmPasswordEmail", code=code)
    shown = await client.call("account.getPassword")
    assert shown.has_password
    assert shown.has_recovery
    settings = await client.call(
        "account.getPasswordSettings", password=await proof(client, "correct horse")
    )
    assert settings.email == ADDRESS
    said = await refusal(client.call("account.confirmPasswordEmail", code=code))
    assert said == "400 EMAIL_HASH_EXPIRED"


async def test_an_address_is_added_changed_and_removed_alone(world: World) -> None:
    client = await member(world)
    await set_password(client, "correct horse")

    async def wish(email: str) -> object:
        return await client.call(
            "account.updatePasswordSettings",
            password=await proof(client, "correct horse"),
            new_settings=bare(client, email=email),
        )

    assert await refusal(wish(ADDRESS)) == "400 EMAIL_UNCONFIRMED_6"
    assert (await client.call("account.getPassword")).has_password
    code = world.outbox.code_for(ADDRESS)
    assert await client.call("account.confirmPasswordEmail", code=code)
    assert await wish(ADDRESS)
    assert await wish("")
    assert not (await client.call("account.getPassword")).has_recovery


async def test_a_waiting_address_gets_another_code_or_is_given_up(world: World) -> None:
    client = await member(world)
    for method in ("account.resendPasswordEmail", "account.cancelPasswordEmail"):
        assert await refusal(client.call(method)) == "400 EMAIL_HASH_EXPIRED"
    await refusal(set_password(client, "correct horse", email=ADDRESS))
    assert await client.call("account.resendPasswordEmail")
    first, second = (letter.code for letter in world.outbox.letters)
    if first != second:
        said = await refusal(client.call("account.confirmPasswordEmail", code=first))
        assert said == "400 CODE_INVALID"
    assert await client.call("account.cancelPasswordEmail")
    said = await refusal(client.call("account.confirmPasswordEmail", code=second))
    assert said == "400 EMAIL_HASH_EXPIRED"
    assert (await client.call("account.getPassword")).email_unconfirmed_pattern is None


async def test_a_code_that_came_too_late_or_was_guessed_at_is_worth_nothing(
    world: World,
) -> None:
    client = await member(world)
    await refusal(set_password(client, "correct horse", email=ADDRESS))
    pass_time(world, 31 * 60, client)
    code = world.outbox.code_for(ADDRESS)
    said = await refusal(client.call("account.confirmPasswordEmail", code=code))
    assert said == "400 EMAIL_HASH_EXPIRED"
    await client.call("account.resendPasswordEmail")
    code = world.outbox.code_for(ADDRESS)
    for _ in range(5):
        said = await refusal(client.call("account.confirmPasswordEmail", code="x"))
        assert said == "400 CODE_INVALID"
    said = await refusal(client.call("account.confirmPasswordEmail", code=code))
    assert said == "400 EMAIL_HASH_EXPIRED"


async def test_an_address_that_cannot_be_reached_is_told(world: World) -> None:
    client = await member(world)
    world.outbox.broken = True
    said = await refusal(set_password(client, "correct horse", email=ADDRESS))
    assert said == "400 EMAIL_INVALID"


async def with_recovery(world: World, client: Client) -> None:
    await refusal(set_password(client, "correct horse", email=ADDRESS))
    code = world.outbox.code_for(ADDRESS)
    await client.call("account.confirmPasswordEmail", code=code)


async def test_a_recovery_code_is_sent_and_looked_at_without_being_used(world: World) -> None:
    client = await member(world)
    assert await refusal(client.call("auth.requestPasswordRecovery")) == ("400 PASSWORD_EMPTY")
    await set_password(client, "correct horse")
    assert await refusal(client.call("auth.requestPasswordRecovery")) == (
        "400 PASSWORD_RECOVERY_NA"
    )
    await client.call(
        "account.updatePasswordSettings",
        password=await proof(client, "correct horse"),
        new_settings=removal(client),
    )
    await with_recovery(world, client)
    asked = await client.call("auth.requestPasswordRecovery")
    assert asked.email_pattern == "ad***e@example.org"
    code = world.outbox.code_for(ADDRESS)
    for shown, error in (("", "CODE_EMPTY"), ("x", "CODE_INVALID")):
        said = await refusal(client.call("auth.checkRecoveryPassword", code=shown))
        assert said == f"400 {error}"
    assert await client.call("auth.checkRecoveryPassword", code=code)
    assert await client.call("auth.checkRecoveryPassword", code=code)
    pass_time(world, 31 * 60, client)
    said = await refusal(client.call("auth.checkRecoveryPassword", code=code))
    assert said == "400 PASSWORD_RECOVERY_EXPIRED"


async def test_a_forgotten_password_is_reset_after_a_week_unless_called_off(
    world: World,
) -> None:
    client, other = await member(world), await member(world)
    assert await refusal(client.call("account.resetPassword")) == "400 PASSWORD_EMPTY"
    assert await refusal(other.call("account.declinePasswordReset")) == (
        "400 RESET_REQUEST_MISSING"
    )
    await set_password(client, "correct horse")
    asked = await client.call("account.resetPassword")
    assert asked.until_date == int(world.clock.now()) + 7 * DAY
    assert (await other.call("account.getPassword")).pending_reset_date == asked.until_date
    assert await other.call("account.declinePasswordReset")
    failed = await client.call("account.resetPassword")
    assert failed.NAME == "account.resetPasswordFailedWait"
    pass_time(world, failed.retry_date - world.clock.now(), client)
    again = await client.call("account.resetPassword")
    pass_time(world, 3 * DAY, client)
    still = await client.call("account.resetPassword")
    assert still.until_date == again.until_date
    pass_time(world, 4 * DAY, client)
    done = await client.call("account.resetPassword")
    assert done.NAME == "account.resetPasswordOk"
    assert not (await client.call("account.getPassword")).has_password


async def test_a_temporary_password_lives_as_long_as_asked_for_within_bounds(
    world: World,
) -> None:
    client = await member(world)
    said = await refusal(
        client.call("account.getTmpPassword", password=await empty(client), period=60)
    )
    assert said == "400 TMP_PASSWORD_DISABLED"
    await set_password(client, "correct horse")
    now = int(world.clock.now())
    for period, seconds in ((600, 600), (1, 60), (10**9, DAY)):
        made = await client.call(
            "account.getTmpPassword",
            password=await proof(client, "correct horse"),
            period=period,
        )
        assert made.valid_until == now + seconds
        assert len(made.tmp_password) == 32


async def test_what_passport_seals_with_is_kept_for_its_owner(world: World) -> None:
    client = await member(world)
    algorithm = client.schema.make(
        "securePasswordKdfAlgoPBKDF2HMACSHA512iter100000", salt=b"12345678"
    )
    secure = client.schema.make(
        "secureSecretSettings",
        secure_algo=algorithm,
        secure_secret=bytes(32),
        secure_secret_id=5,
    )
    await set_password(client, "correct horse", new_secure_settings=secure)
    settings = await client.call(
        "account.getPasswordSettings", password=await proof(client, "correct horse")
    )
    assert settings.secure_settings == secure


async def test_nobody_asks_before_a_code_was_shown(world: World) -> None:
    client = await world.client()
    for method, fields in (
        ("account.getPassword", {}),
        ("auth.requestPasswordRecovery", {}),
        ("auth.checkRecoveryPassword", {"code": "1"}),
    ):
        assert await refusal(client.call(method, **fields)) == ("401 AUTH_KEY_UNREGISTERED")
