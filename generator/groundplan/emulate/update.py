"""Makes the calls of a change, in the provider's order, and reads the resource again."""

from collections.abc import Mapping
from typing import Any

from groundplan.emulate.changes import Change, remade, update_params, words_of_change
from groundplan.emulate.gateway import CallError, Gateway
from groundplan.emulate.living import TAG_PARAMETERS, Living
from groundplan.emulate.spec import Call
from groundplan.emulate.tagging import tag_calls
from groundplan.emulate.translate import Step, Translation
from groundplan.emulate.words import render, render_all
from groundplan.engine.cloud import Registration

_READING = ("describe_", "get_", "list_")

_Words = dict[str, Any]


def apply_change(
    living: Living,
    registration: Registration,
    translation: Translation,
    change: Change,
    gateway: Gateway,
) -> None:
    """Make the calls of an update and read the resource again.

    Raises:
        CallError: A call failed; the resource is known as it was before.
    """
    former, sent = (living.registration, living.translation), dict(living.sent)
    words = words_of_change(living, translation)
    again = [(call, *remade(call, living, translation)) for call in change.again]
    living.adopt(registration, translation)
    try:
        for call, names in change.updates:
            _update(living, call, names, words, gateway)
        if change.tags:
            for method, params in tag_calls(living, words["before"], words["after"]):
                living.call(gateway, living.spec.service, method, params)
        for call, gone, fresh in again:
            _make_again(living, call, gone, fresh, words, gateway)
        living.words.update(render_all(living.spec.words, living.words))
        _remember(living, change)
        living.read(gateway)
    except CallError:
        # What was not changed is still different for the next run.
        living.adopt(*former)
        living.sent = sent
        raise


def _update(living: Living, call: Call, names: list[str], words: _Words, gateway: Gateway) -> None:
    for question in living.spec.update:
        if question.operation.startswith(_READING):
            living.perform(question, render_all(question.params, living.words), gateway)
    now = _now(living, words)
    if call.each:
        was, will = words["before"].get(call.each) or (), words["after"].get(call.each) or ()
        for element in (item for item in was if item not in will):
            _take_back(living, call, {"each": element}, words, gateway)
        for element in (item for item in will if item not in was):
            _perform(living, call, {**_now(living, words), "each": element}, gateway)
        return
    if call.when is not None and not call.when(now):
        return
    params = update_params(call, living.spec, living.translation.values, names, now)
    living.perform(call, params, gateway)
    if call.id:
        living.id = living.words["id"] = str(render(call.id, living.words))


def _make_again(
    living: Living,
    call: Call,
    gone: list[Step],
    fresh: list[Step],
    words: _Words,
    gateway: Gateway,
) -> None:
    for step in gone:
        more = {} if step.element is None else {"each": step.element}
        _take_back(living, call, more, words, gateway)
    for step in fresh:
        now = _now(living, words)
        if step.wanted(now):
            living.perform(call, _without_tags(step.params(now), living, call), gateway)


def _without_tags(params: dict[str, Any], living: Living, call: Call) -> dict[str, Any]:
    """Parameters of a first call that is made again: tags have calls of their own by now."""
    if call is not living.spec.create:
        return params
    return {name: value for name, value in params.items() if name not in TAG_PARAMETERS}


def _take_back(
    living: Living, call: Call, more: Mapping[str, Any], words: _Words, gateway: Gateway
) -> None:
    """Undo a call, with the inputs as they were; what is gone already need not go."""
    if call.undo is None:
        return
    was = {k: v for k, v in _now(living, words).items() if k not in words["after"]}
    try:
        _perform(living, call.undo, {**was, **words["before"], **more}, gateway)
    except CallError as error:
        if not error.says_gone:
            raise


def _perform(living: Living, call: Call, words: _Words, gateway: Gateway) -> None:
    if call.when is None or call.when(words):
        living.perform(call, render_all(call.params, words), gateway)


def _now(living: Living, words: _Words) -> _Words:
    """Words with what the calls so far have answered."""
    return {**living.words, "before": words["before"], "after": words["after"]}


def _remember(living: Living, change: Change) -> None:
    """Keep what is to be read back from now on."""
    sent = {}
    for number, step in enumerate(living.translation.steps):
        again = any(step.call is call for call in change.again)
        if step.wanted(living.words) if again else number in living.sent:
            sent[number] = step.params(living.words)
    living.sent = sent
