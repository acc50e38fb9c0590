"""Identity Center: tags of permission sets, and their way into the accounts."""

from datetime import UTC, datetime

from moto.ssoadmin.models import ssoadmin_backends

from groundplan.emulate.backends import Document, Request, answers, knows, mends, new_id, sends
from groundplan.emulate.backends.iam import managed_policy


@mends("sso-admin", "CreatePermissionSet")
def remember(request: Request, answer: Document) -> None:
    """Give a new permission set an ARN as AWS writes it, and keep its tags."""
    made = str(answer["PermissionSet"]["PermissionSetArn"])
    arn = made.replace(":instance/", ":permissionSet/")
    for kept in ssoadmin_backends[request.account][request.region].permission_sets:
        if kept.permission_set_arn == made:
            kept.permission_set_arn = arn
    answer["PermissionSet"]["PermissionSetArn"] = arn
    tags = request.params.get("Tags") or ()
    request.table("tags")[arn] = {tag["Key"]: tag["Value"] for tag in tags}


@answers("sso-admin", "TagResource")
def tag(request: Request) -> Document:
    """Add tags."""
    kept = request.table("tags").setdefault(str(request.params["ResourceArn"]), {})
    kept.update({tag["Key"]: tag["Value"] for tag in request.params["Tags"]})
    return {}


@answers("sso-admin", "UntagResource")
def untag(request: Request) -> Document:
    """Take tags away."""
    for key in request.params["TagKeys"]:
        request.table("tags").get(str(request.params["ResourceArn"]), {}).pop(key, None)
    return {}


@answers("sso-admin", "ListTagsForResource")
def list_tags(request: Request) -> Document:
    """Tags of a permission set."""
    kept = request.table("tags").get(str(request.params["ResourceArn"]), {})
    return {"Tags": [{"Key": key, "Value": value} for key, value in kept.items()]}


@sends("sso-admin", "AttachManagedPolicyToPermissionSet", "DetachManagedPolicyFromPermissionSet")
def load_policy(request: Request, params: Document) -> None:
    """Moto looks for the path under a wrong name, so it misses policies below a path."""
    backend = ssoadmin_backends[request.account][request.region]
    known = backend.aws_managed_policies = backend.aws_managed_policies or {}
    arn = str(params["ManagedPolicyArn"])
    data = managed_policy(arn)
    if data is not None:
        known[arn.rpartition("/")[2]] = {"path": data.get("Path", "/")}


@knows("sso-admin", "ProvisionPermissionSet")
def provision(request: Request) -> Document:
    """Bring a permission set to the accounts it is assigned in: at once.

    Moto does so only in instances it made itself. Ours is one somebody enabled by hand.
    """
    return {"PermissionSetProvisioningStatus": _provisioned(request, new_id())}


@answers("sso-admin", "DescribePermissionSetProvisioningStatus")
def provisioning_status(request: Request) -> Document:
    """How far that is."""
    asked = str(request.params["ProvisionPermissionSetRequestId"])
    return {"PermissionSetProvisioningStatus": _provisioned(request, asked)}


def _provisioned(request: Request, asked: str) -> Document:
    kept = request.table("provisioned").setdefault(
        asked,
        {
            "RequestId": asked,
            "Status": "SUCCEEDED",
            "PermissionSetArn": request.params.get("PermissionSetArn", ""),
            "CreatedDate": datetime.now(UTC),
        },
    )
    return dict(kept)
