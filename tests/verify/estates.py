"""Small estates made by hand, and the excerpt of the provider's schema they are read with."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundplan.engine.plan import Estate, Plan, Resource, ResourceOptions
from groundplan.verify.schema import ProviderSchema, read_schema

ACCOUNT = "666666666666"
REGION = "eu-west-1"


def excerpt() -> ProviderSchema:
    """A few types of provider 5.100, as `terraform providers schema -json` tells them."""
    file = Path(__file__).parent / "provider_schema_excerpt.json"
    return read_schema("5.100.0", json.loads(file.read_text()))


def resource(
    token: str,
    name: str,
    inputs: Mapping[str, Any],
    outputs: Mapping[str, Any] | None = None,
    *,
    stack: str = "prod::foundation",
) -> Resource:
    return Resource(
        urn=f"urn:pulumi:{stack}::{token}::{name}",
        type=token,
        name=name,
        parent="",
        account=ACCOUNT,
        region=REGION,
        inputs=inputs,
        depends_on=(),
        property_dependencies={},
        options=ResourceOptions(),
        custom=True,
        id=f"{name}-id",
        outputs={**inputs, **(outputs or {})},
    )


def estate(*resources: Resource) -> Estate:
    plan = Plan(
        stack="foundation/prod",
        layer="foundation",
        environment="prod",
        account=ACCOUNT,
        region=REGION,
        resources=resources,
        outputs={},
        config={},
    )
    return Estate(plans=(plan,))
