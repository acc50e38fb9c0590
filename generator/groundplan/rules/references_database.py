"""References of databases beyond one instance: Aurora clusters, their members, proxies."""

from groundplan.rules.reference_row import (
    ALIAS,
    KEY,
    NO_GROUP,
    NO_KEY,
    NO_ROLE,
    NO_SUBNET,
    ROLE,
    SG,
    SUBNET,
    Reference,
)

_CLUSTER, _MEMBER = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
_PROXY, _TARGET = "aws:rds/proxy:Proxy", "aws:rds/proxyTarget:ProxyTarget"
_POOL = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
_INSTANCES = ("aws:rds/instance:Instance", _MEMBER)
_GROUPS = ("aws:rds/clusterParameterGroup:ClusterParameterGroup",)
_SUBNETS = ("aws:rds/subnetGroup:SubnetGroup",)
_NO_SUBNETS = "DBSubnetGroupNotFoundFault: DB subnet group does not exist"
_NO_PROXY = "DBProxyNotFoundFault: The specified proxy name doesn't correspond to a proxy"

ROWS = (
    Reference("150", _CLUSTER, "dbSubnetGroupName", _SUBNETS, _NO_SUBNETS, "default", "name"),
    Reference(
        "151",
        _CLUSTER,
        "dbClusterParameterGroupName",
        _GROUPS,
        "DBClusterParameterGroupNotFound",
        r"default\..*",
        "name",
    ),
    Reference("152", _CLUSTER, "vpcSecurityGroupIds[]", SG, NO_GROUP),
    Reference("153", _CLUSTER, "kmsKeyId", KEY, NO_KEY, ALIAS),
    Reference("154", _CLUSTER, "masterUserSecretKmsKeyId", KEY, NO_KEY, ALIAS),
    Reference(
        "155",
        _MEMBER,
        "clusterIdentifier",
        (_CLUSTER,),
        "DBClusterNotFoundFault: DBClusterIdentifier doesn't refer to an existing DB cluster",
        "",
        "name",
    ),
    Reference("156", _MEMBER, "dbSubnetGroupName", _SUBNETS, _NO_SUBNETS, "default", "name"),
    Reference("157", _MEMBER, "monitoringRoleArn", ROLE, NO_ROLE),
    Reference("158", _MEMBER, "performanceInsightsKmsKeyId", KEY, NO_KEY, ALIAS),
    Reference("159", _PROXY, "roleArn", ROLE, NO_ROLE),
    Reference("160", _PROXY, "vpcSecurityGroupIds[]", SG, NO_GROUP),
    Reference("161", _PROXY, "vpcSubnetIds[]", SUBNET, NO_SUBNET),
    Reference("162", _POOL, "dbProxyName", (_PROXY,), _NO_PROXY, "", "name"),
    Reference("163", _TARGET, "dbProxyName", (_PROXY,), _NO_PROXY, "", "name"),
    Reference(
        "164",
        _TARGET,
        "dbInstanceIdentifier",
        _INSTANCES,
        "DBInstanceNotFound: DBInstance not found",
        "",
        "name",
    ),
    Reference(
        "165",
        _TARGET,
        "dbClusterIdentifier",
        (_CLUSTER,),
        "DBClusterNotFoundFault: DBCluster not found",
        "",
        "name",
    ),
    Reference(
        "166",
        _TARGET,
        "targetGroupName",
        (_POOL,),
        "DBProxyTargetGroupNotFoundFault",
        "default",
        "name",
    ),
    Reference(
        "167",
        _CLUSTER,
        "dbInstanceParameterGroupName",
        ("aws:rds/parameterGroup:ParameterGroup",),
        "DBParameterGroupNotFound",
        r"default\..*",
        "name",
    ),
    Reference(
        "168",
        _CLUSTER,
        "globalClusterIdentifier",
        ("aws:rds/globalCluster:GlobalCluster",),
        "GlobalClusterNotFoundFault",
    ),
)
