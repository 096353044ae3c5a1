from chappe.features.contacts.invitations import read_token, write_token
from chappe.ids import UserId

SECRET = b"s" * 32


def test_a_token_says_whose_it_is_until_its_time_is_over() -> None:
    token = write_token(SECRET, UserId(1_000_001), 2_000_000_000)
    assert read_token(SECRET, token, 1_999_999_999.5) == 1_000_001
    assert read_token(SECRET, token, 2_000_000_000) is None


def test_a_token_of_another_house_or_of_nobody_leads_nowhere() -> None:
    token = write_token(b"t" * 32, UserId(1_000_001), 2_000_000_000)
    for said in (token, token[:-4], "", "====", "é", "A" * 24):
        assert read_token(SECRET, said, 0) is None
