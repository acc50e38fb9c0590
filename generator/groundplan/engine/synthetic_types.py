"""What each AWS type answers beyond its inputs, as templates over names and digests.

A row is the type token and its computed outputs (camelCase). Words in braces: inputs of
the resource, ``account``, ``region``, ``logical`` and ``physical`` name, ``id``,
``hexN``/``upperN``/``uuid`` made from the resource's address, and outputs further up in
the same row. A type without a row is answered with its inputs and its physical name as id.
"""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:s3/bucket:Bucket": "bucket",
    "aws:rds/instance:Instance": "identifier",
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/clusterInstance:ClusterInstance": "identifier",
    "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
    "aws:elasticache/user:User": "userId",
    "aws:elasticache/userGroup:UserGroup": "userGroupId",
    "aws:ecs/taskDefinition:TaskDefinition": "family",
    "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
    "aws:accessanalyzer/analyzer:Analyzer": "analyzerName",
}
"""Input that holds the physical name, where it is not ``name``."""

NOT_NAMED: frozenset[str] = frozenset({"aws:route53/record:Record", "aws:route53/zone:Zone"})
"""Types Pulumi never names by itself."""


def _ec2(prefix: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{prefix}-{{hex17}}",
        "arn": f"arn:aws:ec2:{{region}}:{{account}}:{kind}/{{id}}",
        "ownerId": "{account}",
        **more,
    }


def _validation_options(words: Any) -> list[dict[str, str]]:
    names = [words["domainName"], *words.get("subjectAlternativeNames", [])]
    return [
        {
            "domainName": name,
            "resourceRecordName": f"_{words['hex32']}.{name.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{words['hex16']}.acm-validations.aws.",
        }
        for name in names
    ]


