"""Emulated accounts as the doctor enters them, and plans of a few resources."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import Caller
from groundplan.doctor.check import Check, Found, Place, State
from groundplan.doctor.checks import all_checks
from groundplan.emulate.deploy import Deployment
from groundplan.engine.plan import Plan, Resource, ResourceOptions
from tests.support.repositories import ACCOUNTS

REGION = "eu-west-1"


@dataclass(frozen=True, kw_only=True)
class Emulated(Caller):
    """A caller in emulated accounts. What nobody emulates answers as it is told to."""

    session: Deployment
    told: Mapping[str, Any] = field(default_factory=dict)

    def look(self, service: str, operation: str, /, **arguments: Any) -> Mapping[str, Any]:
        if operation in self.told:
            answer = self.told[operation]
            if isinstance(answer, str):
                raise ClientError({"Error": {"Code": answer, "Message": answer}}, operation)
            return dict(answer)
        assert service != "freetier", "nobody emulates it, and no test leaves the machine"
        try:
            return super().look(service, operation, **arguments)
        except NotImplementedError as error:
            raise ClientError(
                {"Error": {"Code": "NotImplemented", "Message": str(error)}}, operation
            ) from None

    def within(self, account: str) -> "Emulated":
        return Emulated(
            session=self.session,
            account=account,
            region=self.region,
            show=self.show,
            told=self.told,
        )

    def _client(self, service: str) -> Any:
        return self.session.client(service, self.account, self.region)


def caller(deployment: Deployment, role: str = "management", **told: Any) -> Emulated:
    """Somebody inside an account; ``told`` answers operations by name, a text is an error."""
    return Emulated(
        session=deployment,
        account=ACCOUNTS[role],
        region=REGION,
        show=lambda _: None,
        told=told,
    )


def resource(token: str, region: str = REGION, **inputs: Any) -> Resource:
    """A planned resource."""
    return Resource(
        urn=f"urn:{token}:{region}:{json.dumps(inputs, sort_keys=True)}",
        type=token,
        name="planned",
        parent="",
        account=ACCOUNTS["prod"],
        region=region,
        inputs=inputs,
        depends_on=(),
        property_dependencies={},
        options=ResourceOptions(),
        custom=True,
        id="planned",
        outputs={},
    )


def places(
    deployment: Deployment,
    *planned: Resource,
    config: Mapping[str, Any] | None = None,
    **told: Any,
) -> dict[str, Place]:
    """All six accounts, each with the same plan and config."""
    found: dict[str, Place] = {}
    for role, account in ACCOUNTS.items():
        plan = Plan(
            stack=f"foundation/{role}",
            layer="foundation",
            environment=role,
            account=account,
            region=REGION,
            resources=planned,
            outputs={},
            config={},
        )
        found[role] = Place(
            role=role,
            account=account,
            organization="acme",
            region=REGION,
            plans=(plan,),
            config=config or {},
            config_file=f"foundation/Pulumi.{role}.yaml",
            everywhere=found,
            enter=lambda role=role: caller(deployment, role, **told),  # type: ignore[misc]
        )
    return found


def named(name: str) -> Check:
    """A check by its id."""
    (found,) = [check for check in all_checks() if check.id == name]
    return found


def answers(name: str, place: Place) -> list[Found]:
    """What a check answers."""
    return list(named(name).look(place))


def states(name: str, place: Place) -> set[State]:
    """How a check finds an account."""
    return {found.state for found in answers(name, place)}
