"""Security Hub for a whole organization: administrators, aggregation, policies."""

from datetime import UTC, datetime

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    knows,
    mends,
    new_id,
)


@mends("securityhub", "EnableOrganizationAdminAccount")
def remember_administrator(request: Request, _: Document) -> None:
    """Keep who administrates."""
    account = str(request.params["AdminAccountId"])
    request.table("administrators")[account] = {"AccountId": account, "Status": "ENABLED"}


@answers("securityhub", "ListOrganizationAdminAccounts")
def list_administrators(request: Request) -> Document:
    """Who administrates."""
    return {"AdminAccounts": list(request.table("administrators").values())}


@answers("securityhub", "DisableOrganizationAdminAccount")
def forget_administrator(request: Request) -> Document:
    """Nobody administrates any more."""
    request.table("administrators").pop(str(request.params["AdminAccountId"]), None)
    return {}


@answers("securityhub", "CreateFindingAggregator")
def create_aggregator(request: Request) -> Document:
    """Keep where findings are gathered; AWS has room for one."""
    if request.table("aggregator"):
        raise BackendError("ResourceConflictException", "a finding aggregator exists", 409)
    arn = request.arn(f"finding-aggregator/{new_id()}")
    request.table("aggregator")[arn] = {
        "FindingAggregatorArn": arn,
        "FindingAggregationRegion": request.region,
        "RegionLinkingMode": request.params["RegionLinkingMode"],
        "Regions": list(request.params.get("Regions") or ()),
    }
    return dict(request.table("aggregator")[arn])


@answers("securityhub", "GetFindingAggregator")
def get_aggregator(request: Request) -> Document:
    """Where findings are gathered."""
    return dict(request.find("aggregator", request.params["FindingAggregatorArn"]))


@answers("securityhub", "UpdateFindingAggregator")
def update_aggregator(request: Request) -> Document:
    """Gather findings of other regions."""
    kept = request.find("aggregator", request.params["FindingAggregatorArn"])
    kept["RegionLinkingMode"] = request.params["RegionLinkingMode"]
    kept["Regions"] = list(request.params.get("Regions") or ())
    return dict(kept)


@answers("securityhub", "ListFindingAggregators")
def list_aggregators(request: Request) -> Document:
    """Where findings are gathered."""
    arns = [{"FindingAggregatorArn": arn} for arn in request.table("aggregator")]
    return {"FindingAggregators": arns}


@answers("securityhub", "DeleteFindingAggregator")
def delete_aggregator(request: Request) -> Document:
    """Gather findings no more."""
    request.find("aggregator", request.params["FindingAggregatorArn"])
    request.table("aggregator").clear()
    return {}


@knows("securityhub", "UpdateOrganizationConfiguration")
def update_organization(request: Request) -> Document | None:
    """Keep what members get."""
    request.table("organization").setdefault("is", {}).update(request.params)
    return {}


@knows("securityhub", "DescribeOrganizationConfiguration")
def describe_organization(request: Request) -> Document | None:
    """What members get."""
    kept = request.table("organization").get("is", {})
    configuration = {"ConfigurationType": "LOCAL", **kept.get("OrganizationConfiguration", {})}
    return {
        "AutoEnable": kept.get("AutoEnable", True),
        "MemberAccountLimitReached": False,
        "AutoEnableStandards": kept.get("AutoEnableStandards", "DEFAULT"),
        "OrganizationConfiguration": {**configuration, "Status": "ENABLED"},
    }


@answers("securityhub", "CreateConfigurationPolicy")
def create_policy(request: Request) -> Document:
    """Keep a configuration policy; only central configuration has them."""
    kept = request.table("organization").get("is", {})
    if kept.get("OrganizationConfiguration", {}).get("ConfigurationType") != "CENTRAL":
        raise BackendError("InvalidAccessException", "central configuration is not enabled", 401)
    id_, now = new_id(), datetime.now(UTC)
    request.table("policy")[id_] = {
        "Arn": request.arn(f"configuration-policy/{id_}"),
        "Id": id_,
        "Name": request.params["Name"],
        "Description": request.params.get("Description", ""),
        "ConfigurationPolicy": request.params["ConfigurationPolicy"],
        "CreatedAt": now,
        "UpdatedAt": now,
    }
    request.table("tags")[id_] = dict(request.params.get("Tags") or {})
    return dict(request.table("policy")[id_])


@answers("securityhub", "GetConfigurationPolicy")
def get_policy(request: Request) -> Document:
    """A configuration policy."""
    return dict(request.find("policy", str(request.params["Identifier"]).rpartition("/")[2]))


@answers("securityhub", "UpdateConfigurationPolicy")
def update_policy(request: Request) -> Document:
    """Change a configuration policy."""
    kept = request.find("policy", str(request.params["Identifier"]).rpartition("/")[2])
    names = ("Name", "Description", "ConfigurationPolicy")
    kept.update({name: request.params[name] for name in names if name in request.params})
    return dict(kept)


@answers("securityhub", "DeleteConfigurationPolicy")
def delete_policy(request: Request) -> Document:
    """Forget a configuration policy that no account has."""
    id_ = str(request.params["Identifier"]).rpartition("/")[2]
    request.find("policy", id_)
    used = request.table("association").values()
    if any(association["ConfigurationPolicyId"] == id_ for association in used):
        raise BackendError("ResourceConflictException", "the policy is associated", 409)
    del request.table("policy")[id_]
    return {}


@answers("securityhub", "StartConfigurationPolicyAssociation")
def associate(request: Request) -> Document:
    """Give a policy to an account, a unit or everyone."""
    policy = request.find("policy", request.params["ConfigurationPolicyIdentifier"])
    ((kind, target),) = request.params["Target"].items()
    kinds = {"AccountId": "ACCOUNT", "OrganizationalUnitId": "ORGANIZATIONAL_UNIT"}
    request.table("association")[str(target)] = {
        "ConfigurationPolicyId": policy["Id"],
        "TargetId": target,
        "TargetType": kinds.get(kind, "ROOT"),
        "AssociationType": "APPLIED",
        "UpdatedAt": datetime.now(UTC),
        "AssociationStatus": "SUCCESS",
        "AssociationStatusMessage": "",
    }
    return dict(request.table("association")[str(target)])


@answers("securityhub", "GetConfigurationPolicyAssociation")
def get_association(request: Request) -> Document:
    """Which policy an account, a unit or everyone has."""
    (target,) = request.params["Target"].values()
    return dict(request.find("association", target))


@answers("securityhub", "StartConfigurationPolicyDisassociation")
def disassociate(request: Request) -> Document:
    """Take a policy away."""
    for target in (request.params.get("Target") or {}).values():
        request.table("association").pop(str(target), None)
    return {}
