"""Organizations: the root that accounts, units and policies hang on, and its features."""

from collections.abc import Iterator, Mapping

from groundplan.rules.node import Node, listed
from groundplan.rules.organizations import ORG
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"


@rule(
    "GP-ORG-013",
    "aws:organizations/organizationalUnit:OrganizationalUnit",
    "aws:organizations/account:Account",
    _ATTACHMENT,
    title="That is the root of another organization.",
    error="ParentNotFoundException / TargetNotFoundException: You specified a target that doesn't "
    "exist",
    source="API organizations CreateOrganizationalUnit, AttachPolicy",
)
def own_root(node: Node, world: World) -> Iterator[Fault]:
    """The root named is the one the organization told."""
    roots = {
        str(root.get("id"))
        for organization_ in world.of(ORG)
        for root in listed(organization_.resource.outputs.get("roots"))
        if isinstance(root, Mapping)
    }
    path = "targetId" if node.type == _ATTACHMENT else "parentId"
    value = str(node.get(path, ""))
    if roots and value.startswith("r-") and value not in roots:
        yield Fault(path, ", ".join(sorted(roots)))


@rule(
    "GP-ORG-012",
    "aws:iam/organizationsFeatures:OrganizationsFeatures",
    title="The organization does not let IAM look after the root users of its accounts.",
    error="ServiceAccessNotEnabledException: Trusted access for IAM must be enabled in AWS "
    "Organizations",
    source="API iam EnableOrganizationsRootCredentialsManagement",
)
def root_features(node: Node, world: World) -> Iterator[Fault]:
    """iam.amazonaws.com has access to the organization, in the management account."""
    access = world.of("aws:organizations/awsServiceAccess:AwsServiceAccess")
    for organization_ in world.of(ORG):
        if "iam.amazonaws.com" not in (
            *organization_.list("awsServiceAccessPrincipals[]"),
            *(a.get("servicePrincipal") for a in access),
        ):
            yield Fault("enabledFeatures", "iam.amazonaws.com in awsServiceAccessPrincipals")
        elif node.account != organization_.account:
            yield Fault("enabledFeatures", "this in the management account")
