"""One row of the references, and the kinds and answers that many rows share."""

import re
from dataclasses import dataclass

_ARN = re.compile(r"([a-z]Arn|^arn|\.arn|[a-z]Arns?\[\]|ArnLists\[\])$")


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
        form: ``arn`` or ``name`` where only one of them is taken; empty for both. An input
            whose name ends in ARN takes an ARN.
        far: What it names may stand in another region.
    """

    number: str
    type: str
    path: str
    targets: tuple[str, ...]
    error: str
    managed: str = ""
    form: str = ""
    far: bool = False

    @property
    def arn_only(self) -> bool:
        """True where a name or an id is not taken."""
        return self.form == "arn" or bool(_ARN.search(self.path))


VPC = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")
SUBNET = ("aws:ec2/subnet:Subnet",)
SG = ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
TABLE = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
KEY = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/alias:Alias")
ROLE = ("aws:iam/role:Role",)
SECRET = ("aws:secretsmanager/secret:Secret",)
BUCKET = ("aws:s3/bucket:Bucket",)
TOPIC = ("aws:sns/topic:Topic",)
QUEUE = ("aws:sqs/queue:Queue",)
GROUP = ("aws:lb/targetGroup:TargetGroup",)
CERTIFICATE = ("aws:acm/certificate:Certificate",)
VAULT = ("aws:backup/vault:Vault", "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault")
LOGS = ("aws:cloudwatch/logGroup:LogGroup",)
CLUSTER = ("aws:ecs/cluster:Cluster",)
BALANCER = ("aws:lb/loadBalancer:LoadBalancer",)
LISTENER = ("aws:lb/listener:Listener",)
TASK = "aws:ecs/taskDefinition:TaskDefinition"
LOCAL = frozenset(
    (
        *VPC,
        *SUBNET,
        *SG,
        *TABLE,
        *GROUP,
        *CLUSTER,
        *BALANCER,
        *LISTENER,
        TASK,
        "aws:ec2/eip:Eip",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/networkAcl:NetworkAcl",
        "aws:ecr/repository:Repository",
        "aws:scheduler/scheduleGroup:ScheduleGroup",
    )
)
"""Types that others name in their own account and region only."""
NO_SUBNET = "InvalidSubnetID.NotFound: The subnet ID does not exist"
NO_GROUP = "InvalidGroup.NotFound: The security group does not exist"
NO_VPC = "InvalidVpcID.NotFound: The vpc ID does not exist"
NO_KEY = "KMSKeyNotAccessibleFault / NotFoundException: key does not exist"
NO_ROLE = "InvalidParameterValue / NoSuchEntity: The role cannot be found"
NO_BUCKET = "NoSuchBucket: The specified bucket does not exist"
ALIAS = r"alias/aws/.*|arn:aws:kms:[a-z0-9-]+:\d{12}:alias/aws/.*"
