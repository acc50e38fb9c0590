"""Alarms and dashboards."""

import json

from groundplan.emulate.spec import Call, Read, Type

_ALARM = {
    "name": "AlarmName",
    "metricQueries": "Metrics",
    "metricQueries.metric": "MetricStat",
    "metricQueries.metric.metricName": "Metric.MetricName",
    "metricQueries.metric.namespace": "Metric.Namespace",
    "metricQueries.metric.dimensions": "Metric.Dimensions",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
}
_ARN = "arn:aws:cloudwatch:{region}:{account}:alarm:{name}"
_TAGS = Read("list_tags_for_resource", {"ResourceARN": _ARN}, "Tags")
_DELETE = (Call("delete_alarms", params={"AlarmNames": ["{name}"]}),)

TYPES = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": Type(
        service="cloudwatch",
        create=Call(
            "put_metric_alarm",
            names=_ALARM,
            read=Read("describe_alarms", {"AlarmNames": ["{name}"]}, "MetricAlarms[0]"),
        ),
        outputs={"arn": _ARN},
        tag_read=_TAGS,
        update=(Call("put_metric_alarm", names=_ALARM),),
        replaces=("name",),
        delete=_DELETE,
    ),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": Type(
        service="cloudwatch",
        create=Call(
            "put_composite_alarm",
            read=Read(
                "describe_alarms",
                {"AlarmNames": ["{alarmName}"], "AlarmTypes": ["CompositeAlarm"]},
                "CompositeAlarms[0]",
            ),
            names={
                "actionsSuppressor.alarm": "^ActionsSuppressor",
                "actionsSuppressor.waitPeriod": "^ActionsSuppressorWaitPeriod",
                "actionsSuppressor.extensionPeriod": "^ActionsSuppressorExtensionPeriod",
                "actionsSuppressor": "*",
            },
        ),
        id="{alarmName}",
        words={"name": "{alarmName}"},
        outputs={"arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarmName}"},
        tag_read=Read(
            "list_tags_for_resource",
            {"ResourceARN": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarmName}"},
            "Tags",
        ),
        update=(Call("put_composite_alarm"),),
        replaces=("alarmName",),
        delete=(Call("delete_alarms", params={"AlarmNames": ["{alarmName}"]}),),
    ),
    "aws:cloudwatch/dashboard:Dashboard": Type(
        service="cloudwatch",
        create=Call(
            "put_dashboard",
            convert={
                "dashboardBody": lambda body: body if isinstance(body, str) else json.dumps(body)
            },
            read=Read("get_dashboard", {"DashboardName": "{dashboardName}"}),
        ),
        id="{dashboardName}",
        outputs={"dashboardArn": "@DashboardArn"},
        update=(Call("put_dashboard"),),
        replaces=("dashboardName",),
        delete=(Call("delete_dashboards", params={"DashboardNames": ["{dashboardName}"]}),),
    ),
}