TYPES: dict[str, dict[str, Any]] = {
    "aws:ec2/vpc:Vpc": _ec2(
        "vpc",
        "vpc",
        defaultSecurityGroupId="sg-{hex17}",
        defaultNetworkAclId="acl-{hex17}",
        defaultRouteTableId="rtb-{hex17}",
        mainRouteTableId="rtb-{hex17}",
    ),
    "aws:ec2/subnet:Subnet": _ec2("subnet", "subnet", availabilityZone="{region}a"),
    "aws:ec2/internetGateway:InternetGateway": _ec2("igw", "internet-gateway"),
    "aws:ec2/natGateway:NatGateway": _ec2("nat", "natgateway", publicIp="192.0.2.1"),
    "aws:ec2/eip:Eip": _ec2("eipalloc", "elastic-ip", allocationId="{id}", publicIp="192.0.2.1"),
    "aws:ec2/routeTable:RouteTable": _ec2("rtb", "route-table"),
    "aws:ec2/route:Route": {"id": "r-{routeTableId}{hex8}"},
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {"id": "rtbassoc-{hex17}"},
    "aws:ec2/securityGroup:SecurityGroup": _ec2("sg", "security-group"),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _ec2("sg", "security-group"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        "id": "sgr-{hex17}",
        "securityGroupRuleId": "{id}",
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        "id": "sgr-{hex17}",
        "securityGroupRuleId": "{id}",
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": _ec2("vpce", "vpc-endpoint", prefixListId="pl-{hex8}"),
    "aws:ec2/flowLog:FlowLog": {"id": "fl-{hex17}"},
    "aws:ec2/networkAcl:NetworkAcl": _ec2("acl", "network-acl"),
    "aws:kms/key:Key": {
        "id": "{uuid}",
        "keyId": "{uuid}",
        "arn": "arn:aws:kms:{region}:{account}:key/{uuid}",
    },
    "aws:kms/replicaKey:ReplicaKey": {
        "id": "mrk-{hex32}",
        "keyId": "{id}",
        "arn": "arn:aws:kms:{region}:{account}:key/{id}",
    },
    "aws:kms/alias:Alias": {
        "id": "{physical}",
        "arn": "arn:aws:kms:{region}:{account}:{physical}",
    },
    "aws:rds/subnetGroup:SubnetGroup": {"arn": "arn:aws:rds:{region}:{account}:subgrp:{physical}"},
    "aws:rds/parameterGroup:ParameterGroup": {
        "arn": "arn:aws:rds:{region}:{account}:pg:{physical}"
    },
    "aws:rds/instance:Instance": {
        "id": "db-{upper21}",
        "resourceId": "{id}",
        "arn": "arn:aws:rds:{region}:{account}:db:{physical}",
        "address": "{physical}.c{hex8}.{region}.rds.amazonaws.com",
        "port": 5432,
        "endpoint": "{address}:{port}",
        "hostedZoneId": "Z{upper14}",
        "masterUserSecrets": [
            {
                "secretArn": "arn:aws:secretsmanager:{region}:{account}:secret:"
                "rds!db-{uuid}-{hex8}",
                "secretStatus": "active",
                "kmsKeyId": "",
            }
        ],
    },
    "aws:secretsmanager/secret:Secret": {
        "id": "arn:aws:secretsmanager:{region}:{account}:secret:{physical}-{hex8}",
        "arn": "{id}",
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
        "arn": "arn:aws:elasticache:{region}:{account}:subnetgroup:{physical}"
    },
    "aws:elasticache/parameterGroup:ParameterGroup": {
        "arn": "arn:aws:elasticache:{region}:{account}:parametergroup:{physical}"
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        "arn": "arn:aws:elasticache:{region}:{account}:replicationgroup:{physical}",
        "primaryEndpointAddress": "master.{physical}.{hex8}.{region}.cache.amazonaws.com",
        "readerEndpointAddress": "replica.{physical}.{hex8}.{region}.cache.amazonaws.com",
        "configurationEndpointAddress": "",
        "memberClusters": lambda w: [
            f"{w['physical']}-{n:03}" for n in range(1, int(w.get("numCacheClusters") or 1) + 1)
        ],
    },
    "aws:elasticache/user:User": {"arn": "arn:aws:elasticache:{region}:{account}:user:{physical}"},
    "aws:elasticache/userGroup:UserGroup": {
        "arn": "arn:aws:elasticache:{region}:{account}:usergroup:{physical}"
    },
    "aws:s3/bucket:Bucket": {
        "arn": "arn:aws:s3:::{physical}",
        "bucketRegion": "{region}",
        "bucketDomainName": "{physical}.s3.amazonaws.com",
        "bucketRegionalDomainName": "{physical}.s3.{region}.amazonaws.com",
        "hostedZoneId": "Z{upper14}",
    },
    "aws:sqs/queue:Queue": {
        "id": "https://sqs.{region}.amazonaws.com/{account}/{physical}",
        "url": "{id}",
        "arn": "arn:aws:sqs:{region}:{account}:{physical}",
    },
    "aws:sns/topic:Topic": {"id": "arn:aws:sns:{region}:{account}:{physical}", "arn": "{id}"},
    "aws:sns/topicSubscription:TopicSubscription": {"id": "{topic}:{uuid}", "arn": "{id}"},
    "aws:iam/role:Role": {
        "arn": "arn:aws:iam::{account}:role/{physical}",
        "uniqueId": "AROA{upper14}",
    },
    "aws:iam/policy:Policy": {
        "id": "arn:aws:iam::{account}:policy/{physical}",
        "arn": "{id}",
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        "id": "arn:aws:iam::{account}:oidc-provider/token.actions.githubusercontent.com",
        "arn": "{id}",
    },
    "aws:backup/vault:Vault": {"arn": "arn:aws:backup:{region}:{account}:backup-vault:{physical}"},
    "aws:backup/plan:Plan": {
        "id": "{uuid}",
        "arn": "arn:aws:backup:{region}:{account}:backup-plan:{uuid}",
        "version": "{hex32}",
    },
    "aws:backup/selection:Selection": {"id": "{uuid}"},
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        "arn": "arn:aws:backup:{region}:{account}:restore-testing-plan:{physical}-{uuid}"
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        "arn": "arn:aws:logs:{region}:{account}:log-group:{physical}"
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{physical}"
    },
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
        "arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarmName}"
    },
    "aws:cloudwatch/eventRule:EventRule": {
        "arn": "arn:aws:events:{region}:{account}:rule/{physical}"
    },
    "aws:ecr/repository:Repository": {
        "arn": "arn:aws:ecr:{region}:{account}:repository/{physical}",
        "registryId": "{account}",
        "repositoryUrl": "{account}.dkr.ecr.{region}.amazonaws.com/{physical}",
    },
    "aws:ecs/cluster:Cluster": {
        "id": "arn:aws:ecs:{region}:{account}:cluster/{physical}",
        "arn": "{id}",
    },
    "aws:ecs/taskDefinition:TaskDefinition": {
        "id": "{physical}",
        "revision": 1,
        "arn": "arn:aws:ecs:{region}:{account}:task-definition/{physical}:1",
        "arnWithoutRevision": "arn:aws:ecs:{region}:{account}:task-definition/{physical}",
    },
    "aws:ecs/service:Service": {
        "id": "arn:aws:ecs:{region}:{account}:service/{logical}/{physical}",
        "arn": "{id}",
    },
    "aws:lb/loadBalancer:LoadBalancer": {
        "id": "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{physical}/{hex16}",
        "arn": "{id}",
        "arnSuffix": "app/{physical}/{hex16}",
        "dnsName": "internal-{physical}-{hex8}.{region}.elb.amazonaws.com",
        "zoneId": "Z{upper14}",
    },
    "aws:lb/targetGroup:TargetGroup": {
        "id": "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{physical}/{hex16}",
        "arn": "{id}",
        "arnSuffix": "targetgroup/{physical}/{hex16}",
    },
    "aws:lb/listener:Listener": {
        "id": "arn:aws:elasticloadbalancing:{region}:{account}:listener/app/{logical}/{hex16}/{hex16}",
        "arn": "{id}",
    },
    "aws:lb/listenerRule:ListenerRule": {
        "id": "arn:aws:elasticloadbalancing:{region}:{account}:listener-rule/app/{logical}/{hex16}/{hex16}/{hex16}",
        "arn": "{id}",
    },
    "aws:appautoscaling/target:Target": {
        "id": "{resourceId}",
        "arn": "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{hex32}",
    },
    "aws:appautoscaling/policy:Policy": {
        "arn": "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}",
        "alarmArns": [],
    },
    "aws:acm/certificate:Certificate": {
        "id": "arn:aws:acm:{region}:{account}:certificate/{uuid}",
        "arn": "{id}",
        "domainValidationOptions": _validation_options,
    },
    "aws:acm/certificateValidation:CertificateValidation": {"id": "{certificateArn}"},
    "aws:route53/zone:Zone": {
        "id": "Z{upper21}",
        "zoneId": "{id}",
        "arn": "arn:aws:route53:::hostedzone/{id}",
        "nameServers": [
            "ns-1.awsdns-01.com",
            "ns-2.awsdns-02.net",
            "ns-3.awsdns-03.org",
            "ns-4.awsdns-04.co.uk",
        ],
        "primaryNameServer": "ns-1.awsdns-01.com",
    },
    "aws:route53/record:Record": {"id": "{zoneId}_{name}_{type}", "fqdn": "{name}"},
    "aws:route53/healthCheck:HealthCheck": {
        "id": "{uuid}",
        "arn": "arn:aws:route53:::healthcheck/{uuid}",
    },
    "aws:cloudfront/distribution:Distribution": {
        "id": "E{upper14}",
        "arn": "arn:aws:cloudfront::{account}:distribution/{id}",
        "domainName": "d{hex8}.cloudfront.net",
        "hostedZoneId": "Z2FDTNDATAQYW2",
        "etag": "E{upper14}",
    },
    "aws:cloudfront/originAccessControl:OriginAccessControl": {
        "id": "E{upper14}",
        "arn": "arn:aws:cloudfront::{account}:origin-access-control/{id}",
    },
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
        "id": "{uuid}",
        "arn": "arn:aws:cloudfront::{account}:response-headers-policy/{uuid}",
    },
    "aws:cloudfront/vpcOrigin:VpcOrigin": {
        "id": "vo_{hex17}",
        "arn": "arn:aws:cloudfront::{account}:vpcorigin/{id}",
    },
    "aws:cloudfront/function:Function": {
        "arn": "arn:aws:cloudfront::{account}:function/{physical}"
    },
    "aws:wafv2/webAcl:WebAcl": {
        "id": "{uuid}",
        "arn": "arn:aws:wafv2:{region}:{account}:global/webacl/{physical}/{uuid}",
        "capacity": 1500,
    },
    "aws:wafv2/ipSet:IpSet": {
        "id": "{uuid}",
        "arn": "arn:aws:wafv2:{region}:{account}:global/ipset/{physical}/{uuid}",
    },
    "aws:scheduler/schedule:Schedule": {
        "arn": "arn:aws:scheduler:{region}:{account}:schedule/default/{physical}"
    },
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
        "arn": "arn:aws:logs:{region}:{account}:delivery-source:{physical}"
    },
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
        "arn": "arn:aws:logs:{region}:{account}:delivery-destination:{physical}"
    },
    "aws:dynamodb/table:Table": {
        "arn": "arn:aws:dynamodb:{region}:{account}:table/{physical}",
        "streamArn": "",
    },
}
