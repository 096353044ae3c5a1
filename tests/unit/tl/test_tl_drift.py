"""The steps: that each speaks of something that exists, and what each makes of it."""

import pytest

from chappe.tl import api, catalogue, downward, layers, upward, wire
from chappe.tl.downward import Kind
from chappe.tl.drift import (
    NOUNS,
    buttons,
    frame,
    harmless,
    load,
    media,
    peers,
    polls,
    replace,
    wrappers,
)

load()


def at(layer: int, obj: object) -> object:
    schema = layers.schema(layer)
    return schema.read(layers.write(obj, layer))  # type: ignore[arg-type]  # any object


def and_back(layer: int, obj: object) -> object:
    return layers.read(layers.write(obj, layer))[0]  # type: ignore[arg-type]  # any object


def known_words() -> set[str | int]:
    words: set[str | int] = set()
    for shape in catalogue.everything().values():
        words |= {shape.id, shape.name}
        words |= {f"{shape.name}.{param.name}" for param in shape.fields}
    return words


def test_a_step_speaks_of_what_exists() -> None:
    assert set(frame.declared()) - known_words() == set()
    for module in (buttons, media, peers, polls, wrappers):
        assert module.__name__.rpartition(".")[2] in NOUNS


def test_a_harmless_default_is_of_a_field_that_exists() -> None:
    words = known_words()
    fields = {f"*.{str(word).rpartition('.')[2]}" for word in words if "." in str(word)}
    assert words | fields >= harmless.DEFAULT_UP | harmless.DEFAULT_DOWN
    types = {shape.result for shape in catalogue.everything().values()}
    assert harmless.EMPTY_UP.keys() <= types


def test_a_stand_in_is_of_the_type_that_it_stands_in_for() -> None:
    types = {shape.result for shape in catalogue.everything().values()}
    for type_, names in {
        **replace.STAND_IN,
        **{t: (n,) for t, n in replace.SIMPLEST.items()},
    }.items():
        results = {s.result for s in catalogue.everything().values() if s.name in names}
        assert results == {type_}
    assert types >= replace.NEVER_INVENTED
    assert not replace.NEVER_INVENTED & replace.SIMPLEST.keys()


def test_a_step_up_and_the_rules_complete_each_other() -> None:
    poll = catalogue.everything()[0x86E18161]
    newest = catalogue.newest().named(poll)
    assert newest is not None
    assert upward.missing(poll, newest) == ["question"]
    assert upward.landing(poll, newest).cls is api.Poll


@pytest.mark.parametrize(
    ("name", "layer", "kind"),
    [
        ("inputPeerSelf", 100, Kind.SAME),
        ("dialog", 200, Kind.RULE),
        ("documentAttributeVideo", 100, Kind.STEP),
        ("messageMediaPaidMedia", 100, Kind.REPLACED),
        ("storyItem", 100, Kind.UNWRITABLE),
    ],
)
def test_a_conversion_is_decided_for_each_layer(name: str, layer: int, kind: Kind) -> None:
    shape = catalogue.newest().constructors[name]
    assert downward.decide(shape, catalogue.at(catalogue.clamp(layer))).kind is kind


def test_a_video_lasted_whole_seconds() -> None:
    video = api.DocumentAttributeVideo(duration=2.6, w=1, h=2, nosound=True)
    assert at(100, video).duration == 3
    assert at(160, video).duration == 2.6
    assert and_back(100, video) == api.DocumentAttributeVideo(duration=3.0, w=1, h=2)


@pytest.mark.parametrize("claimed", [float("nan"), float("inf"), -1.0, 1e300])
def test_a_length_that_is_nonsense_is_none(claimed: float) -> None:
    assert media.whole_seconds(claimed) == 0


def test_a_newest_story_was_a_number() -> None:
    story = api.RecentStory(max_id=7)
    assert at(200, api.User(id=1, stories_max_id=story)).stories_max_id == 7
    assert at(200, api.User(id=1, stories_max_id=api.RecentStory())).stories_max_id is None
    assert at(218, api.User(id=1, stories_max_id=story)).stories_max_id == story
    for layer in (160, 170, 190, 200, 217):
        assert and_back(layer, api.User(id=1, stories_max_id=story)).stories_max_id == story
    assert peers.newest_story(api.User(id=1)) == {"stories_max_id": None}


def test_a_question_was_plain_text() -> None:
    styled = [api.MessageEntityBold(offset=0, length=1)]
    question = api.TextWithEntities(text="Why?", entities=styled)
    answer = api.PollAnswer(text=api.TextWithEntities(text="So", entities=styled), option=b"1")
    poll = api.Poll(id=1, question=question, answers=[answer], hash=0)
    old = at(158, poll)
    assert (old.question, old.answers[0].text) == ("Why?", "So")
    assert and_back(200, poll) == poll
    read = and_back(158, poll)
    assert read.question == polls.styled("Why?")
    assert read.answers[0].text == polls.styled("So")


def inline(*kinds: object) -> api.ReplyInlineMarkup:
    made = [api.KeyboardInlineButton(text="t", type=kind) for kind in kinds]  # type: ignore[arg-type]  # any kind
    return api.ReplyInlineMarkup(rows=[api.KeyboardInlineButtonRow(buttons=[b]) for b in made])


