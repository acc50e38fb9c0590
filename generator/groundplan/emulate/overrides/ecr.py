"""Image repositories."""

from groundplan.emulate.spec import Call, Read, Type

_NAME = {"repositoryName": "{name}"}
_OF = {"repositoryName": "{repository}"}

TYPES = {
    "aws:ecr/repository:Repository": Type(
        service="ecr",
        create=Call(
            "create_repository",
            names={
                "name": "repositoryName",
                "encryptionConfigurations": "encryptionConfiguration",
                "encryptionConfigurations.kmsKey": "kmsKey",
                "imageTagMutabilityExclusionFilters": "imageTagMutabilityExclusionFilters",
            },
            read=Read("describe_repositories", {"repositoryNames": ["{name}"]}, "repositories[0]"),
        ),
        id="{name}",
        outputs={
            "arn": "@repositoryArn",
            "repositoryUrl": "@repositoryUri",
            "registryId": "@registryId",
        },
        tag_read=Read("list_tags_for_resource", {"resourceArn": "{repositoryArn}"}, "tags"),
        update=(
            Call("put_image_tag_mutability", ("imageTagMutability",), params=_NAME),
            Call("put_image_scanning_configuration", ("imageScanningConfiguration",), params=_NAME),
        ),
        delete=(
            Call(
                "delete_repository",
                params={**_NAME, "force": lambda w: bool(w.get("forceDelete"))},
            ),
        ),
        provider_only={"forceDelete": "sent when the repository is deleted"},
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Type(
        service="ecr",
        create=Call(
            "put_lifecycle_policy",
            names={"repository": "repositoryName", "policy": "lifecyclePolicyText"},
            read=Read("get_lifecycle_policy", _OF),
        ),
        id="{repository}",
        update=(
            Call(
                "put_lifecycle_policy",
                ("policy",),
                names={"policy": "lifecyclePolicyText"},
                params=_OF,
            ),
        ),
        delete=(Call("delete_lifecycle_policy", params=_OF),),
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Type(
        service="ecr",
        create=Call(
            "set_repository_policy",
            names={"repository": "repositoryName", "policy": "policyText"},
            read=Read("get_repository_policy", _OF),
        ),
        id="{repository}",
        delete=(Call("delete_repository_policy", params=_OF),),
    ),
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": Type(
        service="ecr",
        create=Call(
            "put_registry_scanning_configuration",
            read=Read("get_registry_scanning_configuration", {}, "scanningConfiguration"),
        ),
        id="{account}",
        survives="the registry's settings cannot be deleted",
    ),
}
