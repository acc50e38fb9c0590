"""Computed outputs of cloudwatch."""

from typing import Any

AUTO_NAMED: dict[str, str] = {
    "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
}

TYPES: dict[str, dict[str, Any]] = {
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
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
        "arn": "arn:aws:logs:{region}:{account}:delivery-source:{physical}"
    },
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
        "arn": "arn:aws:logs:{region}:{account}:delivery-destination:{physical}"
    },
}
