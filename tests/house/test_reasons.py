"""A rule that is set aside says which, and why."""

import io
import re
import tokenize
from typing import Any

NOQA = re.compile(r"#\s*noqa\b(?P<rest>.*)")
NOQA_WITH_REASON = re.compile(r"^:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*\s+-\s+\S.{3,}")
IGNORE = re.compile(r"#\s*type:\s*ignore(?P<rest>.*)")
IGNORE_WITH_REASON = re.compile(r"^\[[a-z, -]+\]\s*#\s*\S.{3,}")


def comments(text: str) -> list[tuple[int, str]]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [(t.start[0], t.string) for t in tokens if t.type == tokenize.COMMENT]


def without_reason(project: Any, mark: re.Pattern[str], good: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{line}: {comment}"
        for path in project.python()
        for line, comment in comments(project.text(path))
        if (hit := mark.search(comment)) and not good.match(hit["rest"])
    ]


def test_a_silenced_lint_has_a_reason(project: Any) -> None:
    assert without_reason(project, NOQA, NOQA_WITH_REASON) == []


def test_an_ignored_type_error_has_a_reason(project: Any) -> None:
    assert without_reason(project, IGNORE, IGNORE_WITH_REASON) == []


def test_the_marks_are_told_apart() -> None:
    assert NOQA_WITH_REASON.match(": S324 - the protocol's choice")
    assert not NOQA_WITH_REASON.match(": S324")
    assert IGNORE_WITH_REASON.match("[misc]  # the library has no types")
    assert not IGNORE_WITH_REASON.match("[misc]")
