"""AWS Config: recorders, their channels, and the view over all accounts."""

from groundplan.emulate.spec import Call, Read, Type

_STATUS = Read(
    "describe_configuration_recorder_status",
    {"ConfigurationRecorderNames": ["{name}"]},
    "ConfigurationRecordersStatus[0]",
    back={"ConfigurationRecorderNames": "[name]"},
)

TYPES = {
    "aws:cfg/recorder:Recorder": Type(
        service="config",
        create=Call(
            "put_configuration_recorder",
            wrap="ConfigurationRecorder",
            read=Read(
                "describe_configuration_recorders",
                {"ConfigurationRecorderNames": ["{name}"]},
                "ConfigurationRecorders[0]",
            ),
        ),
        id="{name}",
        update=(Call("put_configuration_recorder", wrap="ConfigurationRecorder"),),
        delete=(
            Call("delete_configuration_recorder", params={"ConfigurationRecorderName": "{name}"}),
        ),
    ),
    "aws:cfg/deliveryChannel:DeliveryChannel": Type(
        service="config",
        create=Call(
            "put_delivery_channel",
            wrap="DeliveryChannel",
            read=Read(
                "describe_delivery_channels",
                {"DeliveryChannelNames": ["{name}"]},
                "DeliveryChannels[0]",
            ),
        ),
        id="{name}",
        update=(Call("put_delivery_channel", wrap="DeliveryChannel"),),
        delete=(Call("delete_delivery_channel", params={"DeliveryChannelName": "{name}"}),),
    ),
    "aws:cfg/recorderStatus:RecorderStatus": Type(
        service="config",
        create=Call(
            "describe_configuration_recorder_status",
            params={"ConfigurationRecorderNames": ["{name}"]},
            match=False,
            read=_STATUS,
        ),
        then=(
            Call(
                "start_configuration_recorder",
                ("isEnabled",),
                params={"ConfigurationRecorderName": "{name}"},
                match=False,
                when=lambda w: w["isEnabled"],
                proves=lambda status: status["recording"],
                read=_STATUS,
                undo=Call(
                    "stop_configuration_recorder", params={"ConfigurationRecorderName": "{name}"}
                ),
            ),
        ),
        id="{name}",
        delete=(
            Call("stop_configuration_recorder", params={"ConfigurationRecorderName": "{name}"}),
        ),
    ),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": Type(
        service="config",
        create=Call(
            "put_configuration_aggregator",
            names={
                "name": "ConfigurationAggregatorName",
                "accountAggregationSource": "AccountAggregationSources",
                "organizationAggregationSource.allRegions": "AllAwsRegions",
                "organizationAggregationSource.regions": "AwsRegions",
            },
            read=Read(
                "describe_configuration_aggregators",
                {"ConfigurationAggregatorNames": ["{name}"]},
                "ConfigurationAggregators[0]",
            ),
        ),
        outputs={"arn": "@ConfigurationAggregatorArn"},
        tag_read=Read(
            "list_tags_for_resource", {"ResourceArn": "{ConfigurationAggregatorArn}"}, "Tags"
        ),
        delete=(
            Call(
                "delete_configuration_aggregator",
                params={"ConfigurationAggregatorName": "{name}"},
            ),
        ),
    ),
}
