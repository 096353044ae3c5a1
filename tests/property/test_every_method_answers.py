"""Whatever a signed-in client asks, well typed, is answered or refused by name: never with a 500.

Old clients read all that is pushed meanwhile. Random requests of every method that this server answers, from somebody with a dialog, a group, a channel and files.
Half of the peers, ids and files that they name are there; the other half is nonsense.
"""

import os
from typing import Any

from tl_values import Values
from typing_extensions import override

from chappe.rpc.method import TABLE, Who
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.tl import api, catalogue, layers
from chappe.tl.build import TLObject
from chappe.tl.parse import Combinator, Param

SEED = int(os.environ.get("CHAPPE_TEST_SEED", "1"))
ROUNDS = int(os.environ.get("CHAPPE_TEST_ROUNDS", "20"))
"""Requests of each method."""
MARK = 1_000_000_000_000
ENDS_THE_LOGIN = {"account.deleteAccount", "auth.logOut"}
OLD_LAYERS = (68, 133)
LAST = {
    "channels.deleteChannel",
    "channels.deleteMessages",
    "channels.editBanned",
    "channels.leaveChannel",
    "messages.deleteChat",
    "messages.deleteChatUser",
    "messages.deleteHistory",
    "messages.deleteMessages",
}
"""After these there is less to name."""
LAWFUL = {"RANDOM_ID_DUPLICATE"}
"""500, on the real service as well."""
KNOWN_ODDS = 0.6


class Requests(Values):
    """Makes requests in which many things that are named exist. `pool`: TL type → what there is of it."""

    def __init__(self, seed: int, pool: dict[str, list[TLObject]]) -> None:
        super().__init__(catalogue.newest(), seed, presence=0.3)
        self.pool = pool

    @override
    def value(self, type_: str, depth: int) -> Any:
        if (known := self.pool.get(type_)) and self.random.random() < KNOWN_ODDS:
            return self.random.choice(known)
        return super().value(type_, depth)

    @override
    def _field(self, param: Param, depth: int) -> Any:
        if param.name == "random_id" and param.type == "long":
            return self.random.randrange(1, 1 << 40)
        if param.type in {"int", "long"} and self.random.random() < KNOWN_ODDS:
            return self.random.randrange(1, 12)
        if param.type == "Vector<int>" and self.random.random() < KNOWN_ODDS:
            return [self.random.randrange(1, 12) for _ in range(self.random.randrange(1, 4))]
        return super()._field(param, depth)


async def settled_in(world: World) -> tuple[Person, dict[str, list[TLObject]]]:
    """Somebody who has a bit of everything, and how to name it."""
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for text in ("one", "two", "three"):
        await ada.send(bob, text)
        await bob.send(ada, text)
    await ada.send(ada, "saved")
    group = await ada.call("messages.createChat", users=[ada.user(bob)], title="A group")
    chat_id = group.updates.chats[0].id
    channels = []
    for megagroup in (True, False):
        made = await ada.call(
            "channels.createChannel",
            title="A place",
            about="",
            broadcast=not megagroup,
            megagroup=megagroup,
        )
        channels.append(made.chats[0].id)
    peers: list[TLObject] = [
        api.InputPeerSelf(),
        api.InputPeerUser(user_id=bob.user_id, access_hash=ada.access_hash(bob.user_id)),
        api.InputPeerChat(chat_id=chat_id),
    ]
    for channel_id in channels:
        access_hash = Person.access_hash(ada, -MARK - channel_id)
        peers.append(api.InputPeerChannel(channel_id=channel_id, access_hash=access_hash))
    parts = []
    for file_id, data in ((1, b"text"), (2, os.urandom(100))):
        await ada.call("upload.saveFilePart", file_id=file_id, file_part=0, bytes=data)
        parts.append(api.InputFile(id=file_id, parts=1, name="a.txt", md5_checksum=""))
    pool: dict[str, list[TLObject]] = {
        "InputPeer": peers,
        "InputUser": [
            api.InputUserSelf(),
            api.InputUser(user_id=bob.user_id, access_hash=ada.access_hash(bob.user_id)),
        ],
        "InputChannel": [
            api.InputChannel(channel_id=p.channel_id, access_hash=p.access_hash)
            for p in peers
            if isinstance(p, api.InputPeerChannel)
        ],
        "InputFile": list(parts),
        "Reaction": [api.ReactionEmoji(emoticon=each) for each in "👍🔥"],
        "InputMedia": media(parts[0]),
        "InputReplyTo": [api.InputReplyToMessage(reply_to_msg_id=each) for each in (1, 2, 3)],
        "InputCheckPasswordSRP": [api.InputCheckPasswordEmpty()],
    }
    return ada, pool


def media(file: TLObject) -> list[TLObject]:
    """What may be sent. `file`: uploaded."""
    texts = [api.TextWithEntities(text=each, entities=[]) for each in "?ab"]
    answers: list[api.TypePollAnswer] = [api.InputPollAnswer(text=each) for each in texts[1:]]
    poll = api.Poll(id=0, hash=0, question=texts[0], answers=answers)
    return [
        api.InputMediaGeoPoint(geo_point=api.InputGeoPoint(lat=1.0, long=2.0)),
        api.InputMediaContact(phone_number="1", first_name="Cyd", last_name="", vcard=""),
        api.InputMediaPoll(poll=poll),
        api.InputMediaDice(emoticon="🎲"),
        api.InputMediaUploadedDocument(file=file, mime_type="text/plain", attributes=[]),
    ]


def askable() -> list[tuple[str, Combinator]]:
    """The methods that a signed-in user may call and remain one."""
    newest = catalogue.newest().methods
    answered = {each.name for each in TABLE.values() if each.who is not Who.BOT}
    names = sorted(answered - ENDS_THE_LOGIN, key=lambda name: (name in LAST, name))
    return [(name, newest[name]) for name in names]


async def fault_of(ada: Person, request: TLObject, name: str) -> str | None:
    """What is wrong with the answer."""
    try:
        await ada.client.ask(ada.client.question(layers.write(request), name))
    except Refused as refused:
        if refused.code in {401, 500} and refused.text not in LAWFUL:
            return str(refused)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


async def listening(world: World, person: Person, layer: int, faults: list[str]) -> Person:
    """Another device of somebody, of an old layer; what it cannot read is a fault."""
    other = await world.another(person, layer=layer)
    await other.call("updates.getState")
    hear = other.client.carrier.heard

    def read(packet: bytes) -> None:
        try:
            hear(packet)
        except Exception as error:
            faults.append(f"a client of layer {layer} cannot read: {error!r}")

    other.client.carrier.heard = read
    return other


async def test_no_well_typed_request_fails_on_our_side() -> None:
    faults: list[str] = []
    async with World() as world:
        ada, pool = await settled_in(world)
        old = [
            await listening(world, person, layer, faults)
            for person in world.people[:2]
            for layer in OLD_LAYERS
        ]
        start = await ada.call("updates.getState")
        makes = Requests(SEED, pool)
        for name, shape in askable():
            for each in range(ROUNDS):
                makes.presence = (0.1, 0.3, 0.6)[each % 3]
                request = makes.make(shape, 3)
                fault = await fault_of(ada, request, name)
                if fault is not None:
                    faults.append(f"{fault}: {request!r}")
        await world.settle()
        for each in old:
            assert each.updates, "something was pushed"
            await each.call("updates.getDifference", pts=2, date=start.date, qts=1)
    assert not faults, "\n".join(faults)
