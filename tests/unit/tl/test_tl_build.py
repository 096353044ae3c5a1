import pytest

from chappe.tl import api
from chappe.tl.api.messages import SendMessage
from chappe.tl.build import TLObject, TLRequest, absent_value, class_name, class_of, field_name
from chappe.tl.parse import Param, load


@pytest.mark.parametrize(
    ("wire_name", "name"),
    [
        ("resPQ", "ResPQ"),
        ("msgs_ack", "MsgsAck"),
        ("server_DH_params_ok", "ServerDHParamsOk"),
        ("help.getConfig", "GetConfig"),
    ],
)
def test_a_class_is_named_after_the_wire(wire_name: str, name: str) -> None:
    assert class_name(wire_name) == name


def test_the_modules_hold_the_classes() -> None:
    assert api.messages.SendMessage is SendMessage
    assert api.User.__module__ == "chappe.tl.api"
    assert SendMessage.__module__ == "chappe.tl.api.messages"
    assert "User" in dir(api)
    assert "SendMessage" in dir(api.messages)
    for module in (api, api.messages):
        with pytest.raises(AttributeError):
            module.NoSuchThing  # noqa: B018 - the access is the test


def test_a_class_knows_its_place_on_the_wire() -> None:
    assert (api.help.GetConfig.NAME, api.help.GetConfig.ID) == ("help.getConfig", 0xC4F9186B)
    assert issubclass(api.help.GetConfig, TLRequest)
    assert not issubclass(api.Config, TLRequest)
    assert class_of(api.User.SHAPE) is api.User


def test_fields_are_keywords_and_the_optional_ones_may_lack() -> None:
    user = api.User(id=7, self=True)
    assert (user.id, user.self, user.bot, user.first_name) == (7, True, False, None)
    with pytest.raises(TypeError):
        api.User()
    with pytest.raises(TypeError):
        api.User(7)
    with pytest.raises(AttributeError):
        user.nickname = "x"


def test_a_keyword_of_python_gets_an_underscore() -> None:
    assert field_name(Param("from", "Peer", None)) == "from_"
    assert api.StoryFwdHeader(from_=api.PeerUser(user_id=1)).from_ == api.PeerUser(user_id=1)


def test_an_absent_field_is_none_or_false() -> None:
    assert absent_value(Param("x", "true", ("flags", 1))) == "False"
    assert absent_value(Param("x", "int", ("flags", 1))) == "None"


def test_objects_are_equal_by_shape_and_fields() -> None:
    assert api.PeerUser(user_id=1) == api.PeerUser(user_id=1)
    assert api.PeerUser(user_id=1) != api.PeerUser(user_id=2)
    assert api.PeerUser(user_id=1) != api.PeerChat(chat_id=1)
    assert api.PeerUser(user_id=1) != 1
    with pytest.raises(TypeError):
        hash(api.PeerUser(user_id=1))


def test_a_representation_shows_what_is_there() -> None:
    assert repr(api.User(id=1, first_name="A")) == "User(id=1, first_name='A')"


def test_a_request_made_here_was_asked_as_itself() -> None:
    request = api.help.GetConfig()
    assert request.asked_as == request.ID
    request.asked_as = 5
    assert request.asked_as == 5
    assert request == api.help.GetConfig()


def test_every_class_can_be_made() -> None:
    for shape in load("api.tl"):
        cls = class_of(shape)
        assert issubclass(cls, TLObject)
        assert cls(**dict.fromkeys(cls.FIELDS)).FIELDS == cls.FIELDS
