"""Registries: where the images of a service live."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context


@dataclass(frozen=True, kw_only=True)
class RegistryArgs:
    """Settings of a registry. 0.10 USD per GB and month."""

    context: Context
    """Who and where."""
    key_arn: pulumi.Input[str]
    """Key of the layers. Another key replaces the registry."""
    keep_images: int = 50
    """Images kept, so many releases can be rolled back."""
    force_destroy: bool = False
    """`pulumi destroy` may delete the images."""
    protect: bool = False
    """Pulumi refuses to delete or replace the registry."""


class Registry(Component, token="groundplan:compute:Registry"):
    """An ECR repository of one service.

    Invariants: a tag once pushed never names another image, so a release and its rollback
    mean the same bytes for ever (push a commit's hash, not ``latest``); images are scanned
    as they arrive; layers are encrypted with the given key.
    """

    CHILDREN = ("repository", "lifecycle")

    url: pulumi.Output[str]
    """What an image's name starts with, without the tag."""
    arn: pulumi.Output[str]
    """ARN of the repository."""

    def __init__(
        self,
        name: str,
        args: RegistryArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        repository = aws.ecr.Repository(
            f"{name}-repository",
            **self._merged(
                "repository",
                {
                    "name": f"{args.context.prefix}/{name.removesuffix('-registry')}",
                    "force_delete": args.force_destroy,
                },
                {
                    "image_tag_mutability": "IMMUTABLE",
                    "image_scanning_configuration": {"scan_on_push": True},
                    "encryption_configurations": [
                        {"encryption_type": "KMS", "kms_key": args.key_arn}
                    ],
                    "region": args.context.region,
                },
            ),
            opts=self._child(protect=args.protect),
        )
        aws.ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            **self._merged(
                "lifecycle",
                {"policy": json.dumps(_lifecycle(args.keep_images))},
                {"repository": repository.name, "region": args.context.region},
            ),
            # Only replaceable, and the next one would be this one: the old one goes first.
            opts=self._child(delete_before_replace=True),
        )
        self.url = repository.repository_url
        self.arn = repository.arn
        self.register_outputs({"url": self.url, "arn": self.arn})


def _lifecycle(keep_images: int) -> dict[str, Any]:
    return {
        "rules": [
            {
                "rulePriority": 1,
                "description": "Images that no tag names",
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 7,
                },
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "description": "Releases older than the newest ones",
                # "any" takes no tag list and must be the last rule.
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": keep_images,
                },
                "action": {"type": "expire"},
            },
        ]
    }
