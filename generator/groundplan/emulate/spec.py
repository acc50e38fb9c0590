"""How a Pulumi type becomes API calls, told as data.

A spec says only what cannot be seen from botocore's models: which operation, where a
name differs, what comes after the create call, and how it is read back. Input names are
otherwise matched through the operation's input shape. Specs stand in
`overrides/<service>.py` under ``TYPES``.

Text in ``params``, ``id`` and ``outputs`` is a template over the resource's words: its
inputs (camelCase), ``id``, ``account``, ``region``, ``partition``, and members of the
create call's answer (top-level scalars by their AWS name). A template that names an
unknown word leaves the parameter out. A function in its place is called with the words.

A change has two words more, the inputs ``before`` and ``after`` it. An input that calls of
``then`` take makes those again; any other goes into the calls of ``update`` that take it, or
into the first that knows its name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, Any]
"""What is known of a resource: inputs, id, account, region, answers."""

Value = str | int | bool | Mapping[str, Any] | list[Any] | Callable[[Words], Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A call that reads back what another call wrote.

    Attributes:
        operation: boto3 method.
        params: Its parameters.
        path: JMESPath to the document inside the answer; the whole answer for none.
        back: Written parameter to a JMESPath in the document, or a function of the
            document, where it is read under another name.
        never: Written parameter, or ``Parameter.Member``, to the reason why no call returns it.
        elsewhere: Written parameter to the call that returns it, where this one does not.
        service: boto3 service, where it differs from the type's.
        region: Region asked, where it differs from the resource's.
        absent: Error code by which AWS says that there is nothing to read.
    """

    operation: str
    params: Mapping[str, Value] = field(default_factory=dict)
    path: str = ""
    back: Mapping[str, str | Callable[[Any], Any]] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    elsewhere: "Mapping[str, Read]" = field(default_factory=dict)
    service: str = ""
    region: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One API call of a resource's life.

    Attributes:
        operation: boto3 method.
        takes: Top-level inputs this call consumes; a create call takes what no other
            call takes. The call is made when at least one of them is set, or when it
            takes none.
        names: Input path (camelCase, dots, no list indexes) to the AWS member at the same
            depth; ``^Member`` puts it at the top of the parameters.
        params: Fixed parameters, merged over the matched ones.
        match: False where ``params`` alone uses what the call takes.
        wrap: Member of the parameters under which the matched inputs go; ``Member[]``
            where it is a list that gets one element.
        convert: Input path to a function of its value, before matching.
        when: Condition on the words beside ``takes``; it holds for changes too.
        read: How it is read back.
        proves: For a call without parameters: whether the document it is read back by shows
            that it was made.
        never: Reasons for a call that nothing can read back.
        service: boto3 service, where it differs from the type's.
        each: Input holding a list: one call per element, its words under ``each``; a change
            makes one for each new element.
        region: Region the call goes to, where it differs from the resource's.
        whole: For an update: it replaces everything, so every input goes with it.
        undo: Takes the call back once nothing asks for it any more, or an element of
            ``each`` is gone; its own words are those before the change.
        anew: It cannot be made a second time: a change takes it back first, for every
            element of ``each``.
        id: For an update: the id the resource has from then on.
    """

    operation: str
    takes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Value] = field(default_factory=dict)
    match: bool = True
    wrap: str = ""
    convert: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    when: Callable[[Words], Any] | None = None
    read: Read | None = None
    proves: Callable[[Any], bool] | None = None
    never: str = ""
    service: str = ""
    each: str = ""
    region: str = ""
    whole: bool = False
    undo: "Call | None" = None
    anew: bool = False
    id: Value = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Type:
    """How one Pulumi type lives in AWS.

    Attributes:
        service: boto3 service.
        create: First call; what no other call takes goes here.
        then: Calls after it, in order.
        id: Pulumi's id.
        outputs: Output (camelCase) to a template, or to a JMESPath in the read document
            when it starts with ``@``.
        update: Calls for changed inputs of the create call, each for what it ``takes``, or
            for all its shape knows; a change none of them knows is a replacement.
        delete: Last calls, in order.
        survives: Why a deletion leaves it behind, or a function of the words; empty where
            it does not.
        provider_only: Input path to the reason why AWS never hears of it.
        not_emulated: Input path to what moto lacks.
        tags: Call that writes tags, where the create call does not take them.
        tag_read: Call that reads tags, where the document lacks them.
        ec2_tags: Resource type in ``TagSpecifications``.
        defaults: Inputs the provider computes where the program leaves them out.
        words: Words made from the inputs before the first call.
        file: File it stands in; filled in by the search.
        lacking: Why the whole type does not exist in an emulated account.
        replaces: Inputs whose change is a replacement although an update call knows them;
            asked only of types `replacement` does not know.
        replaces_if: Input to a function of the words of a change: whether this change of it
            is a replacement.
        delete_first: Pulumi's provider deletes the old one before it makes the new one.
    """

    service: str
    create: Call | None
    then: tuple[Call, ...] = ()
    id: Value = "{name}"
    outputs: Mapping[str, Value] = field(default_factory=dict)
    update: tuple[Call, ...] = ()
    delete: tuple[Call, ...] = ()
    survives: str | Callable[[Words], str] = ""
    provider_only: Mapping[str, str] = field(default_factory=dict)
    not_emulated: Mapping[str, str] = field(default_factory=dict)
    tags: Call | None = None
    tag_read: Read | None = None
    ec2_tags: str = ""
    defaults: Mapping[str, Value] = field(default_factory=dict)
    words: Mapping[str, Value] = field(default_factory=dict)
    lacking: str = ""
    file: str = ""
    replaces: tuple[str, ...] = ()
    replaces_if: Mapping[str, Callable[[Words], bool]] = field(default_factory=dict)
    delete_first: bool = False
