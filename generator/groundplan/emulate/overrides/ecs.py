"""Clusters, task definitions, services and what scales them."""

import json
from typing import Any

from groundplan.emulate.spec import Call, Read, Type

_ALL = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"]
_SERVICE = {
    "name": "serviceName",
    "iamRole": "role",
    "deploymentMaximumPercent": "deploymentConfiguration.maximumPercent",
    "deploymentMinimumHealthyPercent": "deploymentConfiguration.minimumHealthyPercent",
    "deploymentCircuitBreaker": "deploymentConfiguration.deploymentCircuitBreaker",
    "alarms": "deploymentConfiguration.alarms",
    "orderedPlacementStrategies": "placementStrategy",
    "networkConfiguration": "networkConfiguration.awsvpcConfiguration",
    "networkConfiguration.assignPublicIp": "assignPublicIp",
    "loadBalancers.elbName": "loadBalancerName",
    "capacityProviderStrategies": "capacityProviderStrategy",
    "enableEcsManagedTags": "enableECSManagedTags",
    "deploymentConfiguration": "deploymentConfiguration",
}


def _public(value: Any) -> str:
    return "ENABLED" if value else "DISABLED"


_CONVERT = {"networkConfiguration.assignPublicIp": _public}


def _containers(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_CUSTOM = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification"

TYPES = {
    "aws:ecs/cluster:Cluster": Type(
        service="ecs",
        create=Call(
            "create_cluster",
            names={"name": "clusterName", "configuration": "configuration"},
            read=Read(
                "describe_clusters", {"clusters": ["{name}"], "include": _ALL}, "clusters[0]"
            ),
        ),
        id="{clusterArn}",
        outputs={"arn": "{id}"},
        update=(Call("update_cluster", params={"cluster": "{name}"}),),
        replaces=("name",),
        delete=(Call("delete_cluster", params={"cluster": "{name}"}),),
    ),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": Type(
        service="ecs",
        create=Call(
            "put_cluster_capacity_providers",
            names={
                "clusterName": "cluster",
                "defaultCapacityProviderStrategies": "defaultCapacityProviderStrategy",
            },
            params={
                "defaultCapacityProviderStrategy": lambda w: (
                    None if w.get("defaultCapacityProviderStrategies") else []
                )
            },
            read=Read(
                "describe_clusters", {"clusters": ["{clusterName}"], "include": _ALL}, "clusters[0]"
            ),
        ),
        id="{clusterName}",
        update=(Call("put_cluster_capacity_providers"),),
        replaces=("clusterName",),
        survives="goes with its cluster",
    ),
    "aws:ecs/taskDefinition:TaskDefinition": Type(
        service="ecs",
        create=Call(
            "register_task_definition",
            names={"enableFaultInjection": "enableFaultInjection"},
            convert={"containerDefinitions": _containers},
            read=Read(
                "describe_task_definition",
                {"taskDefinition": "{taskDefinitionArn}", "include": ["TAGS"]},
                "taskDefinition",
            ),
        ),
        id="{family}",
        outputs={
            "arn": "@taskDefinitionArn",
            "arnWithoutRevision": lambda w: w["taskDefinitionArn"].rpartition(":")[0],
            "revision": "@revision",
        },
        tag_read=Read("list_tags_for_resource", {"resourceArn": "{taskDefinitionArn}"}, "tags"),
        delete=(
            Call("deregister_task_definition", params={"taskDefinition": "{taskDefinitionArn}"}),
        ),
        survives=lambda w: "kept on purpose (skipDestroy)" if w.get("skipDestroy") else "",
        provider_only={
            "skipDestroy": "how the provider deletes it",
            "trackLatest": "which revision the provider looks at",
        },
    ),
    "aws:ecs/service:Service": Type(
        service="ecs",
        create=Call(
            "create_service",
            names=_SERVICE,
            convert=_CONVERT,
            read=Read(
                "describe_services",
                {"cluster": "{cluster}", "services": ["{name}"], "include": ["TAGS"]},
                "services[0]",
                back={"cluster": "clusterArn", "role": "roleArn"},
            ),
        ),
        id="{serviceArn}",
        outputs={"arn": "{id}"},
        update=(
            Call(
                "update_service",
                names=_SERVICE,
                convert=_CONVERT,
                params={"cluster": "{cluster}", "service": "{name}"},
            ),
        ),
        replaces=("name", "cluster", "launchType", "loadBalancers"),
        delete=(
            Call(
                "update_service",
                params={"cluster": "{cluster}", "service": "{name}", "desiredCount": 0},
            ),
            Call("delete_service", params={"cluster": "{cluster}", "service": "{name}"}),
        ),
        provider_only={
            "forceDelete": "how the provider deletes the service",
            "forceNewDeployment": "sent with changes only",
            "sigintRollback": "what the provider does when it is interrupted",
            "triggers": "tells the provider to deploy again",
            "waitForSteadyState": "whether the provider waits",
        },
    ),
    "aws:appautoscaling/target:Target": Type(
        service="application-autoscaling",
        create=Call(
            "register_scalable_target",
            names={"roleArn": "RoleARN"},
            read=Read(
                "describe_scalable_targets",
                {
                    "ServiceNamespace": "{serviceNamespace}",
                    "ResourceIds": ["{resourceId}"],
                    "ScalableDimension": "{scalableDimension}",
                },
                "ScalableTargets[0]",
            ),
        ),
        id="{resourceId}",
        outputs={"arn": "@ScalableTargetARN"},
        tag_read=Read("list_tags_for_resource", {"ResourceARN": "{ScalableTargetARN}"}, "Tags"),
        update=(Call("register_scalable_target", names={"roleArn": "RoleARN"}),),
        replaces=("serviceNamespace", "resourceId", "scalableDimension"),
        delete=(
            Call(
                "deregister_scalable_target",
                params={
                    "ServiceNamespace": "{serviceNamespace}",
                    "ResourceId": "{resourceId}",
                    "ScalableDimension": "{scalableDimension}",
                },
            ),
        ),
    ),
    "aws:appautoscaling/policy:Policy": Type(
        service="application-autoscaling",
        create=Call(
            "put_scaling_policy",
            names={
                "name": "PolicyName",
                f"{_CUSTOM}.dimensions": "Dimensions",
            },
            read=Read(
                "describe_scaling_policies",
                {
                    "ServiceNamespace": "{serviceNamespace}",
                    "ResourceId": "{resourceId}",
                    "PolicyNames": ["{name}"],
                },
                "ScalingPolicies[?PolicyName=='{name}'] | [0]",
            ),
        ),
        outputs={"arn": "{PolicyARN}"},
        update=(Call("put_scaling_policy", names={"name": "PolicyName"}),),
        replaces=("name", "serviceNamespace", "resourceId", "scalableDimension"),
        delete=(
            Call(
                "delete_scaling_policy",
                params={
                    "PolicyName": "{name}",
                    "ServiceNamespace": "{serviceNamespace}",
                    "ResourceId": "{resourceId}",
                    "ScalableDimension": "{scalableDimension}",
                },
            ),
        ),
    ),
}
