"""The first call in every form that clients have ever given it, and calls that cannot be."""

import zlib

import pytest
from wire_walks import CONFIG, NEAREST, call, error_of, inited, results

from chappe.mtproto import container
from chappe.rpc.method import REFUSALS, request_class
from chappe.testing.client import Client, Device, Refused
from chappe.testing.world import World
from chappe.tl import api, layers

SAMPLED = [
    2,
    5,
    9,
    14,
    17,
    18,
    19,
    23,
    40,
    65,
    67,
    68,
    79,
    80,
    111,
    112,
    132,
    133,
    158,
    200,
    229,
]
FORMS = {2: 0x69796DE9, 68: 0xC7481DA6, 80: 0x785188B8, 112: 0xC1CD5EA9}
FIELDS = {
    "api_id": 1,
    "device_model": "d",
    "system_version": "s",
    "app_version": "a",
    "system_lang_code": "en",
    "lang_pack": "",
    "lang_code": "en",
}


def kept(world: World, client: Client) -> object:
    entry = world.node.hub.keyring.get(client.key.key_id)
    assert entry is not None
    return entry.caller


def init(layer: int, query: bytes = NEAREST, **changed: object) -> bytes:
    """initConnection in the form of a layer, alone."""
    schema = layers.schema(layer)
    known = {param.name for param in schema.shape("initConnection").params}
    fields = {name: value for name, value in (FIELDS | changed).items() if name in known}
    return schema.write(schema.make("initConnection", **fields, query=query))


def with_layer(layer: int, query: bytes) -> bytes:
    return layers.write(api.InvokeWithLayer(layer=layer, query=query))


@pytest.mark.parametrize("layer", SAMPLED)
async def test_every_form_of_the_first_call_is_understood(layer: int) -> None:
    async with World() as world:
        client = await world.client(layer=layer)
        assert (await client.call("help.getNearestDc")).nearest_dc == 2
        caller = kept(world, client)
        assert caller.layer == layer
        assert caller.info.device_model == "Testing"
        assert caller.info.lang_code == "en"
        assert (await client.call("help.getConfig")).this_dc == 2, "and needs no wrapper again"


@pytest.mark.parametrize("number", range(1, 19))
async def test_each_numbered_wrapper_of_the_first_years_names_its_layer(number: int) -> None:
    schema = layers.schema(18)
    async with World() as world:
        client = await world.client(layer=18)
        body = schema.write(schema.make(f"invokeWithLayer{number}", query=NEAREST))
        (answer,) = results(client, call(client, body))
        assert int.from_bytes(answer[:4], "little") == api.NearestDc.ID
        assert kept(world, client).layer == max(number, 2)


@pytest.mark.parametrize(("layer", "form"), FORMS.items())
async def test_the_ids_of_init_connection_are_the_historic_ones(layer: int, form: int) -> None:
    assert init(layer)[:4] == form.to_bytes(4, "little")
    async with World() as world:
        client = await world.client()
        assert results(client, call(client, with_layer(layer, init(layer))))
        assert kept(world, client).info.api_id == 1


async def test_proxy_and_parameters_of_the_latest_form_are_kept() -> None:
    schema = layers.schema(229)
    proxy = schema.make("inputClientProxy", address="proxy.example", port=443)
    params = schema.make(
        "jsonObject",
        value=[
            schema.make("jsonObjectValue", key="k", value=schema.make("jsonBool", value=True))
        ],
    )
    async with World() as world:
        client = await world.client()
        call(client, with_layer(229, init(229, proxy=proxy, params=params)))
        info = kept(world, client).info
        assert (info.proxy_address, info.proxy_port) == ("proxy.example", 443)
        assert info.params == '{"k":true}'


async def test_a_client_newer_than_the_server_is_answered_at_the_newest_layer() -> None:
    async with World() as world:
        client = await world.client()
        (answer,) = results(client, call(client, with_layer(500, init(229, CONFIG))))
        assert layers.read(_unzipped(answer))[0].NAME == "config"
        assert kept(world, client).layer == 500


def _unzipped(body: bytes) -> bytes:
    return container.inflate(body) if body[:4] == container.GZIP_ID else body


