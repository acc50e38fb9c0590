"""Whether an account may have as much as the plans ask for."""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import code
from groundplan.doctor.check import ENVIRONMENTS, EVERYWHERE, Check, Found, Place, missing, ok
from groundplan.engine.plan import Estate
from groundplan.rules.quotas import Demand, demands

SERVICE_ROLES = {
    "aws:ecs/service:Service": "ecs.amazonaws.com",
    "aws:elasticache/replicationGroup:ReplicationGroup": "elasticache.amazonaws.com",
    "aws:lb/loadBalancer:LoadBalancer": "elasticloadbalancing.amazonaws.com",
    "aws:rds/instance:Instance": "rds.amazonaws.com",
    "aws:rds/cluster:Cluster": "rds.amazonaws.com",
}
"""Services that act by a role of their own, which the first call of theirs may be too
early for: ECS answers `Unable to assume the service linked role`."""


def quotas(place: Place) -> Iterator[Found]:
    """Quotas of the account against what the plans ask for."""
    enough = 0
    for demand in demands(Estate(plans=place.plans)):
        allowed = _allowed(place, demand)
        if allowed is None:
            yield Found(
                state="unseen",
                what=f"AWS tells no quota for {demand.what} ({demand.service} {demand.code})",
                fix=f"https://console.aws.amazon.com/servicequotas/home/services/{demand.service}",
            )
        elif demand.wanted > allowed:
            yield missing(
                f"{allowed:g} {demand.what} in {demand.region};"
                f" the plans ask for {demand.wanted:g}",
                f"{demand.request} --profile {place.profile}",
            )
        else:
            enough += 1
    if enough:
        yield ok(f"{enough} quotas are large enough")


def _allowed(place: Place, demand: Demand) -> float | None:
    """What the account may have; None where AWS does not say."""
    aws = place.aws.at(demand.region)
    for operation in ("get_service_quota", "get_aws_default_service_quota"):
        try:
            answer = aws.look(
                "service-quotas", operation, ServiceCode=demand.service, QuotaCode=demand.code
            )
        except ClientError as error:
            # A quota nobody ever changed may have a default only.
            if code(error) != "NoSuchResourceException":
                raise
        else:
            return float(answer["Quota"]["Value"])
    return None


def service_roles(place: Place) -> Iterator[Found]:
    """Roles AWS services act by."""
    wanted = sorted({name for token, name in SERVICE_ROLES.items() if place.planned(token)})
    if not wanted:
        return
    paths = {
        role["Path"]
        for role in place.aws.pages("iam", "list_roles", "Roles", PathPrefix="/aws-service-role/")
    }
    lacking = [name for name in wanted if f"/aws-service-role/{name}/" not in paths]
    if lacking:
        yield missing(
            f"no role yet for {', '.join(lacking)}",
            f"for name in {' '.join(lacking)}; do aws iam create-service-linked-role"
            f" --aws-service-name $name --profile {place.profile}; done",
        )
    else:
        yield ok(f"{len(wanted)} services have their roles")


CHECKS = (
    Check(
        id="quotas",
        step=10,
        why="A deployment stops half-way where a quota ends; AWS raises one in hours to days.",
        roles=EVERYWHERE,
        look=quotas,
    ),
    Check(
        id="service-roles",
        step=10,
        why="The first deployment of a service may stop once, until its role is there.",
        roles=ENVIRONMENTS,
        look=service_roles,
    ),
)
