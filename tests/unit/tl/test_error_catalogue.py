import pytest

from chappe.tl import catalogue, errors


def test_every_error_has_codes_of_three_digits() -> None:
    assert len(errors.codes()) > 700
    assert all(300 <= abs(code) < 600 for codes in errors.codes().values() for code in codes)


def test_the_methods_of_the_catalogue_are_methods_and_their_errors_are_errors() -> None:
    known = {shape.name for shape in catalogue.everything().values() if shape.is_method}
    assert set(errors.methods()) <= known
    named = {name for facts in errors.methods().values() for name in facts.errors}
    assert named - set(errors.codes()) == set()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("MSG_ID_INVALID", "MSG_ID_INVALID"),
        ("FLOOD_WAIT_30", "FLOOD_WAIT_%d"),
        ("2FA_CONFIRM_WAIT_7", "2FA_CONFIRM_WAIT_%d"),
        ("NO_SUCH_ERROR_4", None),
    ],
)
def test_an_error_is_found_as_a_client_reads_it(said: str, name: str | None) -> None:
    assert errors.catalogued(said) == name
