"""Answers running programs from the emulated accounts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from groundplan.emulate.find import find_type, unknown_type
from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.living import Living, outputs
from groundplan.emulate.report import Inputs, ResourceReport
from groundplan.emulate.spec import Type
from groundplan.emulate.translate import name_input, translate
from groundplan.emulate.words import render_all
from groundplan.engine.cloud import Answer, Registration
from groundplan.engine.functions import answer_function
from groundplan.engine.synthesize import auto_name, synthesize
from groundplan.errors import EmulationError, Problem


class EmulatedCloud:
    """A `Cloud` in which every registration becomes calls to the emulated accounts."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.living: dict[str, Living] = {}
        self.reports: dict[str, ResourceReport] = {}
        self.differences: list[Problem] = []

    def create(self, registration: Registration) -> Answer:
        """Make the resource, or what has changed of it, and tell its state."""
        spec = find_type(registration.type)
        if spec is None:
            raise unknown_type(registration)
        made_up = synthesize(registration)
        if registration.lookup_id or spec.lacking:
            return self._only_told(registration, spec, made_up)
        return self._create(registration, spec, made_up.state)

    def invoke(
        self, token: str, arguments: Mapping[str, Any], *, account: str, region: str
    ) -> Mapping[str, Any]:
        """Answer a provider function."""
        return answer_function(token, arguments, account=account, region=region)

    def _only_told(self, registration: Registration, spec: Type, made_up: Answer) -> Answer:
        action = "read" if registration.lookup_id else "told"
        self._report(registration, made_up.id, action, Inputs(), lacking=spec.lacking)
        return made_up

    def _create(self, registration: Registration, spec: Type, made_up: Mapping[str, Any]) -> Answer:
        before = self.gateway.calls
        self.gateway.own_backend_used = False
        name = physical_name(registration)
        living = Living(
            registration=registration,
            spec=spec,
            translation=translate(registration, spec, name),
            name=name,
            words={},
        )
        living.words = first_words(living)
        self.living[registration.urn] = living
        self.gateway.store.imported = registration.options.import_id
        try:
            living.make(self.gateway)
            comparison = living.compare(self.gateway)
        except CallError as error:
            raise refused(living, error) from error
        finally:
            self.gateway.store.imported = ""
        self.differences.extend(
            Problem(
                what=f"{d.path} is read back differently",
                where=living.label,
                got=f"{d.found!r}",
                allowed=f"{d.sent!r}",
            )
            for d in comparison.differences
        )
        self._report(
            registration,
            living.id,
            "imported" if registration.options.import_id else "created",
            living.translation.inputs,
            calls=self.gateway.calls - before,
            compared=comparison.compared,
            never=comparison.never,
        )
        state = outputs(living, {**made_up, "id": living.id})
        state.pop("id", None)
        return Answer(id=living.id, state=state)

    def _report(
        self,
        registration: Registration,
        id_: str,
        action: str,
        inputs: Inputs,
        *,
        calls: int = 0,
        compared: int = 0,
        never: Mapping[str, str] | None = None,
        lacking: str = "",
    ) -> None:
        r = registration
        self.reports[r.urn] = ResourceReport(
            stack=r.stack,
            type=r.type,
            name=r.name,
            urn=r.urn,
            account=r.account,
            region=r.region,
            id=id_,
            action=action,
            calls=calls,
            inputs=inputs,
            compared=compared,
            never_returned=never or {},
            not_emulated=lacking,
            backend=self.gateway.own_backend_used,
        )


def physical_name(registration: Registration, generation: int = 0) -> str:
    """Name given by the program, or one in the form of Pulumi's auto-naming."""
    given = registration.inputs.get(name_input(registration.type) or "name")
    if given:
        return str(given)
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


def refused(living: Living, error: CallError) -> EmulationError:
    """The error to show for a call that failed."""
    fix = ""
    if error.code in {"NotImplemented", "404", "MotoFailure"}:
        file = error.service.replace("-", "_")
        fix = f"close the hole in generator/groundplan/emulate/backends/{file}.py"
    return EmulationError(
        Problem(
            what=f"{error.service}.{error.method} failed with {error.code}",
            where=living.label,
            got=error.message,
            fix=fix,
        )
    )
