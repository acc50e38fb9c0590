"""Coverage is counted where a type is shown worst, never where it is shown best."""

import pytest

from groundplan.emulate.coverage import by_verdict, markdown, rows, share_read_back
from groundplan.emulate.report import Inputs, Report, ResourceReport


def resource(stack: str, kind: str, **told: object) -> ResourceReport:
    """A resource of a report, created and read back unless told otherwise."""
    values: dict[str, object] = {
        "stack": stack,
        "type": kind,
        "name": "x",
        "urn": f"{stack} {kind}",
        "account": "666666666666",
        "region": "eu-west-1",
        "id": "x",
        "action": "created",
        "calls": 2,
        "inputs": Inputs(),
        "compared": 1,
    }
    return ResourceReport(**{**values, **told})  # type: ignore[arg-type]


REPORT = Report(
    resources=(
        resource("foundation/prod", "aws:a/a:A"),
        resource("application/prod", "aws:a/a:A", compared=0),
        resource("application/prod", "aws:b/b:B"),
        resource("application/prod", "aws:c/c:C", action="told", compared=0),
        resource("application/prod", "aws:d/d:D", compared=0, not_emulated="moto lacks it"),
    )
)


def test_each_layer_tells_what_it_shows_of_a_type() -> None:
    assert {(row.layer, row.type[-1]): row.verdict for row in rows(REPORT)} == {
        ("foundation", "A"): "read back equal",
        ("application", "A"): "created",
        ("application", "B"): "read back equal",
        ("application", "C"): "validated only",
        ("application", "D"): "not emulated",
    }


def test_a_type_that_one_layer_does_not_read_back_is_not_counted_as_read_back() -> None:
    found = rows(REPORT)
    assert by_verdict(found) == {
        "read back equal": 1,
        "created": 1,
        "validated only": 1,
        "not emulated": 1,
    }
    assert share_read_back(found) == pytest.approx(0.25)
    assert "4 types: 1 read back equal, 1 created, 1 validated only, 1 not emulated." in markdown(
        found, "5"
    )
