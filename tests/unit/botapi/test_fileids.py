"""The names of files."""

from hypothesis import given
from hypothesis import strategies as st

from chappe.botapi.fileids import FileIds, FileName, Medium
from chappe.ids import UserId

NAMES = st.builds(
    FileName,
    st.sampled_from(Medium),
    st.integers(1, (1 << 63) - 1),
    st.sampled_from(["", "s", "m", "x", "y", "w"]),
    st.integers(1, 5),
)
MINE, OTHERS = (FileIds(UserId(bot), b"k" * 32) for bot in (1500000001, 1500000002))


@given(NAMES)
def test_a_name_comes_back_for_its_bot_and_for_no_other(name: FileName) -> None:
    text = MINE.write(name)
    assert MINE.read(text) == name
    assert OTHERS.read(text) is None
    assert MINE.write(name) == text


@given(NAMES, NAMES)
def test_the_unique_name_is_the_same_for_all_and_another_for_another_file(
    one: FileName, two: FileName
) -> None:
    assert MINE.unique(one) == OTHERS.unique(one)
    same = (one.is_photo, one.file_id, one.size) == (two.is_photo, two.file_id, two.size)
    assert (MINE.unique(one) == MINE.unique(two)) is same


@given(st.text(max_size=60))
def test_what_is_no_name_is_none(text: str) -> None:
    assert MINE.read(text) is None


def test_a_changed_name_is_none() -> None:
    text = MINE.write(FileName(Medium.PHOTO, 5, "x"))
    for place in range(len(text)):
        other = "A" if text[place] != "A" else "B"
        changed = text[:place] + other + text[place + 1 :]
        assert MINE.read(changed) in {None, MINE.read(text)}
