from urllib.parse import urlsplit

import pytest
from smtp_sink import smtp_sink

from chappe.couriers.courier import Letter, Medium, Purpose, Undeliverable
from chappe.couriers.smtp import SmtpCourier, SmtpServer

MAIL = Letter(Medium.EMAIL, "ada@example.org", Purpose.PASSWORD_RECOVERY, "012345")
PHONE = Letter(Medium.PHONE, "+12025550111", Purpose.SIGN_IN, "01234")


def courier(url: str) -> SmtpCourier:
    return SmtpCourier(SmtpServer.parse(urlsplit(url)))


async def test_a_letter_arrives_with_its_code_in_the_text_alone() -> None:
    async with smtp_sink() as sink:
        await courier(f"smtp://127.0.0.1:{sink.port}?from=chappe@example.org").deliver(MAIL)
    assert sink.envelopes == [("chappe@example.org", "ada@example.org")]
    (message,) = sink.messages
    assert "012345" in message.get_content()
    assert "012345" not in message["Subject"]
    assert message["To"] == "ada@example.org"


async def test_a_code_for_a_phone_goes_by_the_gateway() -> None:
    async with smtp_sink() as sink:
        url = f"smtp://127.0.0.1:{sink.port}?from=a@example.org&to={{phone}}@sms.example.org"
        await courier(url).deliver(PHONE)
    assert sink.envelopes == [("a@example.org", "12025550111@sms.example.org")]


async def test_it_signs_in_where_it_is_told_to() -> None:
    async with smtp_sink() as sink:
        await courier(f"smtp://us%40er:p%3Aw@127.0.0.1:{sink.port}?from=a@example.org").deliver(
            MAIL
        )
    assert sink.logins == [("us@er", "p:w")]


async def test_a_refusal_is_told_without_address_and_code() -> None:
    async with smtp_sink() as sink:
        sink.refuses = True
        with pytest.raises(Undeliverable) as caught:
            await courier(f"smtp://127.0.0.1:{sink.port}?from=a@example.org").deliver(MAIL)
    assert "ada" not in str(caught.value)
    assert "012345" not in str(caught.value) + repr(MAIL)


async def test_a_server_that_is_not_there_is_told() -> None:
    async with smtp_sink() as sink:
        gone = f"smtp://127.0.0.1:{sink.port}?from=a@example.org"
    with pytest.raises(Undeliverable):
        await courier(gone).deliver(MAIL)


async def test_an_address_cannot_bring_headers_along() -> None:
    evil = Letter(Medium.EMAIL, "a@b.c\nBcc: x@y.z", Purpose.VERIFY_EMAIL, "1")
    with pytest.raises(Undeliverable):
        await courier("smtp://127.0.0.1:1?from=a@example.org").deliver(evil)


@pytest.mark.parametrize(
    ("url", "must"),
    [
        ("smtp://u:p@mail.example.org?from=a@b", True),
        ("smtp://mail.example.org?from=a@b", False),
        ("smtp://u:p@localhost?from=a@b", False),
        ("smtp://u:p@[::1]?from=a@b", False),
        ("smtp://u:p@192.0.2.1?from=a@b", True),
    ],
)
def test_a_password_crosses_a_network_only_encrypted(url: str, must: bool) -> None:
    assert SmtpServer.parse(urlsplit(url)).must_encrypt is must


def test_without_a_gateway_it_carries_no_codes_to_phones() -> None:
    assert courier("smtp://h?from=a@b").carries(Medium.EMAIL)
    assert not courier("smtp://h?from=a@b").carries(Medium.PHONE)
    assert courier("smtp://h?from=a@b&to={phone}@g").carries(Medium.PHONE)


def test_ports_are_those_of_handing_in() -> None:
    ports = [SmtpServer.parse(urlsplit(f"{s}://h?from=a@b")).port for s in ("smtp", "smtps")]
    assert ports == [587, 465]
    assert "secret" not in repr(SmtpServer.parse(urlsplit("smtp://u:secret@h?from=a@b")))
