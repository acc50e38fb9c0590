"""What an account has from its first day on AWS, and moto lacks. Loaded by a sandbox only.

Buckets have theirs in `backends.s3`, as every emulated deployment needs them.
"""

from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from groundplan.emulate.backends import BackendError, Document, Request, mends

_INSPECTOR = ("ec2", "ecr", "lambda", "lambdaCode", "codeRepository")


@mends("ec2", "CreateVpc")
def let_default_group_talk_to_itself(request: Request, answer: Document) -> None:
    """The default security group of a VPC lets its own members in.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    """
    vpc = answer["Vpc"]["VpcId"]
    [group] = request.call(
        "ec2",
        "describe_security_groups",
        Filters=[
            {"Name": "vpc-id", "Values": [vpc]},
            {"Name": "group-name", "Values": ["default"]},
        ],
    )["SecurityGroups"]
    if group["IpPermissions"]:
        return
    request.call(
        "ec2",
        "authorize_security_group_ingress",
        GroupId=group["GroupId"],
        IpPermissions=[{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group["GroupId"]}]}],
    )


@mends("emr", "GetBlockPublicAccessConfiguration")
def block_public_clusters(_: Request, answer: Document) -> None:
    """EMR starts with public access blocked, SSH excepted.

    Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
    """
    if not answer.get("BlockPublicAccessConfiguration"):
        answer["BlockPublicAccessConfiguration"] = {
            "BlockPublicSecurityGroupRules": True,
            "PermittedPublicSecurityGroupRuleRanges": [{"MinRange": 22, "MaxRange": 22}],
        }


@mends("glue", "GetResourcePolicy")
def have_no_catalog_policy(_: Request, answer: Document) -> None:
    """Glue's catalog starts without a policy, and AWS says so with an error."""
    if not answer.get("PolicyInJson"):
        raise BackendError("EntityNotFoundException", "Policy not found")


@mends("inspector2", "BatchGetAccountStatus")
def have_no_inspector(request: Request, answer: Document) -> None:
    """An account that never enabled Inspector is told disabled, not left out."""
    told = {account["accountId"] for account in answer["accounts"]}
    off = {"status": "DISABLED", "errorCode": "", "errorMessage": ""}
    for account in request.params.get("accountIds") or [request.account]:
        if account not in told:
            answer["accounts"].append(
                {
                    "accountId": account,
                    "state": dict(off),
                    "resourceState": {name: dict(off) for name in _INSPECTOR},
                }
            )


def refuse_nobody() -> None:
    """Check no bucket policy, as no other permission is checked.

    moto looks at bucket policies but not at their conditions, so "deny what is not
    encrypted in transit", which every bucket of ours has, would deny everything.
    """

    def neutral(*_: Any, **__: Any) -> PermissionResult:
        return PermissionResult.NEUTRAL

    bucket: Any = FakeBucket
    bucket.get_permission = neutral
