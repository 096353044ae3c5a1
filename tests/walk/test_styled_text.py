"""Text with entities: what the sender is told, what the receiver is pushed, at old layers too."""

import pytest

from chappe.testing.client import Refused
from chappe.testing.world import World


@pytest.mark.parametrize("layer", [133, 158, 229])
async def test_entities_are_found_checked_and_seen_by_the_other(
    world: World, layer: int
) -> None:
    ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
    bold = ada.make("messageEntityBold", offset=2, length=5)
    name = ada.make("inputMessageEntityMentionName", offset=8, length=3, user_id=ada.user(bob))
    sent = await ada.send(bob, "  🎉abc bob see example.org ", entities=[bold, name])
    await world.settle()
    (pushed,) = bob.updates
    message = pushed.updates[0].message
    assert message.message == "🎉abc bob see example.org"
    seen = [(e.NAME, e.offset, e.length) for e in message.entities]
    assert seen == [
        ("messageEntityBold", 0, 5),
        ("messageEntityMentionName", 6, 3),
        ("messageEntityUrl", 14, 11),
    ]
    assert message.entities[1].user_id == bob.user_id
    assert [e.NAME for e in sent.entities] == [name for name, *_ in seen]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"message": ""}, "MESSAGE_EMPTY"),
        ({"message": " \u200b"}, "MESSAGE_EMPTY"),
        ({"message": "x" * 4097}, "MESSAGE_TOO_LONG"),
        ({"entities": [("messageEntityBold", {"offset": 0, "length": 6})]}, "ENTITY_BOUNDS_INVALID"),
        ({"entities": [("messageEntityBold", {"offset": 0, "length": 1})] * 1001}, "ENTITIES_TOO_LONG"),
        (
            {"entities": [("inputMessageEntityMentionName", {"offset": 0, "length": 1, "user_id": None})]},
            "ENTITY_MENTION_USER_INVALID",
        ),
    ],
)  # fmt: skip
async def test_text_that_cannot_be_is_refused(world: World, fields: dict, error: str) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    stranger = ada.make("inputUser", user_id=bob.user_id, access_hash=1)
    entities = [
        ada.make(name, **{k: stranger if v is None else v for k, v in said.items()})
        for name, said in fields.get("entities", [])
    ]
    with pytest.raises(Refused, match=f"400 {error}"):
        await ada.send(bob, fields.get("message", "hello"), entities=entities)
