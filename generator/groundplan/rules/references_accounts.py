"""References of accounts: IAM, Organizations, logins, trail, recorder, detectors."""

from groundplan.rules.reference_row import BUCKET, LOGS, ROLE, Reference

ROWS = (
    Reference(
        "065",
        "aws:iam/rolePolicy:RolePolicy",
        "role",
        ROLE,
        "NoSuchEntity: The role with name cannot be found.",
    ),
    Reference(
        "066",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "role",
        ROLE,
        "NoSuchEntity: The role with name cannot be found.",
    ),
    Reference(
        "067",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "policyArn",
        ("aws:iam/policy:Policy",),
        "NoSuchEntity: Policy does not exist or is not attachable.",
        r"arn:aws:iam::aws:policy/.*",
    ),
    Reference(
        "068",
        "aws:iam/role:Role",
        "permissionsBoundary",
        ("aws:iam/policy:Policy",),
        "NoSuchEntity: Scope ARN does not exist or is not attachable.",
        r"arn:aws:iam::aws:policy/.*",
    ),
    Reference(
        "105",
        "aws:organizations/policyAttachment:PolicyAttachment",
        "policyId",
        ("aws:organizations/policy:Policy",),
        "PolicyNotFoundException",
        r"p-(FullAWSAccess|RCPFullAWSAccess)",
    ),
    Reference(
        "106",
        "aws:ssoadmin/accountAssignment:AccountAssignment",
        "permissionSetArn",
        ("aws:ssoadmin/permissionSet:PermissionSet",),
        "ResourceNotFoundException: PermissionSet",
    ),
    Reference(
        "107",
        "aws:guardduty/detectorFeature:DetectorFeature",
        "detectorId",
        ("aws:guardduty/detector:Detector",),
        "BadRequestException: the input detectorId is not owned by the current account.",
    ),
    Reference(
        "108",
        "aws:cloudtrail/trail:Trail",
        "s3BucketName",
        BUCKET,
        "S3BucketDoesNotExistException",
    ),
    Reference(
        "109",
        "aws:cloudtrail/trail:Trail",
        "cloudWatchLogsRoleArn",
        ROLE,
        "InvalidCloudWatchLogsRoleArnException",
    ),
    Reference(
        "110",
        "aws:cloudtrail/trail:Trail",
        "cloudWatchLogsGroupArn",
        LOGS,
        "InvalidCloudWatchLogsLogGroupArnException",
    ),
    Reference(
        "113",
        "aws:cfg/deliveryChannel:DeliveryChannel",
        "s3BucketName",
        BUCKET,
        "NoSuchBucketException",
    ),
)
