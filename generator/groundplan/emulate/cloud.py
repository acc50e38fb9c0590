"""Answers running programs from the emulated accounts."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from groundplan.emulate.changes import changed_inputs, delete_first, plan_change
from groundplan.emulate.find import find_type, unknown_type
from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.lifecycle import Takedown, apply_change, take_down
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
    """A `Cloud` in which every registration becomes calls to the emulated accounts.

    It remembers what it made, as Pulumi's state does: programs that run again change what
    differs, and `finish` deletes what they no longer ask for.
    """

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.living: dict[str, Living] = {}
        self.reports: dict[str, ResourceReport] = {}
        self.differences: list[Problem] = []
        self.seen: set[str] = set()
        self.replaced: list[Living] = []
        self._states: dict[str, Mapping[str, Any]] = {}

    def create(self, registration: Registration) -> Answer:
        """Make the resource, or what has changed of it, and tell its state."""
        spec = find_type(registration.type)
        if spec is None:
            raise unknown_type(registration)
        made_up = synthesize(registration)
        self.seen.add(registration.urn)
        if registration.lookup_id or spec.lacking:
            return self._only_told(registration, spec, made_up)
        return self._bring_about(registration, spec, made_up.state)

    def invoke(
        self, token: str, arguments: Mapping[str, Any], *, account: str, region: str
    ) -> Mapping[str, Any]:
        """Answer a provider function."""
        return answer_function(token, arguments, account=account, region=region)

    def finish(self, stacks: Collection[str]) -> Takedown:
        """Delete what the programs of these stacks no longer ask for."""
        gone = [
            living
            for urn, living in self.living.items()
            if urn not in self.seen and living.registration.stack in stacks
        ]
        # Nothing asks for a replaced resource any more: its dependents have the new one.
        result = take_down(self.replaced, self.gateway, [])
        result.add(take_down(gone, self.gateway, list(self.living.values())))
        self._forget(result)
        self.replaced, self.seen = [], set()
        return result

    def destroy(self) -> Takedown:
        """Delete everything, the last made first."""
        result = take_down(list(self.living.values()), self.gateway, [])
        self._forget(result)
        return result

    def _forget(self, result: Takedown) -> None:
        for living in result.gone:
            urn = living.registration.urn
            if self.living.get(urn) is living:
                del self.living[urn]
                self.reports.pop(urn, None)

    def _only_told(self, registration: Registration, spec: Type, made_up: Answer) -> Answer:
        action = "read" if registration.lookup_id else "told"
        self._report(registration, made_up.id, action, Inputs(), lacking=spec.lacking)
        return made_up

    def _bring_about(
        self, registration: Registration, spec: Type, made_up: Mapping[str, Any]
    ) -> Answer:
        before = self.gateway.calls
        self.gateway.own_backend_used = False
        self.gateway.store.imported = registration.options.import_id
        known = self.living.get(registration.urn)
        try:
            living, action = self._resource(registration, spec, known)
            if action == "unchanged":
                return self._unchanged(registration, living)
            comparison = living.compare(self.gateway)
            living.finished = True
        except CallError as error:
            raise refused(self.living[registration.urn], error) from error
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
            action,
            living.translation.inputs,
            calls=self.gateway.calls - before,
            compared=comparison.compared,
            never=comparison.never,
        )
        state = outputs(living, {**made_up, "id": living.id})
        state.pop("id", None)
        living.words.update({"arn": state.get("arn")} if state.get("arn") else {})
        self._states[registration.urn] = state
        return Answer(id=living.id, state=state)

    def _resource(
        self, registration: Registration, spec: Type, known: Living | None
    ) -> tuple[Living, str]:
        """The resource as the program wants it, and what was done to get there."""
        if known is None or not known.sent:
            action = "imported" if registration.options.import_id else "created"
            return self._made(registration, spec), action
        name = physical_name(registration, known.generation)
        translation = translate(registration, spec, name)
        changed = changed_inputs(known, translation.values)
        if not known.finished:
            known.adopt(registration, translation)
            known.make(self.gateway)
            return known, "completed"
        if (known.registration.account, known.registration.region) != (
            registration.account,
            registration.region,
        ):
            return self._replace(registration, spec, known, ["region"]), "replaced"
        if not changed:
            known.registration = registration
            return known, "unchanged"
        change = plan_change(known, registration, translation, changed)
        if change.replace:
            return self._replace(registration, spec, known, change.replace), "replaced"
        apply_change(known, registration, translation, change, self.gateway)
        return known, "updated"

    def _made(self, registration: Registration, spec: Type, generation: int = 0) -> Living:
        name = physical_name(registration, generation)
        living = Living(
            registration=registration,
            spec=spec,
            translation=translate(registration, spec, name),
            name=name,
            words={},
            generation=generation,
        )
        living.words = first_words(living)
        self.living[registration.urn] = living
        living.make(self.gateway)
        return living

    def _replace(
        self, registration: Registration, spec: Type, old: Living, why: list[str]
    ) -> Living:
        if old.registration.options.protect:
            raise EmulationError(
                Problem(
                    what=f"{', '.join(why)} can only change with a new resource, "
                    "and Pulumi refuses to replace a protected one",
                    where=old.label,
                    fix="undo the change, or take the protection off first",
                )
            )
        if delete_first(old, registration, why):
            taken = take_down([old], self.gateway, [])
            if not taken.gone and taken.refused:
                raise EmulationError(taken.refused)
        else:
            self.replaced.append(old)
        return self._made(registration, spec, old.generation + 1)

    def _unchanged(self, registration: Registration, living: Living) -> Answer:
        urn = registration.urn
        self.reports[urn] = replace(self.reports[urn], action="unchanged", calls=0)
        return Answer(id=living.id, state=self._states[urn])

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
