"""One resource in the emulated accounts: made step by step, read back, compared."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count as count_up
from typing import Any

import jmespath

from groundplan.emulate.compare import ABSENT, Difference, count, differences, look_up
from groundplan.emulate.gateway import (
    Answer,
    CallError,
    Gateway,
    InterruptedCallError,
    LostAnswerError,
)
from groundplan.emulate.shapes import find_member
from groundplan.emulate.spec import Call, Read, Type
from groundplan.emulate.translate import Step, Translation, resource_word
from groundplan.emulate.words import OMIT, render, render_all, scalars
from groundplan.engine.cloud import Registration

_TAG_MEMBERS = ("Tags", "tags", "TagList", "TagSet", "TagsList", "ResourceTags")
TAG_PARAMETERS = {*_TAG_MEMBERS, "BackupVaultTags", "BackupPlanTags", "ResourceTags"}
"""Parameters that hold tags."""


@dataclass(kw_only=True)
class Living:
    """What is known of one resource.

    Attributes:
        registration: As the program last asked for it.
        spec: How its type lives in AWS.
        translation: Its calls.
        name: Physical name it was given.
        words: What templates may name.
        sent: Parameters of the steps made, by number.
        id: Pulumi's id; empty until the first call answered.
        document: What the create call's read returned.
        generation: How often it was replaced.
        untold: Something of it was changed by a call that is not emulated.
        finished: Every call was made, and what it made was read back.
        lost: The call that makes it, once its answer was lost: it may be there already.
        number: Place in the order of creation.
    """

    registration: Registration
    spec: Type
    translation: Translation
    name: str
    words: dict[str, Any]
    sent: dict[int, dict[str, Any]] = field(default_factory=dict)
    id: str = ""
    document: Any = None
    generation: int = 0
    untold: bool = False
    finished: bool = False
    lost: str = ""
    number: int = field(default_factory=count_up(1).__next__)

    @property
    def label(self) -> str:
        """How error texts name it."""
        r = self.registration
        return f"{r.stack}: {r.type} {r.name}"

    def make(self, gateway: Gateway) -> None:
        """Make every call that has not been made yet, then read the resource.

        Raises:
            CallError: A call failed; what was made before stays known.
        """
        for number, step in enumerate(self.translation.steps):
            if number not in self.sent and step.wanted(self.words):
                self._send(number, step, gateway)
        self._identify()
        self.read(gateway)

    def adopt(self, registration: Registration, translation: Translation) -> None:
        """Take over what a program asks for now."""
        sent: dict[int, dict[str, Any]] = {}
        for number, params in self.sent.items():
            was = self.translation.steps[number]
            for place, step in enumerate(translation.steps):
                same = step.call is was.call and step.element == was.element
                if same and place not in sent:
                    sent[place] = params
                    break
        gone = self.translation.values.keys() - translation.values.keys()
        self.words = {key: value for key, value in self.words.items() if key not in gone}
        self.words.update(translation.values)
        self.registration, self.translation, self.sent = registration, translation, sent

    def perform(self, call: Call, params: Mapping[str, Any], gateway: Gateway) -> None:
        """Make a call that is no step, and learn from its answer."""
        service = call.service or self.spec.service
        region = str(render(call.region, self.words)) if call.region else ""
        self.learn(self.call(gateway, service, call.operation, params, region), call.operation)

    def learn(self, answer: Answer, method: str) -> None:
        """Keep what a call answered for the templates of later calls."""
        known = self.translation.values
        self.words.update({k: v for k, v in scalars(answer).items() if k not in known})
        self.words.setdefault("answers", {})[method] = answer

    def read(self, gateway: Gateway) -> None:
        """Read the main document and learn its words."""
        create = self.spec.create
        if create is None or create.read is None:
            return
        self.document = self._read(create.read, gateway)
        learned = scalars(self.document, 1)
        self.words.update({k: v for k, v in learned.items() if k not in self.translation.values})

    def compare(self, gateway: Gateway) -> "Comparison":
        """Read everything back and compare it with what was sent."""
        result = Comparison()
        documents: dict[tuple[int, str], Any] = {}
        for number, params in self.sent.items():
            step = self.translation.steps[number]
            read = step.call.read
            if read is None:
                if step.call.never:
                    result.never[step.call.operation] = step.call.never
                continue
            key = (id(read), repr(step.element))
            if key not in documents:
                main = step.call is self.spec.create
                document = self.document if main else self._read(read, gateway, step)
                documents[key] = document
            document = documents[key]
            if step.call.proves is None:
                self._compare_step(step, params, document, read, result, gateway)
            elif step.call.proves(document):
                result.compared += 1
            else:
                result.differences.append(
                    Difference(path=step.call.operation, sent="made", found="no trace of it")
                )
        return result

    def call(
        self,
        gateway: Gateway,
        service: str,
        method: str,
        params: Mapping[str, Any],
        region: str = "",
    ) -> Answer:
        """Make a call in the resource's account and region."""
        r = self.registration
        answer = gateway.call(service, method, params, r.account, region or r.region)
        refused = answer.get("Unsuccessful")
        if refused:
            told = refused[0].get("Error", {})
            raise CallError(service, method, str(told.get("Code")), str(told.get("Message")))
        return answer

    def _send(self, number: int, step: Step, gateway: Gateway) -> None:
        params = step.params(self.words)
        region = str(render(step.call.region, self.words)) if step.call.region else ""
        try:
            answer = self.call(gateway, step.service, step.call.operation, params, region)
        except InterruptedCallError as stop:
            # The call was made: a repeated run goes on behind it.
            self._keep(number, step, params, stop.answer)
            raise
        except LostAnswerError:
            if not self.sent:
                self.lost = step.call.operation
            raise
        self._keep(number, step, params, answer)

    def _keep(self, number: int, step: Step, params: dict[str, Any], answer: Answer) -> None:
        self.sent[number] = params
        self.learn(answer, step.call.operation)
        for key, value in scalars(params, 1).items():
            self.words.setdefault(key, value)
        self._identify()

    def _identify(self) -> None:
        found = render(self.spec.id, self.words)
        if found is not OMIT and not self.id:
            self.id = str(found)
            self.words["id"] = self.id

    def _read(self, read: Read, gateway: Gateway, step: Step | None = None) -> Any:
        words = self._words_of(step)
        service = read.service or (step.service if step else self.spec.service)
        params = render_all(read.params, words)
        region = str(render(read.region, words)) if read.region else ""
        try:
            answer = self.call(gateway, service, read.operation, params, region)
        except CallError as error:
            if error.code != read.absent:
                raise
            answer = {}
        return jmespath.search(_path(read.path, words), answer) if read.path else answer

    def _words_of(self, step: Step | None) -> dict[str, Any]:
        element = None if step is None else step.element
        return self.words if element is None else {**self.words, "each": element}

    def _compare_step(
        self,
        step: Step,
        params: Mapping[str, Any],
        document: Any,
        read: Read,
        result: "Comparison",
        gateway: Gateway,
    ) -> None:
        wrapped = step.call.wrap.removesuffix("[]")
        sent = dict(params)
        for part in wrapped.split(".") if wrapped and wrapped not in read.back else ():
            inner = sent.pop(part)
            sent.update(inner[0] if isinstance(inner, list) else inner)
        for name, value in sent.items():
            if name in read.never:
                result.never[name] = read.never[name]
                continue
            fixed = name in step.call.params and name not in step.matched
            other = read.elsewhere.get(name)
            place = self._read(other, gateway, step) if other else document
            back = other.back if other else read.back
            value = _told(name, value, read, result)  # noqa: PLW2901
            value, found = self._tags(name, value, place, read, gateway)  # noqa: PLW2901
            of_tags = found is not ABSENT
            if found is ABSENT:
                found = look_up(name, place, back)
            if found is ABSENT and (fixed or value in _asked(read, self._words_of(step))):
                # The document was found by this very value.
                continue
            different = list(differences(value, found, name))
            different += [
                Difference(path=f"{name}.{key}", sent="nothing", found=found[key])
                for key in (found.keys() - value.keys() if of_tags else ())
            ]
            result.differences.extend(different)
            result.compared += 0 if different else count(value)

    def _tags(
        self, name: str, value: Any, document: Any, read: Read, gateway: Gateway
    ) -> tuple[Any, Any]:
        if name == "TagSpecifications":
            value = value[0]["Tags"]
        elif name not in TAG_PARAMETERS or name in read.back:
            return value, ABSENT
        found = ABSENT
        if isinstance(document, Mapping):
            found = next((document[m] for m in _TAG_MEMBERS if m in document), ABSENT)
        if self.spec.tag_read is not None and (found is ABSENT or not found):
            found = self._read(self.spec.tag_read, gateway)
        return as_tags(value), ABSENT if found is ABSENT else as_tags(found)


