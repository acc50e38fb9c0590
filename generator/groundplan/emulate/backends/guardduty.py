"""GuardDuty for a whole organization, and its malware scans of buckets."""

from datetime import UTC, datetime

from moto.guardduty.models import guardduty_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers, new_id
from groundplan.emulate.own_tags import Tags, keeps_tags

_KIND = "organization"


@answers("guardduty", "DisableOrganizationAdminAccount")
def forget_administrator(request: Request) -> Document:
    """Nobody administrates any more."""
    known = guardduty_backends[request.account][request.region].admin_account_ids
    account = str(request.params["AdminAccountId"])
    if account not in known:
        raise BackendError("BadRequestException", f"{account} is no delegated administrator")
    known.remove(account)
    return {}


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


def _plan(request: Request) -> Document:
    return request.find("malware-plan", str(request.params["MalwareProtectionPlanId"]))


@answers("guardduty", "CreateMalwareProtectionPlan")
def create_plan(request: Request) -> Document:
    """Keep a scan; AWS refuses a second one of the same bucket."""
    bucket = request.params["ProtectedResource"]["S3Bucket"]["BucketName"]
    request.call("s3", "head_bucket", Bucket=bucket)
    for kept in request.table("malware-plan").values():
        if kept["ProtectedResource"]["S3Bucket"]["BucketName"] == bucket:
            raise BackendError("ConflictException", f"{bucket} has a malware protection plan")
    plan = new_id()
    request.table("malware-plan")[plan] = {
        **{k: v for k, v in request.params.items() if k != "ClientToken"},
        "Arn": request.arn(f"malware-protection-plan/{plan}"),
        "CreatedAt": datetime.now(UTC),
        "Status": "ACTIVE",
    }
    return {"MalwareProtectionPlanId": plan}


@answers("guardduty", "GetMalwareProtectionPlan")
def get_plan(request: Request) -> Document:
    """One scan."""
    return dict(_plan(request))


@answers("guardduty", "UpdateMalwareProtectionPlan")
def update_plan(request: Request) -> Document:
    """Change a scan."""
    kept = _plan(request)
    kept.update({k: v for k, v in request.params.items() if k in ("Actions", "Role")})
    resource = request.params.get("ProtectedResource")
    if resource:
        kept["ProtectedResource"] = {
            "S3Bucket": {**kept["ProtectedResource"]["S3Bucket"], **resource["S3Bucket"]}
        }
    return {}


@answers("guardduty", "DeleteMalwareProtectionPlan")
def delete_plan(request: Request) -> Document:
    """Forget a scan."""
    _plan(request)
    del request.table("malware-plan")[str(request.params["MalwareProtectionPlanId"])]
    return {}


def _tags(request: Request, arn: str) -> Tags | None:
    for plan in request.table("malware-plan").values():
        if plan["Arn"] == arn:
            kept: Tags = plan.setdefault("Tags", {})
            return kept
    return None


keeps_tags("guardduty", _tags)
