"""What a tag may be."""

import pytest

from chappe.features.chats.ranks import RANK_LENGTH_MAX, clean_rank
from chappe.rpc.errors import RpcError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("  Cook ", "Cook"), ("a\0b", "ab"), ("x" * 16, "x" * 16), ("Шеф", "Шеф")],
)
def test_a_tag_is_kept_without_the_space_around_it(typed: str, kept: str) -> None:
    assert clean_rank(typed) == kept


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("x" * (RANK_LENGTH_MAX + 1), "ADMIN_RANK_INVALID"),
        ("me 😀", "ADMIN_RANK_EMOJI_NOT_ALLOWED"),
        ("☀", "ADMIN_RANK_EMOJI_NOT_ALLOWED"),
    ],
)
def test_a_tag_is_short_and_has_no_pictures(typed: str, error: str) -> None:
    with pytest.raises(RpcError, match=error):
        clean_rank(typed)
