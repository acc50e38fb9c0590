"""EventBridge rules, targets and schedules."""

from groundplan.emulate.spec import Call, Read, Type

_BUS = {"EventBusName": "{eventBusName}"}
_TARGET = {
    "rule": "",
    "eventBusName": "",
    "targetId": "Id",
    "ecsTarget": "EcsParameters",
    "inputTransformer.inputPaths": "InputPathsMap",
    "sqsTarget": "SqsParameters",
    "httpTarget": "HttpParameters",
    "ecsTarget.networkConfiguration": "NetworkConfiguration.awsvpcConfiguration",
}


def _public(value: bool) -> str:
    return "ENABLED" if value else "DISABLED"


TYPES = {
    "aws:cloudwatch/eventRule:EventRule": Type(
        service="events",
        create=Call(
            "put_rule",
            names={"isEnabled": ""},
            params={"State": lambda w: w.get("state") or "ENABLED"},
            read=Read("describe_rule", {"Name": "{name}", **_BUS}),
        ),
        outputs={"arn": "@Arn"},
        tag_read=Read(
            "list_tags_for_resource",
            {"ResourceARN": "{Arn}"},
            "Tags",
        ),
        update=(Call("put_rule"),),
        replaces=("name", "eventBusName"),
        delete=(Call("delete_rule", params={"Name": "{name}", **_BUS}),),
        provider_only={"forceDestroy": "how the provider deletes the rule"},
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Type(
        service="events",
        create=Call(
            "put_targets",
            wrap="Targets[]",
            names=_TARGET,
            params={"Rule": "{rule}", **_BUS},
            read=Read(
                "list_targets_by_rule",
                {"Rule": "{rule}", **_BUS},
                "Targets[?Id=='{targetId}'] | [0]",
            ),
        ),
        defaults={"targetId": "{physical}"},
        id="{rule}-{targetId}",
        delete=(Call("remove_targets", params={"Rule": "{rule}", "Ids": ["{targetId}"], **_BUS}),),
    ),
    "aws:cloudwatch/eventBus:EventBus": Type(
        service="events",
        create=Call("create_event_bus", read=Read("describe_event_bus", {"Name": "{name}"})),
        outputs={"arn": "@Arn"},
        delete=(Call("delete_event_bus", params={"Name": "{name}"}),),
    ),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": Type(
        service="events",
        create=Call(
            "put_permission",
            read=Read("describe_event_bus", {"Name": "{eventBusName}"}),
        ),
        id=lambda w: w.get("eventBusName", "default"),
        delete=(Call("remove_permission", params={"RemoveAllPermissions": True, **_BUS}),),
    ),
    "aws:scheduler/scheduleGroup:ScheduleGroup": Type(
        service="scheduler",
        create=Call("create_schedule_group", read=Read("get_schedule_group", {"Name": "{name}"})),
        outputs={"arn": "@Arn"},
        tag_read=Read("list_tags_for_resource", {"ResourceArn": "{Arn}"}, "Tags"),
        delete=(Call("delete_schedule_group", params={"Name": "{name}"}),),
    ),
    "aws:scheduler/schedule:Schedule": Type(
        service="scheduler",
        create=Call(
            "create_schedule",
            names={
                "target.ecsParameters.networkConfiguration": (
                    "NetworkConfiguration.awsvpcConfiguration"
                ),
            },
            convert={"target.ecsParameters.networkConfiguration.assignPublicIp": _public},
            read=Read("get_schedule", {"Name": "{name}", "GroupName": "{groupName}"}),
        ),
        id=lambda w: f"{w.get('groupName', 'default')}/{w['name']}",
        outputs={"arn": "@Arn"},
        update=(
            Call(
                "update_schedule",
                names={
                    "target.ecsParameters.networkConfiguration": (
                        "NetworkConfiguration.awsvpcConfiguration"
                    ),
                },
                convert={"target.ecsParameters.networkConfiguration.assignPublicIp": _public},
                whole=True,
            ),
        ),
        replaces=("name", "groupName"),
        delete=(Call("delete_schedule", params={"Name": "{name}", "GroupName": "{groupName}"}),),
    ),
}
