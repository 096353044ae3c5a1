import time

import pytest

from chappe.features.text.detect import detect
from chappe.tl import api


def found(text: str, *, commands: bool = True) -> list[str]:
    """`kind:words` of all that is found."""
    return [
        f"{type(entity).__name__.removeprefix('MessageEntity')}:{text[start:end]}"
        for start, end, entity in detect(text, commands=commands)
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see example.com.", ["example.com"]),
        ("see (https://a.org/x_(y)) there", ["https://a.org/x_(y)"]),
        (
            "https://a.org/x, and http://b.org/?q=1&r=ж#z!",
            ["https://a.org/x", "http://b.org/?q=1&r=ж#z"],
        ),
        ("HTTPS://EXAMPLE.COM/ABC", ["HTTPS://EXAMPLE.COM/ABC"]),
        ("http://localhost:8080/x", ["http://localhost:8080/x"]),
        ("http://1.2.3.4/x", ["http://1.2.3.4/x"]),
        ("http://user:pass@host.org/", ["http://user:pass@host.org/"]),
        ("tg://resolve?domain=x", ["tg://resolve?domain=x"]),
        ("пример.рф/путь и президент.рф", ["пример.рф/путь", "президент.рф"]),
        ("xn--e1afmkfd.xn--p1ai", ["xn--e1afmkfd.xn--p1ai"]),
        ("a.b.c.example.co.uk:8443/p", ["a.b.c.example.co.uk:8443/p"]),
        ("example.com:99999999", ["example.com"]),
        ("example.com?", ["example.com"]),
        ('"example.com/a"', ["example.com/a"]),
        ("1.2.3.4 and 3.14 and v2.0", []),
        ("the end.Then", []),
        ("the end.then", []),
        ("no.suchtldatall", []),
        ("a/example.com", []),
        ("xhttp://a.com", []),
        ("-.com .com com.", []),
        ("example-.com", []),
        ("a" * 64 + ".com", []),
        ("http:// https://", []),
        ("12:30 :D a:b ...", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    assert found(text) == [f"Url:{link}" for link in links]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("write to me@example.org.", ["me@example.org"]),
        ("first.last+tag@mail.example.org!", ["first.last+tag@mail.example.org"]),
        ("a.com@b.org", ["a.com@b.org"]),
        ("me@nowhere", []),
        ("x" * 65 + "@example.org", []),
        ("@example.invalidtld", ["Mention"]),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    expected = (
        ["Mention:@example"] if addresses == ["Mention"] else [f"Email:{a}" for a in addresses]
    )
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("@alice, (@bob_1) a@b @ab @x", ["Mention:@alice", "Mention:@bob_1"]),
        ("@" + "a" * 33, []),
        (
            "#tag #тег #標籤 #a_1 #1 # ##no #",
            ["Hashtag:#tag", "Hashtag:#тег", "Hashtag:#標籤", "Hashtag:#a_1"],
        ),
        ("#tag@channel", ["Hashtag:#tag@channel"]),
        ("#" + "a" * 257, []),
        ("$USD $1INCH $usd $TOOLONGTAG a$USD", ["Cashtag:$USD", "Cashtag:$1INCH"]),
        (
            "/start@my_bot /help, a/b /a/b <b>/c</b>",
            ["BotCommand:/start@my_bot", "BotCommand:/help"],
        ),
        ("https://a.org/@name#tag", ["Url:https://a.org/@name#tag"]),
    ],
)
def test_marks(text: str, marks: list[str]) -> None:
    assert found(text) == marks


def test_commands_are_found_where_there_are_bots() -> None:
    assert found("/start @alice", commands=False) == ["Mention:@alice"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("call +1-212-555-0123!", ["Phone:+1-212-555-0123"]),
        ("+49 (30) 1234567 or +79991234567.", ["Phone:+49 (30) 1234567", "Phone:+79991234567"]),
        ("2+212 555 0123 4", []),
        ("+9999999999999", []),
        ("4111 1111 1111 1111", ["BankCard:4111 1111 1111 1111"]),
        ("card 5555555555554444, ok", ["BankCard:5555555555554444"]),
        ("4111 1111 1111 1112", []),
        ("1111111111111111", []),
        ("41111111111111114111111111111111", []),
        ("0000 0000 0000 0000", []),
        ("4111111111111111.50", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


def test_an_address_is_not_a_mention_too() -> None:
    kinds = [type(span.entity) for span in detect("me@example.org #tag")]
    assert kinds == [api.MessageEntityEmail, api.MessageEntityHashtag]


@pytest.mark.parametrize(
    "piece",
    ["a.", "a@", "http://", "(", "a.com/((", "()", "#a", "@", "+1", "1 ", "+1234567 ", "4111 ", "a-",
     "://", "a", ".", "a.b", "x@a.com ", "$", "/a", "http://a:", "#", "..", "a.com,", "http://x/)"],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 4096)[:4096]
    start = time.perf_counter()
    detect(text)
    assert time.perf_counter() - start < 0.05
