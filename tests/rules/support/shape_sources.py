"""Which API shape and registry type each Pulumi type is held against, first one wins."""

SOURCES: dict[str, tuple[str, ...]] = {
    "aws:accessanalyzer/analyzer:Analyzer": (
        "accessanalyzer:CreateAnalyzer",
        "AWS::AccessAnalyzer::Analyzer",
    ),
    "aws:account/alternativeContact:AlternativeContact": ("account:PutAlternateContact",),
    "aws:acm/certificate:Certificate": ("acm:RequestCertificate",),
    "aws:acm/certificateValidation:CertificateValidation": (),
    "aws:appautoscaling/policy:Policy": ("application-autoscaling:PutScalingPolicy",),
    "aws:appautoscaling/scheduledAction:ScheduledAction": (
        "application-autoscaling:PutScheduledAction",
    ),
    "aws:appautoscaling/target:Target": ("application-autoscaling:RegisterScalableTarget",),
    "aws:backup/globalSettings:GlobalSettings": ("backup:UpdateGlobalSettings",),
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": (
        "backup:CreateLogicallyAirGappedBackupVault",
    ),
    "aws:backup/plan:Plan": ("backup:BackupPlanInput",),
    "aws:backup/regionSettings:RegionSettings": ("backup:UpdateRegionSettings",),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": (
        "backup:RestoreTestingPlanForCreate",
        "AWS::Backup::RestoreTestingPlan",
    ),
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": (
        "backup:RestoreTestingSelectionForCreate",
        "AWS::Backup::RestoreTestingSelection",
    ),
    "aws:backup/selection:Selection": ("backup:BackupSelection",),
    "aws:backup/vault:Vault": (
        "backup:CreateBackupVault",
        "AWS::Backup::BackupVault",
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": (
        "backup:PutBackupVaultLockConfiguration",
    ),
    "aws:backup/vaultNotifications:VaultNotifications": ("backup:PutBackupVaultNotifications",),
    "aws:backup/vaultPolicy:VaultPolicy": ("backup:PutBackupVaultAccessPolicy",),
    "aws:budgets/budget:Budget": ("budgets:Budget",),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": (
        "config:PutConfigurationAggregator",
        "AWS::Config::ConfigurationAggregator",
    ),
    "aws:cfg/aggregateAuthorization:AggregateAuthorization": (
        "config:PutAggregationAuthorization",
    ),
    "aws:cfg/conformancePack:ConformancePack": ("config:PutConformancePack",),
    "aws:cfg/deliveryChannel:DeliveryChannel": (
        "config:DeliveryChannel",
        "AWS::Config::DeliveryChannel",
    ),
    "aws:cfg/recorder:Recorder": (
        "config:ConfigurationRecorder",
        "AWS::Config::ConfigurationRecorder",
    ),
    "aws:cfg/recorderStatus:RecorderStatus": (),
    "aws:cfg/rule:Rule": ("config:ConfigRule",),
    "aws:cloudfront/cachePolicy:CachePolicy": ("cloudfront:CachePolicyConfig",),
    "aws:cloudfront/distribution:Distribution": ("cloudfront:DistributionConfig",),
    "aws:cloudfront/function:Function": ("cloudfront:CreateFunction", "cloudfront:FunctionConfig"),
    "aws:cloudfront/keyGroup:KeyGroup": ("cloudfront:KeyGroupConfig",),
    "aws:cloudfront/monitoringSubscription:MonitoringSubscription": (
        "cloudfront:MonitoringSubscription",
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": (
        "cloudfront:OriginAccessControlConfig",
    ),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": (
        "cloudfront:OriginRequestPolicyConfig",
    ),
    "aws:cloudfront/publicKey:PublicKey": ("cloudfront:PublicKeyConfig",),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (
        "cloudfront:ResponseHeadersPolicyConfig",
    ),
    "aws:cloudfront/vpcOrigin:VpcOrigin": ("cloudfront:CreateVpcOrigin",),
    "aws:cloudtrail/trail:Trail": (
        "cloudtrail:CreateTrail",
        "AWS::CloudTrail::Trail",
    ),
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": (),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": ("cloudwatch:PutCompositeAlarm",),
    "aws:cloudwatch/dashboard:Dashboard": ("cloudwatch:PutDashboard",),
    "aws:cloudwatch/eventBus:EventBus": ("events:CreateEventBus",),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": (),
    "aws:cloudwatch/eventRule:EventRule": ("events:PutRule",),
    "aws:cloudwatch/eventTarget:EventTarget": ("events:Target", "events:PutTargets"),
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": (
        "logs:PutDataProtectionPolicy",
    ),
    "aws:cloudwatch/logDelivery:LogDelivery": ("logs:CreateDelivery",),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (
        "logs:PutDeliveryDestination",
    ),
    "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": (
        "logs:PutDeliveryDestinationPolicy",
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": ("logs:PutDeliverySource",),
    "aws:cloudwatch/logGroup:LogGroup": ("logs:CreateLogGroup",),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": ("logs:PutMetricFilter",),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ("logs:PutResourcePolicy",),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": ("logs:PutSubscriptionFilter",),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("cloudwatch:PutMetricAlarm",),
    "aws:cloudwatch/queryDefinition:QueryDefinition": ("logs:PutQueryDefinition",),
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": (
        "ce:AnomalyMonitor",
        "AWS::CE::AnomalyMonitor",
    ),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": (
        "ce:AnomalySubscription",
        "AWS::CE::AnomalySubscription",
    ),
    "aws:costexplorer/costAllocationTag:CostAllocationTag": (),
    "aws:dynamodb/table:Table": (
        "dynamodb:CreateTable",
        "AWS::DynamoDB::Table",
    ),
    "aws:ebs/defaultKmsKey:DefaultKmsKey": (),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": (),
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": (
        "ec2:EnableSnapshotBlockPublicAccess",
    ),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": (),
    "aws:ec2/defaultRouteTable:DefaultRouteTable": (),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (),
    "aws:ec2/defaultVpc:DefaultVpc": (),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": (),
    "aws:ec2/eip:Eip": ("ec2:AllocateAddress",),
    "aws:ec2/flowLog:FlowLog": ("ec2:CreateFlowLogs",),
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": (),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        "ec2:ModifyInstanceMetadataDefaults",
    ),
    "aws:ec2/internetGateway:InternetGateway": (),
    "aws:ec2/natGateway:NatGateway": ("ec2:CreateNatGateway",),
    "aws:ec2/networkAcl:NetworkAcl": (),
    "aws:ec2/networkAclRule:NetworkAclRule": ("ec2:CreateNetworkAclEntry",),
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": (),
    "aws:ec2/route:Route": ("ec2:CreateRoute",),
    "aws:ec2/routeTable:RouteTable": (),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": (),
    "aws:ec2/securityGroup:SecurityGroup": ("ec2:CreateSecurityGroup",),
    "aws:ec2/securityGroupRule:SecurityGroupRule": (),
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": (),
    "aws:ec2/subnet:Subnet": ("ec2:CreateSubnet",),
    "aws:ec2/vpc:Vpc": ("ec2:CreateVpc",),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("ec2:CreateVpcEndpoint",),
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": (),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": ("ecr:PutLifecyclePolicy",),
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": ("ecr:CreatePullThroughCacheRule",),
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": (
        "ecr:PutRegistryScanningConfiguration",
    ),
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": (
        "ecr:PutReplicationConfiguration",
    ),
    "aws:ecr/repository:Repository": ("ecr:CreateRepository",),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("ecr:SetRepositoryPolicy",),
    "aws:ecs/accountSettingDefault:AccountSettingDefault": ("ecs:PutAccountSettingDefault",),
    "aws:ecs/cluster:Cluster": ("ecs:CreateCluster",),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": (
        "ecs:PutClusterCapacityProviders",
    ),
    "aws:ecs/service:Service": ("ecs:CreateService",),
    "aws:ecs/taskDefinition:TaskDefinition": ("ecs:RegisterTaskDefinition",),
    "aws:elasticache/parameterGroup:ParameterGroup": (
        "elasticache:CreateCacheParameterGroup",
        "AWS::ElastiCache::ParameterGroup",
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "elasticache:CreateReplicationGroup",
        "AWS::ElastiCache::ReplicationGroup",
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": (
        "elasticache:CreateCacheSubnetGroup",
        "AWS::ElastiCache::SubnetGroup",
    ),
    "aws:elasticache/user:User": ("elasticache:CreateUser",),
    "aws:elasticache/userGroup:UserGroup": ("elasticache:CreateUserGroup",),
    "aws:elasticache/serverlessCache:ServerlessCache": ("elasticache:CreateServerlessCache",),
    "aws:guardduty/detector:Detector": ("guardduty:CreateDetector",),
    "aws:guardduty/detectorFeature:DetectorFeature": ("guardduty:DetectorFeatureConfiguration",),
    "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan": (
        "guardduty:CreateMalwareProtectionPlan",
    ),
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": (),
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration": (
        "guardduty:UpdateOrganizationConfiguration",
    ),
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": (
        "guardduty:OrganizationFeatureConfiguration",
    ),
    "aws:guardduty/publishingDestination:PublishingDestination": (
        "guardduty:CreatePublishingDestination",
    ),
    "aws:iam/accountAlias:AccountAlias": ("iam:CreateAccountAlias",),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": ("iam:UpdateAccountPasswordPolicy",),
    "aws:iam/instanceProfile:InstanceProfile": ("iam:CreateInstanceProfile",),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (
        "iam:CreateOpenIDConnectProvider",
        "AWS::IAM::OIDCProvider",
    ),
    "aws:iam/organizationsFeatures:OrganizationsFeatures": (),
    "aws:iam/policy:Policy": ("iam:CreatePolicy",),
    "aws:iam/role:Role": ("iam:CreateRole",),
    "aws:iam/rolePolicy:RolePolicy": ("iam:PutRolePolicy",),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("iam:AttachRolePolicy",),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": ("iam:CreateServiceLinkedRole",),
    "aws:identitystore/group:Group": (
        "identitystore:CreateGroup",
        "AWS::IdentityStore::Group",
    ),
    "aws:identitystore/groupMembership:GroupMembership": ("identitystore:CreateGroupMembership",),
    "aws:identitystore/user:User": ("identitystore:CreateUser",),
    "aws:kms/alias:Alias": (
        "kms:CreateAlias",
        "AWS::KMS::Alias",
    ),
    "aws:kms/grant:Grant": ("kms:CreateGrant",),
    "aws:kms/key:Key": (
        "kms:CreateKey",
        "kms:EnableKeyRotation",
        "AWS::KMS::Key",
    ),
    "aws:kms/keyPolicy:KeyPolicy": ("kms:PutKeyPolicy",),
    "aws:kms/replicaKey:ReplicaKey": (
        "kms:ReplicateKey",
        "AWS::KMS::ReplicaKey",
    ),
    "aws:lambda/function:Function": ("lambda:CreateFunction",),
    "aws:lambda/permission:Permission": ("lambda:AddPermission",),
    "aws:lb/listener:Listener": ("elbv2:CreateListener",),
    "aws:lb/listenerCertificate:ListenerCertificate": (),
    "aws:lb/listenerRule:ListenerRule": ("elbv2:CreateRule",),
    "aws:lb/loadBalancer:LoadBalancer": ("elbv2:CreateLoadBalancer",),
    "aws:lb/targetGroup:TargetGroup": ("elbv2:CreateTargetGroup",),
    "aws:organizations/account:Account": (
        "organizations:CreateAccount",
        "AWS::Organizations::Account",
    ),
    "aws:organizations/awsServiceAccess:AwsServiceAccess": (
        "organizations:EnableAWSServiceAccess",
    ),
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": (
        "organizations:RegisterDelegatedAdministrator",
    ),
    "aws:organizations/organization:Organization": ("organizations:CreateOrganization",),
    "aws:organizations/organizationalUnit:OrganizationalUnit": (
        "organizations:CreateOrganizationalUnit",
        "AWS::Organizations::OrganizationalUnit",
    ),
    "aws:organizations/policy:Policy": (
        "organizations:CreatePolicy",
        "AWS::Organizations::Policy",
    ),
    "aws:organizations/policyAttachment:PolicyAttachment": ("organizations:AttachPolicy",),
    "aws:organizations/resourcePolicy:ResourcePolicy": ("organizations:PutResourcePolicy",),
    "aws:rds/cluster:Cluster": (
        "rds:CreateDBCluster",
        "AWS::RDS::DBCluster",
    ),
    "aws:rds/clusterInstance:ClusterInstance": (
        "rds:CreateDBInstance",
        "AWS::RDS::DBInstance",
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": (
        "rds:CreateDBClusterParameterGroup",
        "AWS::RDS::DBClusterParameterGroup",
    ),
    "aws:rds/eventSubscription:EventSubscription": (
        "rds:CreateEventSubscription",
        "AWS::RDS::EventSubscription",
    ),
    "aws:rds/instance:Instance": (
        "rds:CreateDBInstance",
        "AWS::RDS::DBInstance",
    ),
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (
        "rds:StartDBInstanceAutomatedBackupsReplication",
    ),
    "aws:rds/parameterGroup:ParameterGroup": (
        "rds:CreateDBParameterGroup",
        "AWS::RDS::DBParameterGroup",
    ),
    "aws:rds/proxy:Proxy": ("rds:CreateDBProxy", "AWS::RDS::DBProxy"),
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": (
        "rds:ModifyDBProxyTargetGroup",
        "AWS::RDS::DBProxyTargetGroup",
    ),
    "aws:rds/proxyTarget:ProxyTarget": ("rds:RegisterDBProxyTargets",),
    "aws:rds/subnetGroup:SubnetGroup": (
        "rds:CreateDBSubnetGroup",
        "AWS::RDS::DBSubnetGroup",
    ),
    "aws:ram/sharingWithOrganization:SharingWithOrganization": (),
    "aws:route53/healthCheck:HealthCheck": ("route53:HealthCheckConfig",),
    "aws:route53/queryLog:QueryLog": ("route53:CreateQueryLoggingConfig",),
    "aws:route53/record:Record": ("route53:ResourceRecordSet",),
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": (
        "route53resolver:CreateResolverQueryLogConfig",
    ),
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": (
        "route53resolver:AssociateResolverQueryLogConfig",
    ),
    "aws:route53/zone:Zone": ("route53:CreateHostedZone",),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": (),
    "aws:s3/bucket:Bucket": ("s3:CreateBucket",),
    "aws:s3/bucketAcl:BucketAcl": ("s3:PutBucketAcl",),
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": ("s3:CORSConfiguration",),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        "s3:BucketLifecycleConfiguration",
    ),
    "aws:s3/bucketLogging:BucketLogging": ("s3:LoggingEnabled",),
    "aws:s3/bucketNotification:BucketNotification": ("s3:NotificationConfiguration",),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": (
        "s3:ObjectLockConfiguration",
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ("s3:OwnershipControls",),
    "aws:s3/bucketPolicy:BucketPolicy": (),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ("s3:ReplicationConfiguration",),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "s3:ServerSideEncryptionConfiguration",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": ("s3:VersioningConfiguration",),
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": ("s3:WebsiteConfiguration",),
    "aws:scheduler/schedule:Schedule": ("scheduler:CreateSchedule",),
    "aws:scheduler/scheduleGroup:ScheduleGroup": ("scheduler:CreateScheduleGroup",),
    "aws:secretsmanager/secret:Secret": (
        "secretsmanager:CreateSecret",
        "AWS::SecretsManager::Secret",
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("secretsmanager:PutResourcePolicy",),
    "aws:secretsmanager/secretRotation:SecretRotation": ("secretsmanager:RotateSecret",),
    "aws:secretsmanager/secretVersion:SecretVersion": ("secretsmanager:PutSecretValue",),
    "aws:securityhub/account:Account": ("securityhub:EnableSecurityHub",),
    "aws:securityhub/configurationPolicy:ConfigurationPolicy": (
        "securityhub:CreateConfigurationPolicy",
        "AWS::SecurityHub::ConfigurationPolicy",
    ),
    "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": (
        "AWS::SecurityHub::PolicyAssociation",
    ),
    "aws:securityhub/findingAggregator:FindingAggregator": (
        "securityhub:CreateFindingAggregator",
        "AWS::SecurityHub::FindingAggregator",
    ),
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": (),
    "aws:securityhub/organizationConfiguration:OrganizationConfiguration": (
        "securityhub:UpdateOrganizationConfiguration",
        "AWS::SecurityHub::OrganizationConfiguration",
    ),
    "aws:securityhub/standardsSubscription:StandardsSubscription": (),
    "aws:sns/topic:Topic": (),
    "aws:sns/topicPolicy:TopicPolicy": (),
    "aws:sns/topicSubscription:TopicSubscription": (),
    "aws:sqs/queue:Queue": ("AWS::SQS::Queue",),
    "aws:sqs/queuePolicy:QueuePolicy": (),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": (),
    "aws:sqs/redrivePolicy:RedrivePolicy": (),
    "aws:ssm/parameter:Parameter": ("ssm:PutParameter",),
    "aws:ssoadmin/accountAssignment:AccountAssignment": (
        "sso-admin:CreateAccountAssignment",
        "AWS::SSO::Assignment",
    ),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": (
        "sso-admin:AttachManagedPolicyToPermissionSet",
    ),
    "aws:ssoadmin/permissionSet:PermissionSet": (
        "sso-admin:CreatePermissionSet",
        "AWS::SSO::PermissionSet",
    ),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": (
        "sso-admin:PutInlinePolicyToPermissionSet",
    ),
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": (
        "sso-admin:PutPermissionsBoundaryToPermissionSet",
    ),
    "aws:wafv2/ipSet:IpSet": ("wafv2:CreateIPSet",),
    "aws:wafv2/regexPatternSet:RegexPatternSet": ("wafv2:CreateRegexPatternSet",),
    "aws:wafv2/ruleGroup:RuleGroup": ("wafv2:CreateRuleGroup",),
    "aws:wafv2/webAcl:WebAcl": ("wafv2:CreateWebACL",),
    "aws:wafv2/webAclAssociation:WebAclAssociation": ("wafv2:AssociateWebACL",),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": (
        "wafv2:LoggingConfiguration",
    ),
    "aws:wafv2/webAclRule:WebAclRule": ("wafv2:Rule",),
}

