"""Computed outputs of elasticache."""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
    "aws:elasticache/user:User": "userId",
    "aws:elasticache/userGroup:UserGroup": "userGroupId",
}

TYPES: dict[str, dict[str, Any]] = {
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
}
