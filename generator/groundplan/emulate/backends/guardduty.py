"""GuardDuty for a whole organization."""

from groundplan.emulate.backends import Document, Request, answers

_KIND = "organization"


@answers("guardduty", "UpdateOrganizationConfiguration")
def update(request: Request) -> Document:
    """Keep what members get; AWS changes only the features that are named."""
    kept = request.table(_KIND).setdefault(
        str(request.params["DetectorId"]), {"AutoEnable": False, "Features": {}}
    )
    for name in ("AutoEnable", "AutoEnableOrganizationMembers"):
        if name in request.params:
            kept[name] = request.params[name]
    for feature in request.params.get("Features") or ():
        kept["Features"][feature["Name"]] = dict(feature)
    return {}


@answers("guardduty", "DescribeOrganizationConfiguration")
def describe(request: Request) -> Document:
    """What members get."""
    kept = request.table(_KIND).get(str(request.params["DetectorId"]), {"Features": {}})
    return {
        "AutoEnable": kept.get("AutoEnableOrganizationMembers") in {"ALL", "NEW"},
        "MemberAccountLimitReached": False,
        "AutoEnableOrganizationMembers": kept.get("AutoEnableOrganizationMembers", "NONE"),
        "Features": list(kept["Features"].values()),
    }