ALIASES: dict[str, str] = {
    "AnomalyMonitor.name": "MonitorName",
    "AnomalySubscription.name": "SubscriptionName",
    "MetricAlarm.name": "AlarmName",
    "MetricAlarm.metricQueries": "Metrics",
    "MetricAlarmMetricQuery.metric": "MetricStat",
    "CompositeAlarm.name": "AlarmName",
    "Role.name": "RoleName",
    "Role.assumeRolePolicy": "AssumeRolePolicyDocument",
    "Policy.name": "PolicyName",
    "RolePolicy.name": "PolicyName",
    "RolePolicy.role": "RoleName",
    "Policy.policy": "PolicyDocument",
    "RolePolicy.policy": "PolicyDocument",
    "Instance.instanceClass": "DBInstanceClass",
    "LogGroup.name": "logGroupName",
    "Vault.name": "BackupVaultName",
    "Plan.name": "BackupPlanName",
    "PlanRule.ruleName": "RuleName",
    "PlanRule.schedule": "ScheduleExpression",
    "PlanRule.startWindow": "StartWindowMinutes",
    "PlanRule.completionWindow": "CompletionWindowMinutes",
    "Selection.name": "SelectionName",
    "RestoreTestingPlan.name": "RestoreTestingPlanName",
    "RestoreTestingSelection.name": "RestoreTestingSelectionName",
    "Repository.name": "repositoryName",
    "Cluster.name": "clusterName",
    "Service.name": "serviceName",
    "Zone.name": "Name",
    "HealthCheck.type": "Type",
    "Budget.name": "BudgetName",
    "EventRule.name": "Name",
    "EventTarget.targetId": "Id",
    "Policy.type": "Type",
    "User.userId": "UserId",
    "LogMetricFilter.name": "filterName",
    "LogMetricFilter.pattern": "filterPattern",
    "Secret.name": "Name",
    "Bucket.bucket": "Bucket",
}

