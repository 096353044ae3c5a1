import pytest

from chappe.features.users.rules import (
    CONTACTS_ONLY,
    Key,
    Onlooker,
    Rule,
    Whom,
    allows,
    read_rules,
    rules_of,
    write_rules,
)

NO, YES = False, True
STRANGER = Onlooker(id=7)


def rule(allow: bool, whom: Whom, *ids: int) -> Rule:
    return Rule(allow=allow, whom=whom, ids=ids)


EXCEPTIONS = [
    ((rule(YES, Whom.ALL), rule(NO, Whom.USERS, 7)), STRANGER, NO),
    ((rule(NO, Whom.USERS, 7), rule(YES, Whom.ALL)), STRANGER, NO),
    ((rule(NO, Whom.ALL), rule(YES, Whom.USERS, 7)), STRANGER, YES),
    ((rule(YES, Whom.CONTACTS),), STRANGER, NO),
    ((rule(YES, Whom.CONTACTS),), Onlooker(id=7, contact=True), YES),
    ((rule(NO, Whom.CONTACTS), rule(YES, Whom.ALL)), Onlooker(id=7, contact=True), NO),
    ((rule(YES, Whom.CLOSE_FRIENDS),), Onlooker(id=7, contact=True), NO),
    ((rule(YES, Whom.CLOSE_FRIENDS),), Onlooker(id=7, close_friend=True), YES),
    ((rule(YES, Whom.PREMIUM), rule(NO, Whom.ALL)), Onlooker(id=7, premium=True), YES),
    ((rule(NO, Whom.BOTS), rule(YES, Whom.ALL)), Onlooker(id=7, bot=True), NO),
    ((rule(YES, Whom.CHATS, 5),), Onlooker(id=7, chats=frozenset({5})), YES),
    (
        (rule(NO, Whom.USERS, 7), rule(YES, Whom.CHATS, 5)),
        Onlooker(7, chats=frozenset({5})),
        NO,
    ),
    ((), STRANGER, NO),
]


@pytest.mark.parametrize(("rules", "by", "allowed"), EXCEPTIONS)
def test_the_narrowest_rule_decides(
    rules: tuple[Rule, ...], by: Onlooker, allowed: bool
) -> None:
    assert allows(rules, by) is allowed


def test_what_is_as_at_first_is_not_kept() -> None:
    assert write_rules({Key.PHONE_NUMBER: CONTACTS_ONLY}) is None
    nobody = (rule(NO, Whom.ALL),)
    kept = write_rules({Key.PHONE_NUMBER: CONTACTS_ONLY, Key.STATUS: nobody})
    assert read_rules(kept) == {Key.STATUS: nobody}
    assert rules_of(kept, Key.STATUS) == nobody
    assert rules_of(kept, Key.PHONE_NUMBER) == CONTACTS_ONLY
    assert rules_of(None, Key.FORWARDS) == (rule(YES, Whom.ALL),)
