"""What the provider is not asked is told apart from what it answered."""

from groundplan.verify.convert import Converted
from groundplan.verify.probes import probes, unprobed
from groundplan.verify.schema import Attribute, Block, ProviderSchema
from tests.verify.estates import resource

TEXT = Attribute("string")


def block(parts: int) -> Block:
    return Block("list", {"text": TEXT}, {f"part_{n}": Block("list") for n in range(parts)})


def converted() -> Converted:
    made = resource("aws:a/b:C", "one", {"name": "x", "rules": [{"text": "y"}], "action": {}})
    origins = {("name",): "name", ("rule",): "rules", ("rule", 0, "text"): "rules[0].text"}
    body = {"name": "x", "rule": [{"text": "y"}], "default_action": [{}]}
    return Converted(
        resource=made,
        stack="foundation/prod",
        type="aws_c",
        label="one",
        body=body,
        origins={**origins, ("default_action",): "defaultAction"},
    )


def schema(parts: int) -> ProviderSchema:
    blocks = {"rule": block(parts), "default_action": block(0)}
    return ProviderSchema("1", {}, {"aws_c": Block("type", {"name": TEXT}, blocks)})


def test_blocks_of_a_type_too_deep_to_ask_are_named_even_where_empty() -> None:
    known = schema(1000)
    assert unprobed(converted(), known["aws_c"]) == {"rules", "defaultAction"}


def test_of_any_other_type_nothing_is_left_out() -> None:
    known = schema(2)
    assert unprobed(converted(), known["aws_c"]) == set()
    assert {"", "name", "rules.text"} <= {probe.name for probe in probes([converted()], known)}
