"""So many messages of a bot, to a chat, to a group; so many new bots from an address."""

from dataclasses import replace

import pytest

from chappe.botapi.errors import BotError
from chappe.botapi.pace import Pace
from chappe.clock import ManualClock
from chappe.config import BotPace
from chappe.ids import UserId

BOT = UserId(1_500_000_001)


def test_all_chats_of_a_bot_together_and_albums_are_counted() -> None:
    clock = ManualClock(1000.0)
    pace = Pace(BotPace(), clock)
    for number in range(30):
        pace.take_message(BOT, "sendmessage", {"chat_id": 1_000_000 + number})
    with pytest.raises(BotError, match="429"):
        pace.take_message(BOT, "copymessage", {"chat_id": 5})
    pace.take_message(UserId(BOT + 1), "sendmessage", {"chat_id": 5})
    pace.take_message(BOT, "getchat", {"chat_id": 5})
    clock.advance(1)
    pace.take_message(BOT, "sendmediagroup", {"chat_id": 5, "media": [1, 2, 3]})
    with pytest.raises(BotError, match="429"):
        pace.take_message(BOT, "sendmessage", {"chat_id": 5})


def test_an_address_begins_with_so_many_bots_only() -> None:
    clock = ManualClock(1000.0)
    pace = Pace(BotPace(), clock)
    for _ in range(20):
        pace.take_bot("192.0.2.1")
    with pytest.raises(BotError, match="429"):
        pace.take_bot("192.0.2.1")
    pace.take_bot("192.0.2.2")
    clock.advance(60)
    pace.take_bot("192.0.2.1")


def test_a_pace_can_be_another() -> None:
    slow = replace(BotPace(), per_second=1)
    pace = Pace(slow, ManualClock(1000.0))
    pace.take_message(BOT, "sendmessage", {"chat_id": 5})
    with pytest.raises(BotError, match="429"):
        pace.take_message(BOT, "sendmessage", {"chat_id": 6})
