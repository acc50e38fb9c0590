"""From a request and the policies around it to a decision, in AWS's order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from groundplan.policies.conditions import (
    Context,
    UnsupportedPolicyError,
    action_matches,
    holds,
    like,
)

Document = Mapping[str, Any]
Kind = Literal["role", "root", "service", "web-identity"]

_TRUST = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession")


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who asks.

    Attributes:
        arn: Of the role (not the session), of an account's root, of the identity provider,
            or the name of the service.
        account: Twelve digits; empty for services and web identities.
        organization: ``o-...``; empty for those outside every organization.
        kind: What it is.
        service_linked: AWS's own role: guardrails never bind it.
    """

    arn: str
    account: str = ""
    organization: str = ""
    kind: Kind = "role"
    service_linked: bool = False


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call.

    Attributes:
        principal: Who asks.
        action: ``s3:GetObject``.
        resource: ARN, or ``*`` where the action has none.
        resource_account: Account that owns the resource.
        region: Where the call goes.
        context: More condition keys.
    """

    principal: Principal
    action: str
    resource: str = "*"
    resource_account: str = ""
    region: str = "us-east-1"
    context: Context = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, str | Sequence[str]]:
        """Condition keys AWS sets itself, then the request's."""
        principal = self.principal
        found: dict[str, str | Sequence[str]] = {
            "aws:PrincipalIsAWSService": str(principal.kind == "service").lower(),
            "aws:RequestedRegion": self.region,
            "aws:SecureTransport": "true",
        }
        if principal.kind in {"role", "root"}:
            found["aws:PrincipalArn"] = principal.arn
            found["aws:PrincipalAccount"] = principal.account
        if principal.organization:
            found["aws:PrincipalOrgID"] = principal.organization
        return {**found, **self.context}


@dataclass(frozen=True, kw_only=True)
class Policies:
    """What stands around a request.

    Attributes:
        identity: Policies of the principal.
        boundary: Its permissions boundary.
        resource: Policy of the resource; for a role, its trust policy.
        service_controls: Policies by level, root first: each level must allow.
        resource_controls: Policies over the resource's account, all levels.
    """

    identity: Sequence[Document] = ()
    boundary: Document | None = None
    resource: Document | None = None
    service_controls: Sequence[Sequence[Document]] = ()
    resource_controls: Sequence[Document] = ()


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer.

    Attributes:
        allowed: Whether AWS would do it.
        why: Kind of policy and statement that decided.
    """

    allowed: bool
    why: str


def decide(request: Request, policies: Policies) -> Decision:
    """Whether AWS would carry out a request.

    Raises:
        UnsupportedPolicyError: A policy uses what the evaluator does not model.
    """
    bound = request.principal.kind in {"role", "root"} and not request.principal.service_linked
    controls = policies.service_controls if bound else ()
    spoken: list[tuple[str, Document]] = [
        *(("service control policy", d) for level in controls for d in level),
        *(
            ("resource control policy", d)
            for d in policies.resource_controls
            if not request.principal.service_linked
        ),
        *([("permissions boundary", policies.boundary)] if policies.boundary else []),
        *(("identity policy", d) for d in policies.identity),
        *([("resource policy", policies.resource)] if policies.resource else []),
    ]
    for kind, document in spoken:
        for statement in _matching(document, request, "Deny"):
            return Decision(allowed=False, why=f"{kind} {statement.get('Sid', 'without a name')}")
    for number, level in enumerate(controls):
        if not any(_allows(document, request) for document in level):
            return Decision(allowed=False, why=f"no service control policy of level {number}")
    return _granted(request, policies)


def _granted(request: Request, policies: Policies) -> Decision:
    direct, delegated = _by_resource(request, policies.resource)
    by_identity = any(_allows(document, request) for document in policies.identity) and (
        policies.boundary is None or _allows(policies.boundary, request)
    )
    if request.principal.kind in {"service", "web-identity"}:
        return Decision(allowed=direct, why="resource policy" if direct else "no resource policy")
    own = not request.resource_account or request.resource_account == request.principal.account
    needs_resource = not own or request.action in _TRUST or request.action.startswith("kms:")
    if needs_resource and request.resource != "*" and not (direct or delegated):
        return Decision(allowed=False, why="no resource policy")
    if direct and own:
        return Decision(allowed=True, why="resource policy")
    if by_identity:
        return Decision(allowed=True, why="identity policy")
    return Decision(allowed=False, why="no identity policy")


def _by_resource(request: Request, document: Document | None) -> tuple[bool, bool]:
    """Whether the resource's policy admits the principal itself, or its account."""
    direct = delegated = False
    for statement in _matching(document, request, "Allow") if document else ():
        principals = _principals(statement)
        root = f"arn:aws:iam::{request.principal.account}:root"
        names = {request.principal.arn}
        if names & principals or "*" in principals:
            direct = True
        elif root in principals or request.principal.account in principals:
            delegated = True
    return direct, delegated


def _allows(document: Document, request: Request) -> bool:
    return any(True for _ in _matching(document, request, "Allow"))


def _matching(document: Document, request: Request, effect: str) -> Iterator[Mapping[str, Any]]:
    for statement in _list(document["Statement"]):
        if statement["Effect"] == effect and _speaks_of(statement, request):
            yield statement


def _speaks_of(statement: Mapping[str, Any], request: Request) -> bool:
    if "NotPrincipal" in statement:
        raise UnsupportedPolicyError("NotPrincipal")
    if "Principal" in statement and not _names(statement, request.principal):
        return False
    return (
        _action(statement, request.action)
        and _resource(statement, request.resource)
        and holds(statement.get("Condition", {}), request.keys)
    )


def _action(statement: Mapping[str, Any], action: str) -> bool:
    if "NotAction" in statement:
        return not any(action_matches(p, action) for p in _list(statement["NotAction"]))
    return any(action_matches(p, action) for p in _list(statement["Action"]))


def _resource(statement: Mapping[str, Any], resource: str) -> bool:
    if "NotResource" in statement:
        return not any(like(p, resource) for p in _list(statement["NotResource"]))
    # A trust policy names no resource: it is the role itself.
    return any(like(p, resource) for p in _list(statement.get("Resource", "*")))


def _names(statement: Mapping[str, Any], principal: Principal) -> bool:
    wanted = _principals(statement)
    root = f"arn:aws:iam::{principal.account}:root"
    return bool(wanted & {"*", principal.arn, root, principal.account or "-"})


def _principals(statement: Mapping[str, Any]) -> set[str]:
    principal = statement["Principal"]
    if isinstance(principal, str):
        return {principal}
    return {name for value in principal.values() for name in _list(value)}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