async def test_a_client_may_change_its_layer_in_mid_life() -> None:
    async with World() as world:
        client = await inited(world, layer=133)
        assert kept(world, client).layer == 133
        client.layer, client.schema, client.inited = 214, layers.schema(214), False
        assert (await client.call("help.getConfig")).this_dc == 2
        assert kept(world, client).layer == 214


@pytest.mark.parametrize("query", [NEAREST, CONFIG])
async def test_a_call_before_the_client_has_said_who_it_is_is_refused(query: bytes) -> None:
    async with World() as world:
        client = await world.client()
        for body in (query, with_layer(200, query)):
            (answer,) = results(client, call(client, body))
            assert error_of(answer) == "400 CONNECTION_NOT_INITED"


async def test_layer_and_client_may_be_said_apart() -> None:
    async with World() as world:
        client = await world.client()
        call(client, with_layer(200, NEAREST))
        (answer,) = results(client, call(client, init(200)))
        assert layers.read(answer)[0].NAME == "nearestDc"


@pytest.mark.parametrize("layer", [1, 0, -1])
async def test_a_layer_that_never_was_is_refused(layer: int) -> None:
    async with World() as world:
        client = await world.client()
        (answer,) = results(client, call(client, with_layer(layer, init(200))))
        assert error_of(answer) == "400 CONNECTION_LAYER_INVALID"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"api_id": 0}, "CONNECTION_API_ID_INVALID"),
        ({"api_id": -5}, "CONNECTION_API_ID_INVALID"),
        ({"device_model": ""}, "CONNECTION_DEVICE_MODEL_EMPTY"),
        ({"system_version": ""}, "CONNECTION_SYSTEM_EMPTY"),
        ({"app_version": ""}, "CONNECTION_APP_VERSION_EMPTY"),
        ({"lang_pack": "x" * 65}, "CONNECTION_LANG_PACK_INVALID"),
    ],
)
async def test_an_empty_word_about_oneself_is_refused_by_name(
    changed: dict[str, object], error: str
) -> None:
    async with World() as world:
        client = await world.client()
        (answer,) = results(client, call(client, with_layer(200, init(200, **changed))))
        assert error_of(answer) == f"400 {error}"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"\x01\x02\x03\x04" + bytes(8), "INPUT_METHOD_INVALID_67305985_3"),
        (NEAREST + bytes(4), "INPUT_REQUEST_TOO_LONG"),
        (layers.write(api.help.GetAppConfig(hash=0))[:4], "INPUT_FETCH_ERROR"),
        (layers.write(api.help.GetAppUpdate(source="x"))[:4] + b"\xfaxxx", "INPUT_FETCH_ERROR"),
        (layers.write(api.InputPeerSelf()), "INPUT_METHOD_INVALID_2107670217_1"),
        (
            layers.write(api.users.GetUsers(id=[api.InputUserSelf()]))[:-4] + b"\1\2\3\4",
            "INPUT_CONSTRUCTOR_INVALID_67305985_4",
        ),
        (with_layer(200, b""), "INPUT_FETCH_ERROR"),
    ],
)
async def test_what_cannot_be_read_is_refused_by_name(body: bytes, error: str) -> None:
    async with World() as world:
        client = await inited(world)
        (answer,) = results(client, call(client, body))
        assert error_of(answer) == f"400 {error}"


async def test_wrappers_do_not_nest_for_ever() -> None:
    async with World() as world:
        client = await inited(world)
        body = NEAREST
        for _ in range(8):
            body = layers.write(api.InvokeWithoutUpdates(query=body))
        assert layers.read(results(client, call(client, body))[0])[0].NAME == "nearestDc"
        for _ in range(10_000):
            body = layers.write(api.InvokeWithoutUpdates(query=body))
        assert error_of(results(client, call(client, body))[0]) == "400 INPUT_FETCH_ERROR"


@pytest.mark.parametrize(
    "wrapper",
    [
        api.InvokeWithoutUpdates(query=NEAREST),
        api.InvokeWithTakeout(takeout_id=5, query=NEAREST),
        api.InvokeWithMessagesRange(range=api.MessageRange(min_id=1, max_id=2), query=NEAREST),
        api.InvokeWithGooglePlayIntegrity(nonce="n", token="t", query=NEAREST),
        api.InvokeWithApnsSecret(nonce="n", secret="s", query=NEAREST),
        api.InvokeWithReCaptcha(token="t", query=NEAREST),
    ],
    ids=lambda wrapper: wrapper.NAME,
)
async def test_every_other_wrapper_lets_its_call_through(wrapper: object) -> None:
    async with World() as world:
        client = await inited(world)
        (answer,) = results(client, call(client, layers.write(wrapper)))
        assert layers.read(answer)[0].NAME == "nearestDc"


