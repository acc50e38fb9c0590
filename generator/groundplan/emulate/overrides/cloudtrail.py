"""CloudTrail: trails."""

from collections.abc import Callable
from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import changed

_LOGS = ("cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn")


def _with_the_other(name: str) -> Callable[[Words], Any]:
    """The group and the role that writes into it are told together, empty where there is none."""
    return lambda w: (w.get(name) or "") if changed(*_LOGS)(w) else None


TYPES = {
    "aws:cloudtrail/trail:Trail": Type(
        service="cloudtrail",
        create=Call(
            "create_trail",
            names={"tags": "TagsList", "cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn"},
            read=Read(
                "get_trail",
                {"Name": "{name}"},
                "Trail",
                back={"EnableLogFileValidation": "LogFileValidationEnabled"},
            ),
        ),
        then=(
            Call(
                "start_logging",
                ("enableLogging",),
                params={"Name": "{name}"},
                match=False,
                when=lambda w: w.get("enableLogging", True),
                read=Read("get_trail_status", {"Name": "{name}"}),
                undo=Call("stop_logging", params={"Name": "{name}"}),
            ),
            Call(
                "put_event_selectors",
                ("eventSelectors", "advancedEventSelectors"),
                params={"TrailName": "{name}"},
                read=Read("get_event_selectors", {"TrailName": "{name}"}),
                undo=Call(
                    "put_event_selectors",
                    params={
                        "TrailName": "{name}",
                        "EventSelectors": [
                            {
                                "ReadWriteType": "All",
                                "IncludeManagementEvents": True,
                                "DataResources": [],
                            }
                        ],
                    },
                ),
            ),
        ),
        id="{TrailARN}",
        outputs={"arn": "{id}", "homeRegion": "@HomeRegion"},
        tag_read=Read(
            "list_tags", {"ResourceIdList": ["{TrailARN}"]}, "ResourceTagList[0].TagsList"
        ),
        update=(
            Call(
                "update_trail",
                names=dict.fromkeys(_LOGS, ""),
                params={
                    "CloudWatchLogsLogGroupArn": _with_the_other("cloudWatchLogsGroupArn"),
                    "CloudWatchLogsRoleArn": _with_the_other("cloudWatchLogsRoleArn"),
                },
            ),
        ),
        replaces=("name",),
        delete=(Call("delete_trail", params={"Name": "{name}"}),),
    ),
}
