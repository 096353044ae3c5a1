"""Accounts in foreign libraries talk to each other, each library in its own layer.

What one of them sends, the other has to see through its own types: so a pair of libraries judges both
directions at once.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.clients

PAIRS = [
    ("telethon", "pyrogram"),
    ("pyrogram", "gramjs"),
    ("gramjs", "mtcute"),
    ("mtcute", "kurigram"),
    ("kurigram", "telethon"),
]
TEXT = "bold italic code and plain \U0001f600 text"
SPANS = [["bold", 0, 4], ["italic", 5, 6], ["code", 12, 4]]
CODE = "22222"
FILE_BYTES = 1_500_000


@pytest.fixture
def pair(request: pytest.FixtureRequest, server: Any, talker: Callable[..., Any]) -> Any:
    """Two signed-in accounts that have each other as contacts."""
    ada, bob = (talker(client, server) for client in request.param)
    ada.ask("sign_in", phone=ada.phone, code=CODE, name="Ada")
    bob.ask("sign_in", phone=bob.phone, code=CODE, name="Bob")
    ada.ask("meet", phone=bob.phone)
    bob.ask("meet", phone=ada.phone)
    return ada, bob


def every_pair(test: Callable[..., None]) -> Any:
    names = [f"{first}-{second}" for first, second in PAIRS]
    return pytest.mark.parametrize("pair", PAIRS, ids=names, indirect=True)(test)


@every_pair
def test_what_one_says_the_other_reads_answers_and_finds_again(pair: Any) -> None:
    ada, bob = pair
    sent = ada.ask("send", to=bob.phone, text=TEXT, spans=SPANS)
    heard = bob.ask("wait", text=TEXT)
    assert sorted(heard["spans"]) == sorted(SPANS)
    assert not heard["out"]
    bob.ask("send", to=ada.phone, text="an answer", reply_to=heard["id"])
    assert ada.ask("wait", text="an answer")["reply_to"] == sent["id"]
    told = bob.ask("history", of=ada.phone)["messages"]
    assert [each["text"] for each in told] == ["an answer", TEXT]
    bob.ask("read", of=ada.phone, up_to=told[0]["id"])
    found = ada.ask("search", of=bob.phone, words="plain")["messages"]
    assert [each["text"] for each in found] == [TEXT]
    assert ada.ask("dialogs")["names"] == ["Contact"]


@every_pair
def test_a_message_is_edited_forwarded_and_deleted_on_both_sides(pair: Any) -> None:
    ada, bob = pair
    sent = ada.ask("send", to=bob.phone, text="first words")
    heard = bob.ask("wait", text="first words")
    ada.ask("edit", to=bob.phone, message=sent["id"], text="better words")
    bob.ask("wait_edited", text="better words")
    bob.ask("forward", of=ada.phone, message=heard["id"], to=ada.phone)
    assert ada.ask("wait", text="better words")["forwarded"]
    ada.ask("delete", to=bob.phone, message=sent["id"])
    bob.ask("wait_deleted", message=heard["id"])
    left = bob.ask("history", of=ada.phone)["messages"]
    assert [each["forwarded"] for each in left] == [True]


@every_pair
def test_files_arrive_as_they_were_sent(pair: Any, tmp_path: Path) -> None:
    ada, bob = pair
    picture, file = tmp_path / "picture.png", tmp_path / "document.bin"
    Image.effect_noise((640, 480), 60).convert("RGB").save(picture)
    data = os.urandom(FILE_BYTES)
    file.write_bytes(data)
    ada.ask("send_photo", to=bob.phone, file=str(picture), caption="a photo")
    assert bob.ask("wait", text="a photo")["media"] == "photo"
    assert bob.ask("download", text="a photo")["bytes"] > 1000
    bob.ask("send_file", to=ada.phone, file=str(file), caption="a document")
    heard = ada.ask("wait", text="a document")
    assert (heard["media"], heard["file_name"]) == ("document", "document.bin")
    assert ada.ask("download", text="a document") == {
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


@every_pair
def test_one_who_was_away_finds_what_was_said(pair: Any) -> None:
    ada, bob = pair
    ada.ask("type", to=bob.phone)
    bob.ask("wait_typing")
    ada.ask("send", to=bob.phone, text="before")
    bob.ask("wait", text="before")
    bob.ask("leave")
    ada.ask("send", to=bob.phone, text="while away")
    bob.ask("forget")
    bob.ask("come_back")
    if bob.client not in {"gramjs", "pyrogram"}:  # they do not ask for what they have missed
        bob.ask("wait", text="while away")
    told = bob.ask("history", of=ada.phone)["messages"]
    assert [each["text"] for each in told] == ["while away", "before"]
    bob.ask("log_out")
    ada.ask("log_out")


@pytest.mark.parametrize("client", ["telethon", "pyrogram", "gramjs", "mtcute", "kurigram"])
def test_a_password_is_asked_for_on_the_next_device(
    client: str, server: Any, talker: Callable[..., Any]
) -> None:
    first = talker(client, server)
    first.ask("sign_in", phone=first.phone, code=CODE, name="Ada")
    assert first.ask("set_password", password="correct horse")["done"]
    second = talker(client, server, first.phone)
    again = second.ask(
        "sign_in", phone=first.phone, code=CODE, name="Ada", password="correct horse"
    )
    assert again["user"] > 0


@pytest.mark.parametrize("password", [None, "correct horse"])
def test_a_device_comes_in_by_a_qr_code(
    server: Any, talker: Callable[..., Any], password: str | None
) -> None:
    first = talker("telethon", server)
    me = first.ask("sign_in", phone=first.phone, code=CODE, name="Ada")["user"]
    if password is not None:
        first.ask("set_password", password=password)
    second = talker("telethon", server, first.phone)
    token = second.ask("show_qr")["token"]
    first.ask("scan", token=token)
    assert second.ask("enter_by_qr", password=password)["user"] == me
    assert second.ask("devices")["current"] == [True, False]
    assert first.ask("devices")["current"] == [True, False]
