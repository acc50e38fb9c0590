"""One row of the references, and the kinds and answers that many rows share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """One input that names another resource.

    Attributes:
        number: End of the rule's id.
        type: Type that has the input.
        path: The input.
        targets: Types it may name.
        error: AWS's answer when it does not exist.
        managed: Values AWS or somebody else owns, as a pattern.
    """

    number: str
    type: str
    path: str
    targets: tuple[str, ...]
    error: str
    managed: str = ""


VPC = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")
SUBNET = ("aws:ec2/subnet:Subnet",)
SG = ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
TABLE = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
KEY = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/alias:Alias")
ROLE = ("aws:iam/role:Role",)
BUCKET = ("aws:s3/bucket:Bucket",)
TOPIC = ("aws:sns/topic:Topic",)
QUEUE = ("aws:sqs/queue:Queue",)
GROUP = ("aws:lb/targetGroup:TargetGroup",)
CERTIFICATE = ("aws:acm/certificate:Certificate",)
VAULT = ("aws:backup/vault:Vault", "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault")
LOGS = ("aws:cloudwatch/logGroup:LogGroup",)
NO_SUBNET = "InvalidSubnetID.NotFound: The subnet ID does not exist"
NO_GROUP = "InvalidGroup.NotFound: The security group does not exist"
NO_VPC = "InvalidVpcID.NotFound: The vpc ID does not exist"
NO_KEY = "KMSKeyNotAccessibleFault / NotFoundException: key does not exist"
NO_ROLE = "InvalidParameterValue / NoSuchEntity: The role cannot be found"
NO_BUCKET = "NoSuchBucket: The specified bucket does not exist"
ALIAS = r"alias/.*|arn:aws:kms:[a-z0-9-]+:\d{12}:alias/aws/.*"
