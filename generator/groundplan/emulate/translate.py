"""From a registration to the calls that make it, with every input leaf accounted for."""

import copy
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from groundplan.emulate.models import members, operation
from groundplan.emulate.report import Inputs
from groundplan.emulate.shapes import Matching, leaves, match, plain
from groundplan.emulate.spec import Call, Read, Type
from groundplan.emulate.words import OMIT, render_all
from groundplan.engine.cloud import Registration
from groundplan.engine.schema import input_names, output_names, required_names
from groundplan.engine.synthetic import AUTO_NAMED, NOT_NAMED
from groundplan.errors import EmulationError, Problem

OVERRIDES = "generator/groundplan/emulate/overrides"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One call with its inputs, its parameters still open where they need an answer.

    Attributes:
        call: The spec of the call.
        service: boto3 service.
        matched: Parameters matched from inputs.
        element: Element of the list, for a call made once per element.
    """

    call: Call
    service: str
    matched: Mapping[str, Any]
    element: Any = None

    def params(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters of the call, now that the words are known."""
        if self.element is not None:
            words = {**words, "each": self.element}
        return merge(self.matched, render_all(self.call.params, words))

    def wanted(self, words: Mapping[str, Any]) -> bool:
        """Whether the call is made at all."""
        return self.call.when is None or bool(self.call.when(words))


@dataclass(kw_only=True)
class Translation:
    """What one resource becomes.

    Attributes:
        steps: Calls in order, the first one creates.
        inputs: Where each leaf went.
        values: Inputs with the physical name and all tags.
    """

    steps: list[Step]
    inputs: Inputs
    values: dict[str, Any]


@dataclass(kw_only=True)
class _Accounts:
    sent: list[str] = field(default_factory=list)
    unknown: dict[str, tuple[str, list[str]]] = field(default_factory=dict)


def effective_inputs(registration: Registration, name: str) -> dict[str, Any]:
    """Inputs as AWS will see them: with the physical name and the provider's tags."""
    values = copy.deepcopy(dict(registration.inputs))
    outputs = output_names(registration.type)
    name_property = name_input(registration.type)
    if name_property and not values.get(name_property):
        values[name_property] = name
    if "tagsAll" in outputs:
        values["tags"] = {**registration.default_tags, **(values.get("tags") or {})}
    return {key: value for key, value in values.items() if value is not None}


def name_input(token: str) -> str:
    """Input that holds the physical name and is filled by Pulumi; empty where none is."""
    name_property = AUTO_NAMED.get(token, "name")
    if token in NOT_NAMED or plain(name_property) not in _input_names(token):
        return ""
    return name_property


@cache
def is_required(token: str, name: str) -> bool:
    """True for an input that the program has to give."""
    return plain(name) in {plain(each) for each in required_names(token)}


@cache
def _input_names(token: str) -> frozenset[str]:
    """Inputs of a type, without case and underscores."""
    return frozenset(plain(name) for name in input_names(token))


def translate(registration: Registration, spec: Type, name: str) -> Translation:
    """Work out the calls of a resource.

    Raises:
        EmulationError: An input leaf has no place.
    """
    values = effective_inputs(registration, name)
    words = {
        **values,
        "physical": name,
        "account": registration.account,
        "region": registration.region,
        "urn": registration.urn,
    }
    values = {**render_all(spec.defaults, words), **values}
    silent, lacking = _listed(values, spec.provider_only), _listed(values, spec.not_emulated)
    rest = _without(values, [*spec.provider_only, *spec.not_emulated])
    account = _Accounts()
    steps = [
        step for call, inputs in _divide(spec, rest) for step in _steps(call, inputs, spec, account)
    ]
    _refuse(registration, spec, account)
    return Translation(
        steps=steps,
        inputs=Inputs(
            sent=tuple(dict.fromkeys(account.sent)), provider_only=silent, not_emulated=lacking
        ),
        values=values,
    )


def _divide(spec: Type, inputs: Mapping[str, Any]) -> Iterator[tuple[Call, dict[str, Any]]]:
    """Each call with the inputs it takes; the create call gets what nobody else takes."""
    later = [*([spec.tags] if spec.tags else []), *spec.then]
    taken = {name for call in later for name in takes(call, spec)}
    if spec.create is not None:
        own = spec.create.takes
        yield (
            spec.create,
            {k: v for k, v in inputs.items() if k in own or (k not in taken)},
        )
    for call in later:
        mine = {k: inputs[k] for k in takes(call, spec) if k in inputs}
        if mine or (not call.takes and call is not spec.tags):
            yield call, mine


