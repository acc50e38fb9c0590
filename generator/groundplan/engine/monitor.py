"""The resource monitor a program talks to: keeps what it registers, passes on the answers.

Subclasses Pulumi's own mock monitor, because only there types, parents,
dependencies by property, protection and timeouts arrive.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2

from groundplan.engine.aliases import former_urns
from groundplan.engine.cloud import Cloud, Registration
from groundplan.engine.plan import (
    PROVIDER_PREFIX,
    STACK_TYPE,
    Resource,
    ResourceOptions,
)
from groundplan.engine.program import MissingStackError, Outputs
from groundplan.engine.schema import has_region
from groundplan.engine.secret import Secret, has_secret, mask, unwrap
from groundplan.engine.values import from_struct, from_value, to_struct

STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference"


class _NoMocks(Mocks):
    """Never asked: the monitor answers everything itself."""

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(args.token)

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        raise AssertionError(args.typ)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Provider:
    account: str
    region: str
    default_tags: Mapping[str, str]


@dataclass(kw_only=True)
class Recording:
    """What one run left behind."""

    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)


class RecordingMonitor(MockMonitor):
    """Records every registration of one stack and answers it from a `Cloud`."""

    def __init__(
        self,
        *,
        stack: str,
        account: str,
        region: str,
        cloud: Cloud,
        references: Mapping[str, Outputs],
        on_resource: Callable[[Resource], None] | None = None,
    ) -> None:
        super().__init__(_NoMocks())
        self.recording = Recording()
        self._stack = stack
        self._home = _Provider(account=account, region=region, default_tags={})
        self._cloud = cloud
        self._references = references
        self._on_resource = on_resource
        self._providers: dict[str, _Provider] = {}
        self._former: dict[str, tuple[str, ...]] = {}

    def features(self) -> list[int]:
        """What this monitor can do, as the runtime asks before a program starts."""
        info: Any = self.GetDeploymentInfo(empty_pb2.Empty())  # type: ignore[no-untyped-call]
        return list(info.supportedFeatures)

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 (Pulumi's name)
        """Record a registration and answer it."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK_TYPE:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        self._former[urn] = former_urns(request, self.make_urn, self._former)
        inputs = from_struct(request.object)
        if request.type.startswith(PROVIDER_PREFIX):
            return self._register_provider(urn, request, unwrap(inputs))
        if not request.custom:
            self._record(urn, request, inputs, "", {}, home=False)
            return resource_pb2.RegisterResourceResponse(urn=urn)
        answer = self._cloud.create(self._registration(urn, request, inputs))
        hidden = {key for key, value in inputs.items() if has_secret(value)}
        hidden |= set(request.additionalSecretOutputs)
        state = {k: Secret(v) if k in hidden else v for k, v in answer.state.items()}
        self._record(urn, request, inputs, answer.id, state)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=answer.id, object=to_struct(state))

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        """Answer a stack reference from the plans, anything else from the cloud."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK_REFERENCE_TYPE:
            outputs = self._reference(request.id)
            state = {"name": request.id, "outputs": outputs, "secretOutputNames": []}
            self._record_reference(urn, request)
            return resource_pb2.ReadResourceResponse(urn=urn, properties=to_struct(state))
        inputs = from_struct(request.properties)
        answer = self._cloud.create(self._registration(urn, request, inputs, lookup_id=request.id))
        return resource_pb2.ReadResourceResponse(urn=urn, properties=to_struct(answer.state))

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        """Keep the outputs of the stack itself."""
        if f"::{STACK_TYPE}::" in request.urn:
            self.recording.outputs.update(from_struct(request.outputs))
        return empty_pb2.Empty()

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        """Answer a provider function in the account and region of its provider."""
        provider = self._provider(request.provider)
        arguments = dict(unwrap(from_struct(request.args)))
        region = str(arguments.get("region") or provider.region)
        answer = self._cloud.invoke(request.tok, arguments, account=provider.account, region=region)
        return resource_pb2.ResourceInvokeResponse(**{"return": to_struct(answer)})

    def _reference(self, name: str) -> Mapping[str, Any]:
        stack = "/".join(name.split("/")[-2:])
        if stack not in self._references:
            raise MissingStackError(stack)
        self.recording.reads.add(stack)
        return self._references[stack]

    def _register_provider(self, urn: str, request: Any, inputs: Mapping[str, Any]) -> Any:
        provider_id = f"{request.name}-id"
        allowed = _json_or_plain(inputs.get("allowedAccountIds")) or [self._home.account]
        tags = _json_or_plain(inputs.get("defaultTags")) or {}
        self._providers[urn] = _Provider(
            account=str(allowed[0]),
            region=str(inputs.get("region") or self._home.region),
            default_tags=tags.get("tags") or {},
        )
        plain = {key: _json_or_plain(value) for key, value in inputs.items()}
        self._record(urn, request, plain, provider_id, {})
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=provider_id, object=to_struct(plain)
        )

    def _provider(self, reference: str) -> _Provider:
        urn = reference.rpartition("::")[0]
        return self._providers.get(urn, self._home)

    def _registration(
        self, urn: str, request: Any, inputs: Mapping[str, Any], lookup_id: str = ""
    ) -> Registration:
        provider = self._provider(request.provider)
        plain = unwrap(inputs)
        region = plain.pop("region", None) or provider.region
        return Registration(
            urn=urn,
            type=request.type,
            name=request.name,
            stack=self._stack,
            account=provider.account,
            region=region,
            inputs=plain,
            depends_on=tuple(sorted(request.dependencies)),
            options=ResourceOptions() if lookup_id else self._options(urn, request),
            default_tags=provider.default_tags,
            lookup_id=lookup_id,
        )

    def _options(self, urn: str, request: Any) -> ResourceOptions:
        timeouts = request.customTimeouts
        return ResourceOptions(
            protect=bool(request.protect),
            retain_on_delete=bool(request.retainOnDelete),
            delete_before_replace=bool(request.deleteBeforeReplace),
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            replacement_trigger=_trigger(request),
            import_id=request.importId,
            custom_timeouts={
                key: getattr(timeouts, key)
                for key in ("create", "update", "delete")
                if getattr(timeouts, key, "")
            },
            aliases=self._former.get(urn, ()),
        )

    def _record_reference(self, urn: str, request: Any) -> None:
        self.recording.resources[urn] = Resource(
            urn=urn,
            type=request.type,
            name=request.name,
            parent="",
            account="",
            region="",
            inputs={"name": request.id},
            depends_on=(),
            property_dependencies={},
            options=ResourceOptions(),
            custom=True,
            id=request.id,
            outputs={},
        )

    def _record(
        self,
        urn: str,
        request: Any,
        inputs: Mapping[str, Any],
        id_: str,
        state: Mapping[str, Any],
        *,
        home: bool = True,
    ) -> None:
        provider = self._provider(request.provider)
        regional = home and (has_region(request.type) or request.type.startswith(PROVIDER_PREFIX))
        if request.type.startswith(PROVIDER_PREFIX):
            provider = self._providers[urn]
        resource = Resource(
            urn=urn,
            type=request.type,
            name=request.name,
            parent="" if f"::{STACK_TYPE}::" in request.parent else request.parent,
            account=provider.account if home else "",
            region=str(unwrap(inputs).get("region") or provider.region) if regional else "",
            inputs=mask(inputs),
            depends_on=tuple(
                sorted({d for d in request.dependencies if f"::{STACK_TYPE}::" not in d})
            ),
            property_dependencies={
                key: tuple(sorted(value.urns))
                for key, value in sorted(request.propertyDependencies.items())
                if value.urns
            },
            options=self._options(urn, request),
            custom=request.custom,
            id=id_,
            outputs=mask(dict(state)),
        )
        self.recording.resources[urn] = resource
        if self._on_resource is not None:
            self._on_resource(resource)


def _json_or_plain(value: Any) -> Any:
    """Provider arguments that are not strings arrive as JSON text."""
    if isinstance(value, str) and value[:1] in "[{":
        return json.loads(value)
    return value


def _trigger(request: Any) -> str:
    """What replaces a resource when it changes, as text that compares."""
    if not request.HasField("replacement_trigger"):
        return ""
    return json.dumps(mask(from_value(request.replacement_trigger)), sort_keys=True)