IGNORED: frozenset[str] = frozenset(
    {
        # The provider takes -1 to switch the ceiling off.
        "TableOnDemandThroughput.maxReadRequestUnits",
        "TableOnDemandThroughput.maxWriteRequestUnits",
        "TableGlobalSecondaryIndexOnDemandThroughput.maxReadRequestUnits",
        "TableGlobalSecondaryIndexOnDemandThroughput.maxWriteRequestUnits",
        # The provider leaves these out where they are 0.
        "AccountPasswordPolicy.maxPasswordAge#lo",
        "AccountPasswordPolicy.passwordReusePrevention#lo",
        "Certificate.subjectAlternativeNames#min",  # the provider leaves an empty list out
    }
)
IDS: dict[str, str] = {
    "allocationId": "eipalloc",
    "allocationIds": "eipalloc",
    "carrierGatewayId": "cagw",
    "defaultNetworkAclId": "acl",
    "destinationPrefixListId": "pl",
    "egressOnlyGatewayId": "eigw",
    "eniId": "eni",
    "instance": "i",
    "ipamPoolId": "ipam-pool",
    "ipv4IpamPoolId": "ipam-pool",
    "ipv6IpamPoolId": "ipam-pool",
    "localGatewayId": "lgw",
    "networkAclId": "acl",
    "networkInterface": "eni",
    "networkInterfaceId": "eni",
    "prefixListId": "pl",
    "prefixListIds": "pl",
    "propagatingVgws": "vgw",
    "secondaryAllocationIds": "eipalloc",
    "transitGatewayAttachmentId": "tgw-attach",
    "transitGatewayId": "tgw",
    "vpcPeeringConnectionId": "pcx",
}
"""Prefix of an EC2 id by the name of its property, where the estate need not have the thing."""

NAMES = (
    r"(Id|Arn|Name|Type|Protocol|Expression|Key|[pP]olicy|[pP]olicyDocument|Definitions)$"
    r"|^(arn|name|type|bucket|role|cluster|rule|topic|repository|protocol|endpoint|namespace"
    r"|action|state|statistic|stat|scope|family|domain|engine|principal)$"
)
"""Names of required texts that an empty one does not satisfy."""

EMPTY: frozenset[str] = frozenset(
    (
        "Record.name",  # the zone's own name
        "FunctionVpcConfig.securityGroupIds",  # no network
        "FunctionVpcConfig.subnetIds",
        "OpenIdConnectProvider.clientIdLists",
        "ReplicationConfigurationReplicationConfiguration.rules",
        "ServiceAlarms.alarmNames",
    )
)
"""Required texts and lists that may be empty."""

DOCUMENTS: dict[str, tuple[str, str]] = {
    "TaskDefinition.containerDefinitions": ("ecs", "ContainerDefinition"),
}
"""Inputs that are a JSON list of objects of an API model."""
