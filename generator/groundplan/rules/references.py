"""References: what a resource names must exist, and be what it is taken for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from groundplan.rules.grammar.address import arn
from groundplan.rules.node import Node, known
from groundplan.rules.rule import Fault, Rule, Severity, rule
from groundplan.rules.world import World

_ID = re.compile(
    r"(vpc|subnet|sg|rtb|igw|nat|eipalloc|vpce|acl|eigw|eni|fl|pcx|tgw)-[0-9a-f]{8}([0-9a-f]{9})?"
)
_OWN = ("policy", "assumeRolePolicy", "content", "inlinePolicy", "policyDocument", "containerDefinitions",
        "dashboardBody", "tags", "restoreMetadataOverrides", "redrivePolicy", "redriveAllowPolicy",
        "eventPattern", "alarmRule", "value", "secretString")  # fmt: skip


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


_VPC = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")
_SUBNET = ("aws:ec2/subnet:Subnet",)
_SG = ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
_TABLE = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
_KEY = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/alias:Alias")
_ROLE = ("aws:iam/role:Role",)
_BUCKET = ("aws:s3/bucket:Bucket",)
_TOPIC = ("aws:sns/topic:Topic",)
_QUEUE = ("aws:sqs/queue:Queue",)
_GROUP = ("aws:lb/targetGroup:TargetGroup",)
_CERTIFICATE = ("aws:acm/certificate:Certificate",)
_VAULT = ("aws:backup/vault:Vault", "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault")
_LOGS = ("aws:cloudwatch/logGroup:LogGroup",)
_NO_SUBNET = "InvalidSubnetID.NotFound: The subnet ID does not exist"
_NO_GROUP = "InvalidGroup.NotFound: The security group does not exist"
_NO_VPC = "InvalidVpcID.NotFound: The vpc ID does not exist"
_NO_KEY = "KMSKeyNotAccessibleFault / NotFoundException: key does not exist"
_NO_ROLE = "InvalidParameterValue / NoSuchEntity: The role cannot be found"
_NO_BUCKET = "NoSuchBucket: The specified bucket does not exist"
_ALIAS = r"alias/.*|arn:aws:kms:[a-z0-9-]+:\d{12}:alias/aws/.*"

ROWS = (
    Reference("001", "aws:ec2/subnet:Subnet", "vpcId", _VPC, _NO_VPC),
    Reference("002", "aws:ec2/internetGateway:InternetGateway", "vpcId", _VPC, _NO_VPC),
    Reference("003", "aws:ec2/routeTable:RouteTable", "vpcId", _VPC, _NO_VPC),
    Reference("004", "aws:ec2/securityGroup:SecurityGroup", "vpcId", _VPC, _NO_VPC),
    Reference("005", "aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId", _VPC, _NO_VPC),
    Reference("006", "aws:ec2/vpcEndpoint:VpcEndpoint", "subnetIds[]", _SUBNET, _NO_SUBNET),
    Reference("007", "aws:ec2/vpcEndpoint:VpcEndpoint", "securityGroupIds[]", _SG, _NO_GROUP),
    Reference(
        "008",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "routeTableIds[]",
        _TABLE,
        "InvalidRouteTableId.NotFound",
        r"rtb-.*default.*",
    ),
    Reference("009", "aws:ec2/natGateway:NatGateway", "subnetId", _SUBNET, _NO_SUBNET),
    Reference(
        "010",
        "aws:ec2/natGateway:NatGateway",
        "allocationId",
        ("aws:ec2/eip:Eip",),
        "InvalidAllocationID.NotFound",
    ),
    Reference("011", "aws:ec2/route:Route", "routeTableId", _TABLE, "InvalidRouteTableID.NotFound"),
    Reference(
        "012",
        "aws:ec2/route:Route",
        "natGatewayId",
        ("aws:ec2/natGateway:NatGateway",),
        "InvalidNatGatewayID.NotFound",
    ),
    Reference(
        "013",
        "aws:ec2/route:Route",
        "gatewayId",
        ("aws:ec2/internetGateway:InternetGateway", "aws:ec2/vpnGateway:VpnGateway"),
        "InvalidGatewayID.NotFound",
        "local",
    ),
    Reference(
        "014",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "subnetId",
        _SUBNET,
        _NO_SUBNET,
    ),
    Reference(
        "015",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "routeTableId",
        _TABLE,
        "InvalidRouteTableID.NotFound",
    ),
    Reference(
        "016",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "securityGroupId",
        _SG,
        _NO_GROUP,
    ),
    Reference(
        "017",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "referencedSecurityGroupId",
        _SG,
        _NO_GROUP,
    ),
    Reference(
        "018",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "securityGroupId",
        _SG,
        _NO_GROUP,
    ),
    Reference(
        "019",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "referencedSecurityGroupId",
        _SG,
        _NO_GROUP,
    ),
    Reference("020", "aws:ec2/flowLog:FlowLog", "vpcId", _VPC, _NO_VPC),
    Reference("021", "aws:ec2/flowLog:FlowLog", "iamRoleArn", _ROLE, _NO_ROLE),
    Reference(
        "022",
        "aws:rds/instance:Instance",
        "dbSubnetGroupName",
        ("aws:rds/subnetGroup:SubnetGroup",),
        "DBSubnetGroupNotFoundFault: DB subnet group does not exist",
        "default",
    ),
    Reference(
        "023",
        "aws:rds/instance:Instance",
        "parameterGroupName",
        ("aws:rds/parameterGroup:ParameterGroup",),
        "DBParameterGroupNotFound",
        r"default\..*",
    ),
    Reference("024", "aws:rds/instance:Instance", "vpcSecurityGroupIds[]", _SG, _NO_GROUP),
    Reference("025", "aws:rds/instance:Instance", "kmsKeyId", _KEY, _NO_KEY, _ALIAS),
    Reference("026", "aws:rds/instance:Instance", "monitoringRoleArn", _ROLE, _NO_ROLE),
    Reference(
        "027", "aws:rds/instance:Instance", "masterUserSecretKmsKeyId", _KEY, _NO_KEY, _ALIAS
    ),
    Reference(
        "028", "aws:rds/instance:Instance", "performanceInsightsKmsKeyId", _KEY, _NO_KEY, _ALIAS
    ),
    Reference("029", "aws:rds/subnetGroup:SubnetGroup", "subnetIds[]", _SUBNET, _NO_SUBNET),
    Reference(
        "030",
        "aws:rds/eventSubscription:EventSubscription",
        "snsTopic",
        _TOPIC,
        "SNSTopicArnNotFound: The SNS topic ARN does not exist.",
    ),
    Reference(
        "031",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "subnetGroupName",
        ("aws:elasticache/subnetGroup:SubnetGroup",),
        "CacheSubnetGroupNotFoundFault",
        "default",
    ),
    Reference(
        "032",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "parameterGroupName",
        ("aws:elasticache/parameterGroup:ParameterGroup",),
        "CacheParameterGroupNotFound",
        r"default\..*",
    ),
    Reference(
        "033",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "securityGroupIds[]",
        _SG,
        _NO_GROUP,
    ),
    Reference(
        "034",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "kmsKeyId",
        _KEY,
        _NO_KEY,
        _ALIAS,
    ),
    Reference("035", "aws:elasticache/subnetGroup:SubnetGroup", "subnetIds[]", _SUBNET, _NO_SUBNET),
    Reference(
        "036",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "userGroupIds[]",
        ("aws:elasticache/userGroup:UserGroup",),
        "UserGroupNotFoundFault",
    ),
    Reference("037", "aws:s3/bucketPolicy:BucketPolicy", "bucket", _BUCKET, _NO_BUCKET),
    Reference("038", "aws:s3/bucketVersioning:BucketVersioning", "bucket", _BUCKET, _NO_BUCKET),
    Reference(
        "039",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "bucket",
        _BUCKET,
        _NO_BUCKET,
    ),
    Reference(
        "040",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "bucket",
        _BUCKET,
        _NO_BUCKET,
    ),
    Reference(
        "041",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "bucket",
        _BUCKET,
        _NO_BUCKET,
    ),
    Reference(
        "042",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "bucket",
        _BUCKET,
        _NO_BUCKET,
    ),
    Reference(
        "043",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "bucket",
        _BUCKET,
        _NO_BUCKET,
    ),
    Reference("044", "aws:s3/bucketLogging:BucketLogging", "bucket", _BUCKET, _NO_BUCKET),
    Reference(
        "045",
        "aws:s3/bucketLogging:BucketLogging",
        "targetBucket",
        _BUCKET,
        "InvalidTargetBucketForLogging: The target bucket for logging does not exist",
    ),
    Reference("046", "aws:s3/bucketNotification:BucketNotification", "bucket", _BUCKET, _NO_BUCKET),
    Reference(
        "047",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId",
        _KEY,
        _NO_KEY,
        _ALIAS,
    ),
    Reference(
        "048",
        "aws:sqs/queuePolicy:QueuePolicy",
        "queueUrl",
        _QUEUE,
        "AWS.SimpleQueueService.NonExistentQueue",
    ),
    Reference(
        "049", "aws:sns/topicPolicy:TopicPolicy", "arn", _TOPIC, "NotFound: Topic does not exist"
    ),
    Reference(
        "050",
        "aws:sns/topicSubscription:TopicSubscription",
        "topic",
        _TOPIC,
        "NotFound: Topic does not exist",
    ),
    Reference("051", "aws:sns/topic:Topic", "kmsMasterKeyId", _KEY, _NO_KEY, _ALIAS),
    Reference("052", "aws:secretsmanager/secret:Secret", "kmsKeyId", _KEY, _NO_KEY, _ALIAS),
    Reference(
        "053",
        "aws:secretsmanager/secretVersion:SecretVersion",
        "secretId",
        ("aws:secretsmanager/secret:Secret",),
        "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    ),
    Reference("054", "aws:kms/alias:Alias", "targetKeyId", _KEY, _NO_KEY),
    Reference("055", "aws:backup/vault:Vault", "kmsKeyArn", _KEY, _NO_KEY),
    Reference(
        "056",
        "aws:backup/plan:Plan",
        "rules[].targetVaultName",
        _VAULT,
        "ResourceNotFoundException: Backup vault cannot be found",
        "Default",
    ),
    Reference(
        "057",
        "aws:backup/selection:Selection",
        "planId",
        ("aws:backup/plan:Plan",),
        "ResourceNotFoundException: Backup plan cannot be found",
    ),
    Reference(
        "058",
        "aws:backup/selection:Selection",
        "iamRoleArn",
        _ROLE,
        _NO_ROLE,
        r".*:role/service-role/AWSBackupDefaultServiceRole",
    ),
    Reference(
        "059",
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        "backupVaultName",
        _VAULT,
        "ResourceNotFoundException: Backup vault cannot be found",
    ),
    Reference(
        "060",
        "aws:backup/vaultPolicy:VaultPolicy",
        "backupVaultName",
        _VAULT,
        "ResourceNotFoundException: Backup vault cannot be found",
    ),
    Reference(
        "061",
        "aws:backup/vaultNotifications:VaultNotifications",
        "backupVaultName",
        _VAULT,
        "ResourceNotFoundException: Backup vault cannot be found",
    ),
    Reference(
        "062",
        "aws:backup/vaultNotifications:VaultNotifications",
        "snsTopicArn",
        _TOPIC,
        "InvalidParameterValueException: topic does not exist",
    ),
    Reference(
        "063",
        "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        "restoreTestingPlanName",
        ("aws:backup/restoreTestingPlan:RestoreTestingPlan",),
        "ResourceNotFoundException: restore testing plan cannot be found",
    ),
    Reference(
        "064",
        "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        "iamRoleArn",
        _ROLE,
        _NO_ROLE,
    ),
    Reference(
        "065",
        "aws:iam/rolePolicy:RolePolicy",
        "role",
        _ROLE,
        "NoSuchEntity: The role with name cannot be found.",
    ),
    Reference(
        "066",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "role",
        _ROLE,
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
        "069",
        "aws:ecs/service:Service",
        "cluster",
        ("aws:ecs/cluster:Cluster",),
        "ClusterNotFoundException: Cluster not found.",
    ),
    Reference(
        "070",
        "aws:ecs/service:Service",
        "taskDefinition",
        ("aws:ecs/taskDefinition:TaskDefinition",),
        "ClientException: Unable to describe task definition.",
    ),
    Reference(
        "071", "aws:ecs/service:Service", "networkConfiguration.subnets[]", _SUBNET, _NO_SUBNET
    ),
    Reference(
        "072", "aws:ecs/service:Service", "networkConfiguration.securityGroups[]", _SG, _NO_GROUP
    ),
    Reference(
        "073",
        "aws:ecs/service:Service",
        "loadBalancers[].targetGroupArn",
        _GROUP,
        "InvalidParameterException: The target group does not exist",
    ),
    Reference(
        "074",
        "aws:ecs/taskDefinition:TaskDefinition",
        "executionRoleArn",
        _ROLE,
        "ClientException: Role is not valid",
    ),
    Reference(
        "075",
        "aws:ecs/taskDefinition:TaskDefinition",
        "taskRoleArn",
        _ROLE,
        "ClientException: Role is not valid",
    ),
    Reference(
        "076",
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        "clusterName",
        ("aws:ecs/cluster:Cluster",),
        "ClusterNotFoundException: Cluster not found.",
    ),
    Reference(
        "077",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "repository",
        ("aws:ecr/repository:Repository",),
        "RepositoryNotFoundException",
    ),
    Reference(
        "078",
        "aws:scheduler/schedule:Schedule",
        "target.roleArn",
        _ROLE,
        "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    ),
    Reference(
        "079",
        "aws:scheduler/schedule:Schedule",
        "target.ecsParameters.networkConfiguration.subnets[]",
        _SUBNET,
        _NO_SUBNET,
    ),
    Reference("080", "aws:lb/loadBalancer:LoadBalancer", "subnets[]", _SUBNET, "SubnetNotFound"),
    Reference(
        "081", "aws:lb/loadBalancer:LoadBalancer", "securityGroups[]", _SG, "InvalidSecurityGroup"
    ),
    Reference(
        "082",
        "aws:lb/loadBalancer:LoadBalancer",
        "accessLogs.bucket",
        _BUCKET,
        "InvalidConfigurationRequest: S3Bucket does not exist",
    ),
    Reference(
        "083",
        "aws:lb/targetGroup:TargetGroup",
        "vpcId",
        _VPC,
        "ValidationError: The VPC ID is not found",
    ),
    Reference(
        "084",
        "aws:lb/listener:Listener",
        "loadBalancerArn",
        ("aws:lb/loadBalancer:LoadBalancer",),
        "LoadBalancerNotFound",
    ),
    Reference(
        "085", "aws:lb/listener:Listener", "certificateArn", _CERTIFICATE, "CertificateNotFound"
    ),
    Reference(
        "086",
        "aws:lb/listener:Listener",
        "defaultActions[].targetGroupArn",
        _GROUP,
        "TargetGroupNotFound",
    ),
    Reference(
        "087",
        "aws:lb/listenerRule:ListenerRule",
        "listenerArn",
        ("aws:lb/listener:Listener",),
        "ListenerNotFound",
    ),
    Reference(
        "088",
        "aws:lb/listenerRule:ListenerRule",
        "actions[].targetGroupArn",
        _GROUP,
        "TargetGroupNotFound",
    ),
    Reference(
        "089",
        "aws:acm/certificateValidation:CertificateValidation",
        "certificateArn",
        _CERTIFICATE,
        "ResourceNotFoundException: Could not find certificate",
    ),
    Reference(
        "090",
        "aws:cloudfront/distribution:Distribution",
        "viewerCertificate.acmCertificateArn",
        _CERTIFICATE,
        "InvalidViewerCertificate",
    ),
    Reference(
        "091",
        "aws:cloudfront/distribution:Distribution",
        "webAclId",
        ("aws:wafv2/webAcl:WebAcl",),
        "InvalidWebACLId",
    ),
    Reference(
        "092",
        "aws:cloudfront/distribution:Distribution",
        "origins[].originAccessControlId",
        ("aws:cloudfront/originAccessControl:OriginAccessControl",),
        "NoSuchOriginAccessControl",
    ),
    Reference(
        "093",
        "aws:cloudfront/distribution:Distribution",
        "origins[].vpcOriginConfig.vpcOriginId",
        ("aws:cloudfront/vpcOrigin:VpcOrigin",),
        "EntityNotFound: VPC origin",
    ),
    Reference(
        "094",
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "webAclArn",
        ("aws:wafv2/webAcl:WebAcl",),
        "WAFNonexistentItemException",
    ),
    Reference(
        "095",
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "resourceArn",
        ("aws:lb/loadBalancer:LoadBalancer", "aws:apigateway/stage:Stage"),
        "WAFNonexistentItemException",
    ),
    Reference(
        "096",
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "resourceArn",
        ("aws:wafv2/webAcl:WebAcl",),
        "WAFNonexistentItemException",
    ),
    Reference(
        "097",
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "logDestinationConfigs[]",
        (*_LOGS, *_BUCKET, "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"),
        "WAFInvalidParameterException: LOG_DESTINATION / WAFLogDestinationPermissionIssueException",
    ),
    Reference(
        "098",
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        "logGroupName",
        _LOGS,
        "ResourceNotFoundException: The specified log group does not exist.",
        r"/aws/.*",
    ),
    Reference(
        "099",
        "aws:cloudwatch/eventTarget:EventTarget",
        "rule",
        ("aws:cloudwatch/eventRule:EventRule",),
        "ResourceNotFoundException: Rule does not exist on EventBus default.",
    ),
    Reference(
        "100",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "alarmActions[]",
        (*_TOPIC, "aws:appautoscaling/policy:Policy"),
        "the alarm fires and nobody hears it",
        r"arn:aws:(automate|ssm|swf|lambda|aiops|ssm-incidents).*",
    ),
    Reference(
        "101",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        "alarmActions[]",
        _TOPIC,
        "the alarm fires and nobody hears it",
        r"arn:aws:(ssm|lambda|aiops).*",
    ),
    Reference(
        "102",
        "aws:cloudwatch/logDelivery:LogDelivery",
        "deliverySourceName",
        ("aws:cloudwatch/logDeliverySource:LogDeliverySource",),
        "ResourceNotFoundException: delivery source",
    ),
    Reference(
        "103",
        "aws:cloudwatch/logDelivery:LogDelivery",
        "deliveryDestinationArn",
        ("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",),
        "ResourceNotFoundException: delivery destination",
    ),
    Reference(
        "104",
        "aws:route53/record:Record",
        "zoneId",
        ("aws:route53/zone:Zone",),
        "NoSuchHostedZone: No hosted zone found with ID",
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
        _BUCKET,
        "S3BucketDoesNotExistException",
    ),
    Reference(
        "109",
        "aws:cloudtrail/trail:Trail",
        "cloudWatchLogsRoleArn",
        _ROLE,
        "InvalidCloudWatchLogsRoleArnException",
    ),
    Reference(
        "110",
        "aws:cloudtrail/trail:Trail",
        "cloudWatchLogsGroupArn",
        _LOGS,
        "InvalidCloudWatchLogsLogGroupArnException",
    ),
    Reference(
        "111",
        "aws:ec2/networkAclRule:NetworkAclRule",
        "networkAclId",
        ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"),
        "InvalidNetworkAclID.NotFound",
    ),
    Reference(
        "112",
        "aws:cloudfront/monitoringSubscription:MonitoringSubscription",
        "distributionId",
        ("aws:cloudfront/distribution:Distribution",),
        "NoSuchDistribution",
    ),
    Reference(
        "113",
        "aws:cfg/deliveryChannel:DeliveryChannel",
        "s3BucketName",
        _BUCKET,
        "NoSuchBucketException",
    ),
    Reference(
        "114",
        "aws:wafv2/webAclRule:WebAclRule",
        "webAclArn",
        ("aws:wafv2/webAcl:WebAcl",),
        "WAFNonexistentItemException",
    ),
    Reference(
        "115",
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        "sourceDbInstanceArn",
        ("aws:rds/instance:Instance",),
        "DBInstanceNotFound",
    ),
    Reference(
        "116",
        "aws:scheduler/schedule:Schedule",
        "target.ecsParameters.taskDefinitionArn",
        ("aws:ecs/taskDefinition:TaskDefinition",),
        "the schedule runs nothing: task definition does not exist",
    ),
    Reference(
        "117",
        "aws:cloudwatch/eventTarget:EventTarget",
        "arn",
        (
            *_TOPIC,
            *_QUEUE,
            "aws:ecs/cluster:Cluster",
            *_LOGS,
            "aws:lambda/function:Function",
            "aws:cloudwatch/eventBus:EventBus",
        ),
        "ResourceNotFoundException / the rule reaches nothing",
    ),
    Reference(
        "118",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "okActions[]",
        _TOPIC,
        "the alarm recovers and nobody hears it",
        r"arn:aws:(automate|ssm|swf|lambda|aiops).*",
    ),
    Reference(
        "119",
        "aws:ecr/repository:Repository",
        "encryptionConfigurations[].kmsKey",
        _KEY,
        "KmsException: key does not exist",
        _ALIAS,
    ),
    Reference(
        "120",
        "aws:scheduler/schedule:Schedule",
        "target.arn",
        (
            "aws:ecs/cluster:Cluster",
            *_TOPIC,
            *_QUEUE,
            "aws:lambda/function:Function",
            "aws:cloudwatch/eventBus:EventBus",
        ),
        "ValidationException: target does not exist",
        r"arn:aws:scheduler:::.*",
    ),
    Reference(
        "121",
        "aws:backup/plan:Plan",
        "rules[].copyActions[].destinationVaultArn",
        _VAULT,
        "the copy job fails: vault does not exist",
    ),
    Reference(
        "122",
        "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        "recoveryPointSelection.includeVaults[]",
        _VAULT,
        "ResourceNotFoundException: vault",
        r"\*|.*\*.*",
    ),
    Reference("123", "aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", _KEY, _NO_KEY),
    Reference(
        "124",
        "aws:cloudfront/distribution:Distribution",
        "defaultCacheBehavior.functionAssociations[].functionArn",
        ("aws:cloudfront/function:Function",),
        "NoSuchFunctionExists",
    ),
    Reference(
        "125",
        "aws:dynamodb/table:Table",
        "serverSideEncryption.kmsKeyArn",
        _KEY,
        "ValidationException: KMS key does not exist",
        _ALIAS,
    ),
    Reference("126", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId", _VPC, _NO_VPC),
    Reference(
        "127",
        "aws:backup/selection:Selection",
        "resources[]",
        (
            "aws:rds/instance:Instance",
            "aws:rds/cluster:Cluster",
            "aws:s3/bucket:Bucket",
            "aws:dynamodb/table:Table",
            "aws:efs/fileSystem:FileSystem",
        ),
        "the plan saves nothing: resource does not exist",
        r"\*|.*\*.*",
    ),
    Reference(
        "128",
        "aws:ec2/flowLog:FlowLog",
        "logDestination",
        (*_LOGS, *_BUCKET, "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"),
        "InvalidParameter: LogDestination does not exist",
    ),
    Reference(
        "129",
        "aws:scheduler/schedule:Schedule",
        "target.deadLetterConfig.arn",
        _QUEUE,
        "ValidationException: The specified DLQ does not exist",
    ),
)


def _rule(row: Reference) -> Rule:
    def check(node: Node, world: World) -> Iterator[Fault]:
        for place, value in node.each(row.path):
            if isinstance(value, str) and value and not _resolves(row, value, world):
                kind = row.targets[0].rpartition(":")[2]
                yield Fault(place, f"a {kind} of the estate or one that AWS owns")

    return Rule(
        id=f"GP-REF-{row.number}",
        types=(row.type,),
        severity=Severity.error,
        title="It points to something that does not exist, or is something else.",
        error=row.error,
        source=f"pulumi-aws {row.type.rpartition(':')[2]}.{row.path}",
        check=check,
    )


def _resolves(row: Reference, value: str, world: World) -> bool:
    if row.managed and re.fullmatch(row.managed, value):
        return True
    if world.find(value, *row.targets) is not None:
        return True
    # A value of the right form from outside: an account that is not planned here, or nothing of
    # that kind planned here at all, cannot be judged.
    found = arn(value)
    if found is not None and found.account and found.account not in world.accounts:
        return _right_service(found.service, row)
    if found is not None and found.service == "s3" and not found.account:
        return (
            not world.has(*row.targets)
            or world.find(found.resource.partition("/")[0], *row.targets) is not None
        )
    if (
        found is None
        and world.find(value) is None
        and not any(world.has(kind) for kind in row.targets)
    ):
        return not _ID.fullmatch(value)
    if found is not None and not world.has(*row.targets):
        return _right_service(found.service, row)
    if (
        found is not None
        and found.service == "ecs"
        and found.resource.startswith("task-definition/")
    ):
        family = found.resource.removeprefix("task-definition/").partition(":")[0]
        return any(t.get("family") == family for t in world.of(*row.targets))
    return bool(
        found is not None and found.service == "kms" and found.resource.startswith("alias/")
    )


def _right_service(service: str, row: Reference) -> bool:
    owners = {
        "elasticloadbalancing": "lb",
        "logs": "cloudwatch",
        "events": "cloudwatch",
        "ecs": "ecs",
    }
    token = owners.get(service, service)
    return any(target.split(":")[1].startswith(token) for target in row.targets)


RULES = tuple(_rule(row) for row in ROWS)


@rule(
    "GP-REF-901",
    "*",
    title="It points to something that does not exist.",
    error="Invalid...ID.NotFound: The ID does not exist",
    source="API ec2 error codes",
)
def any_id(node: Node, world: World) -> Iterator[Fault]:
    """Ids of EC2 anywhere in a resource's inputs are of the estate."""
    for place, value in _texts(node.inputs, ""):
        if _ID.fullmatch(value) and world.find(value) is None and not _elsewhere(value, world):
            yield Fault(place, "an id of the estate")


