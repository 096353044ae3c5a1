from chappe.tl import stubs
from chappe.tl.parse import parse


def test_the_stubs_say_what_the_schema_says() -> None:
    assert stubs.stale() == []
    assert stubs.main(["--check"]) == 0


def stub_of(text: str) -> list[str]:
    stub = stubs.Stub("help")
    for shape in parse(text):
        stub.add_class(shape, stubs.class_name(shape.name))
    return stub.text("").splitlines()


def test_a_constructor_has_typed_fields_and_a_union() -> None:
    lines = stub_of("help.a#1 flags:# x:flags.0?int on:flags.1?true y:Vector<User> = help.A;")
    assert "class A(TLObject):" in lines
    assert "    x: int | None = ..." in lines
    assert "    on: bool = ..." in lines
    assert "    y: list[_root.TypeUser]" in lines
    assert "import chappe.tl.api as _root" in lines
    assert lines[-1] == "TypeA: TypeAlias = A"


def test_a_request_names_its_result() -> None:
    lines = stub_of("---functions---\nhelp.get#1 bytes:int z:bytes = help.A;")
    assert "class Get(TLRequest[TypeA]):" in lines
    assert "    z: builtins.bytes" in lines
