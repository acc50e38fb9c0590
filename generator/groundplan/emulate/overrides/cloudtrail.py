"""CloudTrail: trails."""

from groundplan.emulate.spec import Call, Read, Type

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
            ),
            Call(
                "put_event_selectors",
                ("eventSelectors", "advancedEventSelectors"),
                params={"TrailName": "{name}"},
                read=Read("get_event_selectors", {"TrailName": "{name}"}),
            ),
        ),
        id="{TrailARN}",
        outputs={"arn": "{id}", "homeRegion": "@HomeRegion"},
        tag_read=Read(
            "list_tags", {"ResourceIdList": ["{TrailARN}"]}, "ResourceTagList[0].TagsList"
        ),
        update=(Call("update_trail"),),
        replaces=("name",),
        delete=(Call("delete_trail", params={"Name": "{name}"}),),
    ),
}
