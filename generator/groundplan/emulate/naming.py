"""Names a resource goes by before AWS has told anything of it."""

from dataclasses import replace
from typing import Any

from groundplan.emulate.living import Living
from groundplan.emulate.translate import name_input
from groundplan.emulate.words import render_all
from groundplan.engine.cloud import Registration
from groundplan.engine.synthesize import auto_name


def given_name(registration: Registration) -> str:
    """Name the program gives; empty where it leaves that to Pulumi."""
    return str(registration.inputs.get(name_input(registration.type) or "name") or "")


def physical_name(registration: Registration, generation: int = 0) -> str:
    """Name given by the program, or one in the form of Pulumi's auto-naming."""
    given = given_name(registration)
    if given:
        return given
    if generation:
        registration = replace(registration, urn=f"{registration.urn}#{generation}")
    return auto_name(registration)


def first_words(living: Living) -> dict[str, Any]:
    """What is known of a resource before any call."""
    r = living.registration
    words = {
        **living.translation.values,
        "account": r.account,
        "region": r.region,
        "physical": living.name,
        "logical": r.name,
        "urn": r.urn,
    }
    return {**words, **render_all(living.spec.words, words)}