def takes(call: Call, spec: Type) -> tuple[str, ...]:
    """Top-level inputs that a call consumes by name."""
    return call.takes or (("tags",) if call is spec.tags else ())


def _steps(call: Call, inputs: Mapping[str, Any], spec: Type, account: _Accounts) -> Iterator[Step]:
    service = call.service or spec.service
    if call.each:
        account.sent.extend(leaves(inputs))
        for element in inputs.get(call.each) or []:
            yield Step(call=call, service=service, matched={}, element=element)
        return
    if not call.match:
        account.sent.extend(leaves(inputs))
        yield Step(call=call, service=service, matched={})
        return
    yield Step(call=call, service=service, matched=_matched(call, inputs, spec, service, account))


def _matched(
    call: Call, inputs: Mapping[str, Any], spec: Type, service: str, account: _Accounts
) -> dict[str, Any]:
    shape = operation(service, call.operation).input_shape
    values = converted(inputs, call.convert)
    result: dict[str, Any] = {}
    tags = values.get("tags")
    if spec.ec2_tags and call is spec.create:
        values.pop("tags", None)
        if tags:
            account.sent.extend(leaves(tags, "tags"))
            pairs = [{"Key": key, "Value": str(value)} for key, value in sorted(tags.items())]
            result["TagSpecifications"] = [{"ResourceType": spec.ec2_tags, "Tags": pairs}]
    elif tags == {} and not call.names.get("tags"):
        values.pop("tags")
    state = Matching(
        names=call.names,
        resource=resource_word(call.operation),
        root=result,
        root_shape=shape,
    )
    wrap = call.wrap.removesuffix("[]")
    target = shape
    for part in wrap.split(".") if wrap else ():
        target = members(target)[part]
    if wrap != call.wrap:
        target = target.member
    found = match(values, target, state, top=True)
    account.sent.extend(state.sent)
    account.unknown.update({leaf: (call.operation, near) for leaf, near in state.unknown.items()})
    if wrap:
        inner: Any = found if wrap == call.wrap else [found]
        for part in reversed(wrap.split(".")):
            inner = {part: inner}
        return merge(result, inner)
    return merge(found, result)


def resource_word(method: str) -> str:
    """The resource an operation is about: ``db_instance`` of ``create_db_instance``."""
    return method.partition("_")[2]


def converted(
    inputs: Mapping[str, Any], conversions: Mapping[str, Callable[[Any], Any]]
) -> dict[str, Any]:
    """Inputs with the spec's conversions done."""
    values = copy.deepcopy(dict(inputs))
    for path, function in conversions.items():
        _convert_at(values, path.split("."), function)
    return values


def _convert_at(value: Any, path: list[str], function: Callable[[Any], Any]) -> None:
    if isinstance(value, list):
        for item in value:
            _convert_at(item, path, function)
    elif isinstance(value, dict) and path[0] in value and value[path[0]] is not None:
        if len(path) == 1:
            value[path[0]] = function(value[path[0]])
        else:
            _convert_at(value[path[0]], path[1:], function)


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two parameter sets; structures are merged, anything else in ``over`` wins."""
    result = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merge(result[key], value) if both else value
    return result


def _listed(values: Mapping[str, Any], reasons: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for leaf in dict.fromkeys(leaves(values)):
        for path, reason in reasons.items():
            if leaf == path or leaf.startswith(f"{path}."):
                found[leaf] = reason
    return found


def _without(values: Mapping[str, Any], paths: list[str]) -> dict[str, Any]:
    result = copy.deepcopy(dict(values))
    for path in paths:
        _remove(result, path.split("."))
    return result


def _remove(value: Any, path: list[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _remove(item, path)
    elif isinstance(value, dict) and path[0] in value:
        if len(path) == 1:
            del value[path[0]]
        else:
            _remove(value[path[0]], path[1:])


def _refuse(registration: Registration, spec: Type, account: _Accounts) -> None:
    if not account.unknown:
        return
    file = f"{OVERRIDES}/{spec.file}"
    raise EmulationError(
        Problem(
            what=f"has an input that {method} does not know",
            where=f"{registration.stack}: {registration.type} {registration.name}",
            got=leaf,
            allowed=f"nearest: {', '.join(near)}" if near else "",
            fix=f"say where it goes, or why it does not, in {file}",
        )
        for leaf, (method, near) in account.unknown.items()
    )


def nearest(word: str, known: list[str]) -> str:
    """The most similar known word, or nothing."""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.3)), "")


__all__ = ["OMIT", "Read", "Step", "Translation", "effective_inputs", "merge", "translate"]