def _told(name: str, value: Any, read: Read, result: "Comparison") -> Any:
    """A written structure without the members that AWS never returns."""
    hidden = [path for path in read.never if path.startswith(f"{name}.")]
    for path in hidden:
        member = path.removeprefix(f"{name}.")
        if isinstance(value, Mapping) and member in value:
            result.never[path] = read.never[path]
            value = {key: item for key, item in value.items() if key != member}
    return value


@dataclass(kw_only=True)
class Comparison:
    """Result of reading one resource back."""

    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    never: dict[str, str] = field(default_factory=dict)


def as_tags(value: Any) -> dict[str, str]:
    """Tags in any of AWS's spellings as one map; AWS's own tags left out."""
    if isinstance(value, Mapping) and set(value) == {"Items"}:
        value = value["Items"]
    if isinstance(value, Mapping):
        pairs: Iterator[tuple[Any, Any]] = iter(value.items())
    else:
        pairs = iter([_pair(item) for item in value or ()])
    return {str(k): str(v) for k, v in pairs if not str(k).startswith("aws:")}


def _pair(item: Mapping[str, Any]) -> tuple[Any, Any]:
    lower = {key.lower(): value for key, value in item.items()}
    return lower.get("key", lower.get("tagkey")), lower.get("value", lower.get("tagvalue"))