def _elsewhere(value: str, world: World) -> bool:
    """True where the id may come from config, or nothing of its kind is planned."""
    kind = value.partition("-")[0]
    tokens = {"vpc": _VPC, "subnet": _SUBNET, "sg": _SG, "rtb": _TABLE, "igw": ("aws:ec2/internetGateway:InternetGateway",),
              "nat": ("aws:ec2/natGateway:NatGateway",), "eipalloc": ("aws:ec2/eip:Eip",)}  # fmt: skip
    if kind not in tokens or not world.has(*tokens[kind]):
        return True
    if any(
        value == given
        for node in world.nodes
        for key, given in node.resource.outputs.items()
        if key not in node.inputs
    ):
        return True
    return any(
        value in text for plan in world.estate.plans for text in map(str, plan.config.values())
    )


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if known(value) and len(value) < 40:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _OWN:
                yield from _texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")


_REGIONS = frozenset(
    "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-south-1 ap-south-2 "
    "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 "
    "ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 "
    "eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2 "
    "il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 cn-north-1 cn-northwest-1 "
    "us-gov-east-1 us-gov-west-1 eusc-de-east-1".split()
)


@rule(
    "GP-REF-902",
    "*",
    title="There is no such region.",
    error="invalid AWS Region",
    source="botocore endpoints",
)
def region_exists(node: Node, _: World) -> Iterator[Fault]:
    """The region of a resource exists."""
    value = node.get("region")
    if isinstance(value, str) and value and value not in _REGIONS:
        yield Fault("region", "a region such as eu-west-1")


