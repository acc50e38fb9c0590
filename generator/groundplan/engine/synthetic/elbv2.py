"""Computed outputs of elbv2."""

from typing import Any

TYPES: dict[str, dict[str, Any]] = {
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
        "id": "arn:aws:elasticloadbalancing:{region}:{account}:"
        "listener/app/{logical}/{hex16}/{hex16}",
        "arn": "{id}",
    },
    "aws:lb/listenerRule:ListenerRule": {
        "id": "arn:aws:elasticloadbalancing:{region}:{account}:"
        "listener-rule/app/{logical}/{hex16}/{hex16}/{hex16}",
        "arn": "{id}",
    },
}