def _asked(read: Read, words: Mapping[str, Any]) -> list[Any]:
    """Values by which a read names what it reads."""
    found = []
    for value in render_all(read.params, words).values():
        found.extend(value if isinstance(value, list) else [value])
    return found


def _path(path: str, words: Mapping[str, Any]) -> str:
    """A JMESPath with words filled in; its own braces hold a colon and stay."""
    return re.sub(r"\{([\w.]+)\}", lambda found: str(_word(found[1], words)), path)


def _word(name: str, words: Mapping[str, Any]) -> Any:
    """A word, or what stands in it at ``word.key``."""
    value: Any = words
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    return value


def outputs(living: Living, made_up: Mapping[str, Any]) -> dict[str, Any]:
    """State the program is told: inputs, then what AWS answered, then made-up values."""
    state = dict(made_up)
    create = living.spec.create
    word = resource_word(create.operation) if create else ""
    members = living.document if isinstance(living.document, Mapping) else {}
    inputs = living.translation.values
    for name in made_up:
        if name in inputs:
            state[name] = inputs[name]
            continue
        member = find_member(name, members, word)
        value = members.get(member) if member else None
        if isinstance(value, str | int | float | bool):
            state[name] = value
    for name, template in living.spec.outputs.items():
        value = output(template, living)
        if value is not OMIT and value is not None:
            state[name] = value
    return state


def output(template: Any, living: Living) -> Any:
    """One output: a JMESPath in the document (``@path``), a template or a function."""
    if isinstance(template, str) and template.startswith("@"):
        found = jmespath.search(template[1:], living.document)
        return OMIT if found is None else found
    return render(template, living.words)


def identity(living: Living) -> tuple[str, str]:
    """What tells one thing in AWS from another: its id, and its ARN where it has one."""
    arn = output(living.spec.outputs.get("arn", ""), living)
    return living.id, "" if arn is OMIT else str(arn)