@rule(
    "GP-TAG-001",
    "*",
    title="A tag is not one AWS takes.",
    error="InvalidParameterValue / ValidationException: Tag keys starting with 'aws:' are reserved; "
    "tag value contains invalid characters",
    source="EC2 and IAM User Guides: tag restrictions",
)
def tags(node: Node, _: World) -> Iterator[Fault]:
    """50 tags; keys to 128, values to 256, letters, digits, space and _.:/=+-@; not aws:."""
    given = node.get("tags")
    if not isinstance(given, dict):
        return
    if len(given) > 50:
        yield Fault("tags", "50 tags")
    for key, value in given.items():
        good_key = re.fullmatch(r"[\w\s.:/=+@-]{1,128}", str(key)) and not str(
            key
        ).lower().startswith("aws:")
        if not good_key:
            yield Fault(
                "tags", f"keys of 128 letters, digits, space and _.:/=+-@ without aws:, got {key}"
            )
        if known(value) and not re.fullmatch(r"[\w\s.:/=+@-]{0,256}", str(value)):
            yield Fault(f"tags.{key}", "256 letters, digits, space and _.:/=+-@")
    if node.type.startswith("aws:iam/") and len({str(k).lower() for k in given}) != len(given):
        yield Fault("tags", "keys that differ by more than the letter case")
