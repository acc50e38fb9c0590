"""Other values for the inputs of a resource that stands, tried one by one and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from groundplan.emulate.changes import changed_inputs, plan_change
from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.living import Living
from groundplan.emulate.translate import translate
from groundplan.emulate.update import apply_change


def other(value: Any) -> Any:
    """Another value of the same kind; None where nothing plausible is known."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str) and value.isdigit():
        return str(int(value) + 1)
    if isinstance(value, str) and " " in value and value[0] not in "{[":
        return f"{value} more"
    return None


def changes_in_place(living: Living, gateway: Gateway) -> Iterator[tuple[str, str]]:
    """Inputs whose change went wrong, with what happened; each change is taken back."""
    was, spec = living.registration, living.spec
    for name, value in was.inputs.items():
        if name in spec.provider_only or name in spec.not_emulated or other(value) is None:
            continue
        for registration in (replace(was, inputs={**was.inputs, name: other(value)}), was):
            translation = translate(registration, spec, living.name)
            changed = changed_inputs(living, translation.values)
            change = plan_change(living, registration, translation, changed)
            if change.replace or not changed:
                break
            calls = len(gateway.writes)
            try:
                apply_change(living, registration, translation, change, gateway)
            except CallError as error:
                yield name, error.code
                break
            for difference in living.compare(gateway).differences:
                yield name, f"{difference.path} is {difference.found}"
            if len(gateway.writes) == calls:
                yield name, "no call"