async def test_a_connection_that_wants_no_updates_is_remembered_as_such() -> None:
    async with World() as world:
        client = await inited(world)
        (session,) = world.node.hub.sessions.of_key(client.key.key_id)
        assert session.wants_updates
        call(client, layers.write(api.InvokeWithoutUpdates(query=NEAREST)))
        assert not session.wants_updates


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("updates.getState", {}),
        ("users.getUsers", {"id": []}),
        ("messages.getDialogFilters", {}),
    ],
)
async def test_what_needs_a_login_says_so_before_it_says_anything_else(
    method: str, fields: dict[str, object]
) -> None:
    async with World() as world:
        client = await inited(world)
        with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
            await client.call(method, **fields)


async def test_a_method_that_needs_no_login_and_is_not_there_is_a_400_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with World() as world:
        monkeypatch.delitem(REFUSALS, request_class("payments.canPurchaseStore"))
        client = await inited(world)
        purpose = client.schema.make("inputStorePaymentPremiumSubscription")
        with pytest.raises(Refused, match="400 METHOD_INVALID"):
            await client.call("payments.canPurchaseStore", purpose=purpose)
        assert world.node.hub.dispatcher.missing["payments.canPurchaseStore"] == 1


async def test_what_a_client_says_of_itself_is_stored_once() -> None:
    async with World() as world:
        client = await world.client(device=Device(device_model="One"))
        await client.call("help.getNearestDc")
        assert kept(world, client).kept
        call(client, client.wrapped(NEAREST))
        assert kept(world, client).kept
        client.device = Device(device_model="Two")
        call(client, client.wrapped(NEAREST))
        assert kept(world, client).info.device_model == "Two"


def packed(query: bytes) -> bytes:
    """A query within gzip_packed, with the head of zlib that TDLib gives it."""
    data = zlib.compress(query)
    head = b"\xfe" + len(data).to_bytes(3, "little")
    return container.GZIP_ID + head + data + bytes(-len(data) & 3)


async def test_a_call_may_be_packed_inside_of_its_wrappers() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client, with_layer(200, init(200, packed(NEAREST))))
        (answer,) = results(client, query)
        assert int.from_bytes(answer[:4], "little") == api.NearestDc.ID


@pytest.mark.parametrize(
    ("inner", "error"),
    [
        (packed(packed(CONFIG)), "400 INPUT_FETCH_ERROR"),
        (packed(CONFIG)[:-8], "400 INPUT_FETCH_ERROR"),
        (packed(bytes(2 << 20)), "400 INPUT_REQUEST_TOO_LONG"),
    ],
)
async def test_what_is_packed_badly_or_too_well_is_refused(inner: bytes, error: str) -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client, with_layer(200, inner))
        assert error_of(results(client, query)[0]) == error


async def test_what_was_unpacked_is_held_only_so_long_as_there_is_room() -> None:
    part = api.upload.SaveFilePart(file_id=1, file_part=0, bytes=bytes(500 << 10))
    heavy = with_layer(200, packed(layers.write(part)))
    async with World() as world:
        client = await inited(world)
        # Nobody is signed in: each of them is refused at once, and none holds on to its room.
        for _ in range(140):
            query = call(client, heavy)
            assert error_of(results(client, query)[0]) == "401 AUTH_KEY_UNREGISTERED"
        # These wait for a call that does not come, until there is no room for more.
        after = layers.write(
            api.InvokeAfterMsg(msg_id=client.next_msg_id(), query=packed(layers.write(part)))
        )
        waiting = [call(client, after) for _ in range(140)]
        refused = [
            error_of(results(client, query)[0]) for query in waiting if results(client, query)
        ]
        assert refused == ["420 FLOOD_WAIT_1"] * 9
        world.advance(1)
        await world.settle()
        query = call(client, heavy)
        assert error_of(results(client, query)[0]) == "401 AUTH_KEY_UNREGISTERED"
