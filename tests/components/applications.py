"""Previews of an application layer before a made-up foundation."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.repository import open_repository
from tests.support.repositories import APPLICATION, FOUNDATION, build

_FOUNDATION = """\
from typing import Any

import pulumi

from stacks import config, references

context = config.load().context
region, account = context.region, context.account


def arn(service: str, rest: str, place: str = region) -> str:
    return f"arn:aws:{service}:{place}:{account}:{rest}"


topics = {
    place: {s: arn("sns", f"{context.prefix}-{s}", place) for s in ("page", "ticket")}
    for place in (region, "us-east-1")
}
key = "key/0a1b2c3d-0000-4000-8000-00000000000"
values: dict[str, Any] = {
    "vpc_id": "vpc-0123456789abcdef0",
    "public_subnet_ids": ["subnet-0000000000000pub1", "subnet-0000000000000pub2"],
    "private_subnet_ids": ["subnet-000000000000priv1", "subnet-000000000000priv2"],
    "isolated_subnet_ids": ["subnet-000000000000isol1", "subnet-000000000000isol2"],
    "task_subnet_ids": ["subnet-000000000000task1", "subnet-000000000000task2"],
    "data_key_arn": arn("kms", key + "1"),
    "logs_key_arn": arn("kms", key + "2"),
    "topics_key_arn": arn("kms", key + "3"),
    "topics": topics,
    "zone_id": "Z0123456789ABCDEFGHIJ",
    "zone_name_servers": ["ns-1.awsdns-01.com"],
    "database": {
        "identifier": "database-1",
        "host": f"database-1.c0123456.{region}.rds.amazonaws.com",
        "port": 5432,
        "name": "shop",
        "secret_arn": arn("secretsmanager", "secret:rds!db-1-AbCdEf"),
        "secret_key_arn": arn("kms", key + "1"),
        "security_group_id": "sg-0000000000000database",
    },
    "cache": {
        "id": "cache-1",
        "host": f"master.cache-1.abcdef.{region}.cache.amazonaws.com",
        "port": 6379,
        "secret_arn": arn("secretsmanager", "secret:cache-AbCdEf"),
        "security_group_id": "sg-000000000000000cache",
    },
    "buckets": {
        "uploads": {
            "bucket": context.bucket("uploads"),
            "arn": f"arn:aws:s3:::{context.bucket('uploads')}",
            "key_arn": arn("kms", key + "1"),
        }
    },
    "queues": {
        "jobs": {
            "name": "jobs",
            "url": f"https://sqs.{region}.amazonaws.com/{account}/jobs",
            "arn": arn("sqs", "jobs"),
            "dead_letter_name": "jobs-dead",
            "dead_letter_arn": arn("sqs", "jobs-dead"),
        }
    },
    "secrets": {
        name: arn("secretsmanager", f"secret:{name}-AbCdEf")
        for name in ("STRIPE_SECRET_KEY", "SESSION_SECRET", "OTHER_SECRET")
    },
}
for name in references.OUTPUTS:
    pulumi.export(name, values.get(name, {}))
"""


def application(
    change: Mapping[str, Any] | None = None, environments: tuple[str, ...] = ("prod",)
) -> Estate:
    """Estate of the demo application, with some config keys replaced."""
    with tempfile.TemporaryDirectory() as folder:
        root = build(
            Path(folder),
            layers={"foundation": FOUNDATION, "application": APPLICATION},
            change=change,
            environments=environments,
        )
        (root / "foundation" / "__main__.py").write_text(_FOUNDATION)
        return preview(open_repository(root))