INLINE_KINDS = [
    api.InlineButtonTypeCallback(data=b"d"),
    api.InlineButtonTypeCallback(data=b"d", requires_password=True),
    api.InlineButtonTypeUrl(url="https://a.b"),
    api.InlineButtonTypeSwitchInline(query="q", same_peer=True),
    api.InlineButtonTypeGame(),
    api.InlineButtonTypeBuy(),
    api.InlineButtonTypeCopy(copy_text="c"),
    api.InlineButtonTypeUserProfile(user_id=5),
    api.InlineButtonTypeWebView(url="https://a.b"),
    api.InputInlineButtonTypeUserProfile(user_id=api.InputUserSelf()),
    api.InputInlineButtonTypeUrlAuth(url="https://a.b", bot=api.InputUserSelf()),
]


@pytest.mark.parametrize("kind", INLINE_KINDS, ids=lambda kind: kind.NAME)
@pytest.mark.parametrize("layer", [188, 221, 222, 228])
def test_a_button_under_a_message_goes_and_comes(layer: int, kind: object) -> None:
    assert and_back(layer, inline(kind)) == inline(kind)


def test_every_kind_of_button_has_its_old_name() -> None:
    types = catalogue.newest().types
    unknown = {shape.name for shape in types["InlineButtonType"]} - {
        k.NAME for k in buttons.INLINE
    }
    assert unknown == {"inlineButtonTypeDisabled"}
    assert {shape.name for shape in types["ButtonType"]} == {k.NAME for k in buttons.REPLY}


def test_a_disabled_button_is_left_out() -> None:
    old = at(200, inline(api.InlineButtonTypeDisabled(), api.InlineButtonTypeUrl(url="u")))
    assert [row.buttons[0].NAME for row in old.rows] == ["keyboardButtonUrl"]
    assert (
        buttons.inline_button(inline(api.InlineButtonTypeDisabled()).rows[0].buttons[0]) is None
    )


def reply(*kinds: object) -> api.ReplyKeyboardMarkup:
    made = [api.KeyboardButton(text="t", type=kind) for kind in kinds]  # type: ignore[arg-type]  # any kind
    return api.ReplyKeyboardMarkup(rows=[api.KeyboardButtonRow(buttons=made)])


def test_buttons_under_the_input_field_go_and_come() -> None:
    kinds = [
        api.ButtonTypeDefault(),
        api.ButtonTypeRequestPhone(),
        api.ButtonTypeRequestGeoLocation(),
        api.ButtonTypeRequestPoll(quiz=True),
        api.ButtonTypeSimpleWebView(url="https://a.b"),
        api.ButtonTypeRequestPeer(
            button_id=1, peer_type=api.RequestPeerTypeUser(), max_quantity=1
        ),
    ]
    for layer in (160, 200, 228):
        assert and_back(layer, reply(*kinds)) == reply(*kinds)


def test_a_button_never_comes_out_on_the_wrong_side() -> None:
    old = layers.schema(200)
    text = old.make("keyboardButton", text="t")
    link = old.make("keyboardButtonUrl", text="t", url="u")
    for markup, button in (("replyInlineMarkup", text), ("replyKeyboardMarkup", link)):
        rows = [old.make("keyboardButtonRow", buttons=[button])]
        with pytest.raises(wire.UnknownConstructor) as caught:
            layers.read(old.write(old.make(markup, rows=rows)))
        assert caught.value.constructor_id in {button.ID, api.KeyboardButton.ID}


@pytest.mark.parametrize("layer", range(1, 19))
def test_each_early_layer_had_a_wrapper_of_its_own(layer: int) -> None:
    old = layers.schema(18)
    request = layers.read_request(
        old.write(old.make(f"invokeWithLayer{layer}", query=b"\1\2\3\4"))
    )
    assert request == api.InvokeWithLayer(layer=layer, query=b"\1\2\3\4")


def test_the_nearest_step_is_taken() -> None:
    frame.down("x-test", "a", until=10)(lambda o: {"a": 10})
    frame.down("x-test", "a", until=5)(lambda o: {"a": 5})
    frame.down_variant(0xFFFFFFFF, "a")(lambda o: {"a": 0})
    frame.down_result("x-test", until=5)(lambda result: [result])
    frame.down_to("x-gone", until=5)(lambda o: None)
    try:
        for layer, value in ((3, 5), (5, 5), (6, 10)):
            step = frame.find_down("x-test", layer, None)
            assert step is not None
            assert step.function(None) == {"a": value}
        assert frame.find_down("x-test", 11, None) is None
        by_id = frame.find_down("x-test", 3, 0xFFFFFFFF)
        assert by_id is not None
        assert by_id.function(None) == {"a": 0}
        result = frame.find_down_result("x-test", 5)
        assert result is not None
        assert result(1) == [1]
        assert frame.find_down_result("x-test", 6) is None
        gone = frame.find_down("x-gone", 5, None)
        assert gone is not None
        assert gone.supplies is None
    finally:
        frame.forget("x-test", "x-gone", 0xFFFFFFFF)


def test_two_steps_up_from_one_shape_are_a_mistake() -> None:
    with pytest.raises(AssertionError):
        frame.up("poll")(lambda old: {})


def test_old_objects_are_made_by_id_or_name() -> None:
    assert frame.old("keyboardButton", text="t").ID == 0x7D170CFF
    assert frame.old(0xB2B15770, rows=[]) == api.ReplyInlineMarkup(rows=[])
    assert frame.old(0x48A30254, rows=[]).NAME == "replyInlineMarkup"
