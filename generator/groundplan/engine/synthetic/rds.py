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
}
