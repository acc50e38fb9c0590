"""Answers running programs from the emulated accounts."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from groundplan.emulate.changes import changed_inputs, delete_first, must_go_too, plan_change
from groundplan.emulate.find import find_type, unknown_type
from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.lifecycle import (
    Takedown,
    reason_to_stay,
    take_down,
    unwanted_survivors,
)
from groundplan.emulate.living import Comparison, Living, identity, outputs
from groundplan.emulate.naming import first_words, given_name, physical_name
from groundplan.emulate.refusal import Refusals, refused
from groundplan.emulate.report import Inputs, ResourceReport
from groundplan.emulate.shapes import plain
from groundplan.emulate.spec import Type
from groundplan.emulate.translate import translate
from groundplan.emulate.update import apply_change
from groundplan.engine.aliases import canonical
from groundplan.engine.cloud import Answer, Registration
from groundplan.engine.functions import answer_function
from groundplan.engine.synthesize import synthesize
from groundplan.errors import EmulationError, Problem
from groundplan.replacement import TRIGGER


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
        self.made_way: list[Living] = []
        self.refusals = Refusals()
        self.notes: list[str] = []
        self.stopping = False
        self._states: dict[str, Mapping[str, Any]] = {}

    def create(self, registration: Registration) -> Answer:
        """Make the resource, or what has changed of it, and tell its state."""
        if self.stopping:
            raise EmulationError(
                Problem(
                    what="interrupted before this resource",
                    where=f"{registration.stack}: {registration.name}",
                    got=f"{len(self.living)} resources stood in the emulated accounts, which end "
                    "with the command: nothing is left to clean up",
                    fix="run it again, it starts anew; on AWS `pulumi up` would go on from here",
                )
            )
        self._follow(registration)
        if not self.refusals.going_on:
            return self._create(registration)
        if not self.refusals.waits(registration):
            try:
                return self._create(registration)
            except EmulationError as error:
                self.refusals.add(registration, error.problems)
        return self._as_before(registration)

    def invoke(
        self, token: str, arguments: Mapping[str, Any], *, account: str, region: str
    ) -> Mapping[str, Any]:
        """Answer a provider function."""
        return answer_function(token, arguments, account=account, region=region)

    def finish(self, stacks: Collection[str]) -> Takedown:
        """Delete what the programs of these stacks no longer ask for, and what was replaced."""
        living = list(self.living.values())
        gone = [
            each
            for urn, each in self.living.items()
            if urn not in self.seen and each.registration.stack in stacks
        ]
        wanted = [each for each in self.replaced if not self.refusals.holds(each, living)] + gone
        result = take_down(wanted, self.gateway)
        result.refused = unwanted_survivors(wanted, result)
        self._forget(result)
        self.replaced, self.seen = [], set()
        return result

    def destroy(self) -> Takedown:
        """Delete everything, the last made first."""
        result = take_down(list(self.living.values()), self.gateway)
        self._forget(result)
        return result

    def _create(self, registration: Registration) -> Answer:
        spec = find_type(registration.type)
        if spec is None:
            raise unknown_type(registration)
        made_up = synthesize(registration)
        self.seen.add(registration.urn)
        if registration.lookup_id or spec.lacking:
            return self._only_told(registration, spec, made_up)
        return self._bring_about(registration, spec, made_up.state)

    def _follow(self, registration: Registration) -> None:
        """Take over what lives under a former URN."""
        urn, aliases = registration.urn, registration.options.aliases
        if not aliases or urn in self.living:
            return
        former = next((u for u in self.living if canonical(u) in aliases), None)
        if former is None or former in self.seen:
            return
        self.living[urn] = self.living.pop(former)
        if former in self._states:
            self._states[urn] = self._states.pop(former)
            told = self.reports.pop(former)
            self.reports[urn] = replace(told, urn=urn, name=registration.name)

    def _as_before(self, registration: Registration) -> Answer:
        """What a program is told of a resource that is not touched: what there was."""
        urn = registration.urn
        self.seen.add(urn)
        known = self.living.get(urn)
        if known is None or urn not in self._states:
            return synthesize(registration)
        return self._unchanged(registration, known)

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
            comparison = living.compare(self.gateway) if not living.untold else Comparison()
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
            if action != "updated" or not _left_alone(registration, d.path)
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
        # A name Pulumi made up stays, whatever the resource is called by now.
        name = given_name(registration) or known.name
        translation = translate(registration, spec, name)
        changed = changed_inputs(known, translation.values)
        if not known.finished:
            known.adopt(registration, translation)
            known.make(self.gateway)
            return known, "completed"
        if why := _elsewhere(known.registration, registration):
            return self._replace(registration, spec, known, [why]), "replaced"
        if not changed:
            known.registration = registration
            return known, "unchanged"
        change = plan_change(known, registration, translation, changed)
        if change.replace:
            return self._replace(registration, spec, known, change.replace), "replaced"
        known.untold = known.untold or bool(change.untold)
        self.notes.extend(change.notes(known.label))
        apply_change(known, registration, translation, change, self.gateway)
        return known, "updated"

    def _made(self, registration: Registration, spec: Type, generation: int = 0) -> Living:
        name = physical_name(registration, generation)
        before = self.living.get(registration.urn)
        living = Living(
            registration=registration,
            spec=spec,
            translation=translate(registration, spec, name),
            name=name,
            words={},
            generation=generation,
            lost="" if before is None else before.lost,
        )
        living.words = first_words(living)
        self.living[registration.urn] = living
        living.make(self.gateway)
        if living.lost:
            self.notes.append(
                f"{living.label}: may be there twice, because the answer to {living.lost} was lost "
                "before; Pulumi knows the second only, look for the first and delete it"
            )
            living.lost = ""
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
            self._make_room(old)
            return self._made(registration, spec, old.generation + 1)
        try:
            made = self._made(registration, spec, old.generation + 1)
        except CallError:
            if not self.living[registration.urn].sent:
                self.living[registration.urn] = old
            raise
        if identity(made) == identity(old) and not reason_to_stay(old)[0]:
            raise EmulationError(
                Problem(
                    what=f"{', '.join(why)} can only change with a new resource, and the new one "
                    "is the same thing to AWS as the old one: deleting the old one, which "
                    "Pulumi does next, deletes both",
                    where=old.label,
                    got=old.id,
                    fix="give it the option delete_before_replace",
                )
            )
        self.replaced.append(old)
        return made

    def _make_room(self, old: Living) -> None:
        """Delete what is replaced, and before it what cannot live without it."""
        going, found = [old], [old]
        while found:
            found = [
                living
                for living in self.living.values()
                if living not in going and any(must_go_too(living, each) for each in found)
            ]
            going += found
        taken = take_down(going, self.gateway)
        self.made_way += taken.gone
        for living in taken.gone:
            if living is not old:
                self.living.pop(living.registration.urn, None)
        if old not in taken.gone:
            problems = unwanted_survivors(going, taken)
            raise EmulationError(
                problems
                or Problem(
                    what="has to go before the new one comes, and does not",
                    where=old.label,
                    got="; ".join(survivor.reason for survivor in taken.survivors),
                )
            )

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


def _elsewhere(old: Registration, new: Registration) -> str:
    """What makes a resource another one, whatever its inputs say; empty where nothing does."""
    if (old.account, old.region) != (new.account, new.region):
        return "region"
    same = old.options.replacement_trigger == new.options.replacement_trigger
    return "" if same else TRIGGER


def _left_alone(registration: Registration, path: str) -> bool:
    """Whether Pulumi is told to ignore an input, which somebody else may have changed since."""
    ignored = (path.partition(".")[0] for path in registration.options.ignore_changes)
    return plain(path.partition(".")[0].partition("[")[0]) in {plain(name) for name in ignored}
