import pytest

from chappe.config import Profile
from chappe.couriers.courier import Courier, Letter, Medium, Purpose, Undeliverable
from chappe.couriers.log import LogCourier
from chappe.couriers.open import Couriers, open_couriers
from chappe.couriers.smtp import SmtpCourier
from chappe.couriers.webhook import WebhookCourier

MAIL = "smtp://mail.example.org?from=a@example.org"
LETTER = Letter(Medium.PHONE, "+12025550111", Purpose.SIGN_IN, "01234")


def kinds(*urls: str, profile: Profile = Profile.DEV) -> list[type[Courier]]:
    couriers = open_couriers(urls, profile)
    assert isinstance(couriers, Couriers)
    return [type(each) for each in couriers.several]


def test_dev_writes_codes_to_the_log_unless_told_otherwise() -> None:
    assert kinds() == [LogCourier]
    assert kinds("log", MAIL) == [LogCourier, SmtpCourier]
    assert kinds("https://codes.example.org/x") == [WebhookCourier]


@pytest.mark.parametrize("urls", [(), ("log",), ("log", "https://x.example.org"), (MAIL,)])
def test_production_wants_a_courier_for_phones_that_is_not_the_log(
    urls: tuple[str, ...],
) -> None:
    with pytest.raises(ValueError, match="courier"):
        open_couriers(urls, Profile.PRODUCTION)


def test_production_starts_with_one() -> None:
    assert kinds(MAIL, "http://127.0.0.1:9/x", profile=Profile.PRODUCTION) == [
        SmtpCourier,
        WebhookCourier,
    ]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://secret@x",
        "https://",
        "http://secret@h:0/x",
        "http://h:99999",
        "smtp://secret@h",
        "smtp://h?from=nobody",
        "smtp://h?from=a@b&to=c@d",
        "smtp://h?from=a@b&x=y",
        "smtp://h:secret?from=a@b",
    ],
)
def test_anything_else_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r"courier") as caught:
        open_couriers([url], Profile.DEV)
    assert "secret" not in str(caught.value)


async def test_a_letter_goes_by_the_first_that_carries_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    couriers = open_couriers([MAIL, "log"], Profile.DEV)
    await couriers.deliver(LETTER)
    await couriers.close()
    assert "01234" in "".join(capsys.readouterr())


async def test_a_letter_that_nobody_carries_is_undeliverable() -> None:
    couriers = open_couriers([MAIL], Profile.DEV)
    assert not couriers.carries(Medium.PHONE)
    with pytest.raises(Undeliverable):
        await couriers.deliver(LETTER)
