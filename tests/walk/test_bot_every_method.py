"""Every method of the Bot API, called with all its parameters, with wrong ones, and with none.

What comes back is of its type, or a refusal in words: never a failure of ours.
"""

from typing import Any

import pytest
from http_bots import HttpBot, check, http_bot

from chappe.botapi import methods
from chappe.botapi.method import TABLE
from chappe.botapi.schema import METHODS, PLAIN, TYPES, Field, choices_of, item_of, tag_of
from chappe.testing.world import World

methods.load()
DEPTH_MAX = 6
LEAVES = {"logOut", "close", "leaveChat", "setWebhook"}
"""What would end the conversation, or begin another."""
KNOWN = {
    "text": "some text",
    "message_id": 1,
    "message_ids": [1],
    "url": "https://example.com/",
    "emoji": "🎲",
    "latitude": 1.5,
    "longitude": 2.5,
    "parse_mode": "HTML",
    "question_parse_mode": "HTML",
    "text_parse_mode": "HTML",
    "action": "typing",
    "timeout": 0,
    "offset": 0,
    "limit": 5,
    "language_code": "en",
}


def value_of(spelled: str, name: str = "", depth: int = 0) -> Any:
    """Some value of a type, with every field that it may have."""
    if name in KNOWN:
        return KNOWN[name]
    item = item_of(spelled)
    if item is not None:
        return [value_of(item, "", depth + 1)] if depth < DEPTH_MAX else []
    plain = next((each for each in spelled.split("|") if each in PLAIN), None)
    if plain is not None:
        return {"Integer": 7, "Float": 1.5, "Boolean": True, "True": True}.get(plain, "text")
    member = choices_of(spelled)[0]
    if member == "InputFile":
        return "text"
    fields = [f for f in TYPES[member].fields if f.required or depth < DEPTH_MAX]
    made = {f.name: value_of(f.type, f.name, depth + 1) for f in fields}
    if "type" in made and "|" not in spelled:
        made["type"] = tag_of(member, spelled)
    return made


def wrong_for(param: Field) -> Any:
    """A value that is of another type than a parameter."""
    plain = [each for each in param.type.split("|") if each in PLAIN or each == "InputFile"]
    return {"no": "such"} if plain else 5


async def outcome(bot: HttpBot, method: str, params: dict[str, Any]) -> tuple[bool, str]:
    """Whether it was answered; a result is of its type, a refusal has words."""
    url = bot.url(f"/bot{bot.robot.token}/{method}")
    async with bot.http.post(url, json=params) as response:
        answer = await response.json()
        assert response.status != 500, (method, params, answer)
    if answer["ok"]:
        assert response.status == 200
        check(METHODS[method].result, answer["result"], method)
        return True, ""
    assert answer["error_code"] == response.status
    assert ": " in answer["description"]
    return False, answer["description"]


async def test_every_method_is_called_with_everything_it_takes(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        answered = set()
        for name, shape in METHODS.items():
            if name in LEAVES:
                continue
            params = {each.name: value_of(each.type, each.name) for each in shape.params}
            for chat in {"chat_id", "from_chat_id", "user_id"} & params.keys():
                params[chat] = ada.user_id
            needed = {each.name: params[each.name] for each in shape.params if each.required}
            for given in (params, needed):
                done, why = await outcome(bot, name, given)
                if done:
                    answered.add(name)
                if name.lower() not in TABLE:
                    assert why.startswith("Bad Request: this server does not offer"), name
        assert len(answered) >= 20, sorted(answered)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_values_are_made_that_can_be_read(name: str) -> None:
    for param in METHODS[name].params:
        value_of(param.type, param.name)


async def test_what_is_missing_or_of_another_type_is_refused(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        for row in TABLE.values():
            name, params = row.shape.name, row.shape.params
            whole = {each.name: value_of(each.type, each.name) for each in params}
            for param in params:
                wrong = {**whole, param.name: wrong_for(param)}
                done, why = await outcome(bot, name, wrong)
                assert not done, (name, param.name)
                assert why.startswith("Bad Request: "), (name, param.name, why)
                if param.required and param.name != "url":
                    missing = {each: said for each, said in whole.items() if each != param.name}
                    done, why = await outcome(bot, name, missing)
                    assert not done, (name, param.name)


async def test_what_is_too_much_is_passed_over(world: World) -> None:
    async with http_bot(world) as bot:
        assert (await outcome(bot, "getMe", {"unheard_of": {"a": 1}}))[0]
