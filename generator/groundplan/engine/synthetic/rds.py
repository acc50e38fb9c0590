"""Computed outputs of rds."""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:rds/instance:Instance": "identifier",
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/clusterInstance:ClusterInstance": "identifier",
}

TYPES: dict[str, dict[str, Any]] = {
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
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
        "arn": "arn:aws:rds:{region}:{account}:cluster-pg:{physical}"
    },
    "aws:rds/cluster:Cluster": {
        "id": "{physical}",
        "clusterResourceId": "cluster-{upper21}",
        "arn": "arn:aws:rds:{region}:{account}:cluster:{physical}",
        "endpoint": "{physical}.cluster-c{hex8}.{region}.rds.amazonaws.com",
        "readerEndpoint": "{physical}.cluster-ro-c{hex8}.{region}.rds.amazonaws.com",
        "hostedZoneId": "Z{upper14}",
        "masterUserSecrets": [
            {
                "secretArn": "arn:aws:secretsmanager:{region}:{account}:secret:"
                "rds!cluster-{uuid}-{hex8}",
                "secretStatus": "active",
                "kmsKeyId": "",
            }
        ],
    },
    "aws:rds/clusterInstance:ClusterInstance": {
        "id": "{physical}",
        "dbiResourceId": "db-{upper21}",
        "arn": "arn:aws:rds:{region}:{account}:db:{physical}",
        "endpoint": "{physical}.c{hex8}.{region}.rds.amazonaws.com",
    },
    "aws:rds/eventSubscription:EventSubscription": {
        "id": "{physical}",
        "arn": "arn:aws:rds:{region}:{account}:es:{physical}",
    },
    "aws:rds/proxy:Proxy": {
        "id": "{physical}",
        "arn": "arn:aws:rds:{region}:{account}:db-proxy:prx-{hex17}",
        "endpoint": "{physical}.proxy-c{hex8}.{region}.rds.amazonaws.com",
    },
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
        "id": "{dbProxyName}",
        "name": "default",
        "arn": "arn:aws:rds:{region}:{account}:target-group:prx-tg-{hex17}",
    },
    "aws:rds/proxyTarget:ProxyTarget": {"id": "{dbProxyName}/{targetGroupName}/{hex8}"},
}
