"""Names of AWS services that are reached by an interface endpoint."""

import difflib
from collections.abc import Iterator
from functools import cache

from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_OTHERS = frozenset(
    """
    airflow.api airflow.env airflow.ops analytics-omics apprunner.requests appstream.api
    appstream.streaming appmesh-envoy-management aps-workspaces awsconnector backup-gateway
    bedrock-agent bedrock-agent-runtime bedrock-runtime cloudcontrolapi codeartifact.api
    codeartifact.repositories codewhisperer control-storage-omics dynamodb ec2messages ecr.dkr
    ecs-agent ecs-telemetry elasticbeanstalk-health email-smtp emr-serverless
    emr-serverless-services.livy evidently-dataplane execute-api git-codecommit
    git-codecommit-fips grafana-workspace greengrass guardduty-data guardduty-data-fips
    iot.credentials iot.fleethub.api iotsitewise.api iotsitewise.data iottwinmaker.api
    iottwinmaker.data iotwireless.api kinesis-firehose kinesis-streams lorawan.cups lorawan.lns
    neptune-graph-data payment-cryptography.controlplane payment-cryptography.dataplane
    prod.emr-services q qapps qbusiness qldb.session rds-data redshift-data redshift-serverless
    rekognition-streaming rum-dataplane s3 s3-outposts s3express s3tables sagemaker.runtime-fips
    sagemaker.featurestore-runtime ssmmessages storage-omics storagegateway sync-states
    tags-omics timestream-influxdb transcribestreaming transfer.server user-subscriptions
    workflows-omics workmail workspaces
    """.split()
)
"""Names that no client of AWS has, from the lists in the guides of the services."""


@cache
def known_services() -> frozenset[str]:
    """Names of endpoints: those of botocore's clients, labels turned round, and the others."""
    import botocore.loaders

    endpoints = botocore.loaders.create_loader().load_data("endpoints")
    hosts = {name for partition in endpoints["partitions"] for name in partition["services"]}
    return _OTHERS | {".".join(reversed(name.split("."))) for name in hosts}


@rule(
    "GP-VPC-053",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    title="No service of AWS that is known here has an endpoint of this name.",
    error="InvalidServiceName: The Vpc Endpoint Service does not exist",
    source="botocore endpoints; guides of the services",
    probable=True,
)
def endpoint_name(node: Node, _: World) -> Iterator[Fault]:
    """A service younger than the lists is only warned of; a name with a slip is told too."""
    name = node.get("serviceName")
    region = node.get("serviceRegion") or node.region
    service = str(name).removeprefix(f"com.amazonaws.{region}.")
    if not isinstance(name, str) or service == name or service in _OTHERS:
        return
    # Reading botocore's list takes a tenth of a second, which most networks need not spend.
    if service in known_services():
        return
    near = difflib.get_close_matches(service, sorted(known_services()), n=1, cutoff=0.7)
    yield Fault("serviceName", f"com.amazonaws.{region}.{near[0] if near else '<service>'}")
