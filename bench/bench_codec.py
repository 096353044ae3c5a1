"""Cost of writing and reading a message, and a history page of 100 messages, at the newest and an old layer."""

import time
from collections.abc import Callable

from chappe.tl import api, layers

TEXT = (
    "A message as people write them: one line, a link https://example.org and some bold words."
)


def message(number: int) -> api.Message:
    return api.Message(
        out=True,
        id=number,
        from_id=api.PeerUser(user_id=1000),
        peer_id=api.PeerUser(user_id=2000),
        reply_to=api.MessageReplyHeader(reply_to_msg_id=number - 1),
        date=1_800_000_000 + number,
        message=TEXT,
        entities=[
            api.MessageEntityUrl(offset=44, length=19),
            api.MessageEntityBold(offset=68, length=4),
        ],
    )


def user(number: int) -> api.User:
    return api.User(
        id=number,
        access_hash=123456789,
        first_name="Ada",
        last_name="Lovelace",
        username="ada",
        phone="9996621234",
        status=api.UserStatusRecently(),
    )


def page() -> api.messages.Messages:
    return api.messages.Messages(
        messages=[message(n) for n in range(1, 101)],
        topics=[],
        chats=[],
        users=[user(1000), user(2000)],
    )


def cost(action: Callable[[], object], seconds: float = 0.5) -> float:
    """CPU microseconds of one run: the best of five rounds."""
    action()
    rounds, best = 1, float("inf")
    while True:
        start = time.process_time()
        for _ in range(rounds):
            action()
        spent = time.process_time() - start
        if spent > seconds / 5:
            best = min(best, spent / rounds)
            seconds -= spent
            if seconds <= 0:
                return best * 1e6
        else:
            rounds *= 2


ONE, PAGE = message(7), page()
for layer in (229, 181, 158, 133):
    raw_one, raw_page = layers.write(ONE, layer), layers.write(PAGE, layer)
    print(
        f"layer {layer}: message ({len(raw_one)} bytes)"
        f" write {cost(lambda layer=layer: layers.write(ONE, layer)):5.1f} us,"
        f" read {cost(lambda raw=raw_one: layers.read(raw)):5.1f} us;"
        f" page of 100 ({len(raw_page)} bytes)"
        f" write {cost(lambda layer=layer: layers.write(PAGE, layer)):6.0f} us,"
        f" read {cost(lambda raw=raw_page: layers.read(raw)):6.0f} us"
    )
