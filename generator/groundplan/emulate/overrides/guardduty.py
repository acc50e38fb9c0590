"""GuardDuty: the detector and its settings for the organization."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words

_MEMBERS = "an organization's setting cannot be deleted"

_PLAN = {"MalwareProtectionPlanId": "{id}"}


def _actions(value: Any) -> dict[str, Any]:
    """The provider's lists of one, as the object that AWS takes."""
    [action] = value
    [tagging] = action["taggings"]
    return {"tagging": tagging}


def _bucket(protected: Any) -> Any:
    found = protected.get("s3Bucket") or {}
    return found[0] if isinstance(found, list) else found


def _prefixes(protected: Any) -> dict[str, Any]:
    """What of the protected resource can change; the bucket cannot."""
    return {"s3Bucket": {"objectPrefixes": _bucket(protected).get("objectPrefixes") or []}}


def _is_another_bucket(w: Words) -> bool:
    before, after = (_bucket(w[when].get("protectedResource", {})) for when in ("before", "after"))
    return bool(before.get("bucketName") != after.get("bucketName"))


TYPES = {
    "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan": Type(
        service="guardduty",
        create=Call(
            "create_malware_protection_plan",
            convert={"actions": _actions},
            read=Read("get_malware_protection_plan", _PLAN),
        ),
        id="{MalwareProtectionPlanId}",
        outputs={"arn": "@Arn", "status": "@Status"},
        update=(
            Call(
                "update_malware_protection_plan",
                ("actions", "role", "protectedResource"),
                convert={"actions": _actions, "protectedResource": _prefixes},
                params=_PLAN,
            ),
        ),
        replaces_if={"protectedResource": _is_another_bucket},
        delete=(Call("delete_malware_protection_plan", params=_PLAN),),
    ),
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": Type(
        service="guardduty",
        create=Call(
            "enable_organization_admin_account",
            read=Read(
                "list_organization_admin_accounts",
                {},
                "AdminAccounts[?AdminAccountId=='{adminAccountId}'] | [0]",
            ),
        ),
        id="{adminAccountId}",
        delete=(
            Call(
                "disable_organization_admin_account",
                params={"AdminAccountId": "{adminAccountId}"},
            ),
        ),
    ),
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration": Type(
        service="guardduty",
        create=Call(
            "update_organization_configuration",
            read=Read("describe_organization_configuration", {"DetectorId": "{detectorId}"}),
        ),
        id="{detectorId}",
        update=(Call("update_organization_configuration"),),
        survives=_MEMBERS,
    ),
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": Type(
        service="guardduty",
        create=Call(
            "update_organization_configuration",
            wrap="Features[]",
            names={"detectorId": "^DetectorId"},
            read=Read(
                "describe_organization_configuration",
                {"DetectorId": "{detectorId}"},
                "Features[?Name=='{name}'] | [0]",
            ),
        ),
        id="{detectorId}/{name}",
        survives=_MEMBERS,
    ),
    "aws:guardduty/detector:Detector": Type(
        service="guardduty",
        create=Call("create_detector", read=Read("get_detector", {"DetectorId": "{id}"})),
        id="{DetectorId}",
        outputs={"arn": "arn:aws:guardduty:{region}:{account}:detector/{id}"},
        delete=(Call("delete_detector", params={"DetectorId": "{id}"}),),
    ),
}
