"""Previews of an application layer before a made-up foundation."""

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from groundplan.engine.estate import preview
from groundplan.engine.plan import Plan
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
        "reader_host": f"database-1.ro.c0123456.{region}.rds.amazonaws.com",
        "port": 5432,
        "name": "shop",
        "secret_arn": arn("secretsmanager", "secret:rds!db-1-AbCdEf"),
        "login_secret_arn": arn("secretsmanager", "secret:DATABASE_LOGIN-AbCdEf"),
        "secret_key_arn": arn("kms", key + "1"),
        "security_group_id": "sg-0000000000000database",
    },
    "cache": {
        "id": "cache-1",
        "host": f"master.cache-1.abcdef.{region}.cache.amazonaws.com",
        "port": 6379,
        "login_secret_arn": arn("secretsmanager", "secret:CACHE_LOGIN-AbCdEf"),
        "secret_key_arn": arn("kms", key + "1"),
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
    "tables": {
        "sessions": {
            "name": "sessions",
            "arn": arn("dynamodb", "table/sessions"),
            "key_arn": arn("kms", key + "1"),
        }
    },
}
for name in references.OUTPUTS:
    pulumi.export(name, values.get(name, {}))
"""


def application(environment: str = "prod", **change: Any) -> Plan:
    """Plan of ``application/<environment>`` with some config keys replaced, made once."""
    return _plan(environment, json.dumps(change, sort_keys=True))


def service(name: str, kind: str = "api", **more: Any) -> dict[str, Any]:
    """Config of one service; public ones get a port."""
    port = {"port": 8000} if kind in ("web", "api") else {}
    return {"name": name, "kind": kind, "path": name, **port, **more}


def policy(plan: Plan, name: str) -> dict[str, dict[str, Any]]:
    """Statements of a policy resource by their Sid, or by their actions without one."""
    inputs = plan[name].inputs
    document = json.loads(inputs.get("policy") or inputs["policyDocument"])
    return {s.get("Sid") or ",".join(s["Action"]): s for s in document["Statement"]}


def container(plan: Plan, name: str) -> dict[str, Any]:
    """The one container of a task definition."""
    [found] = json.loads(plan[name].inputs["containerDefinitions"])
    return dict(found)


@cache
def _plan(environment: str, change: str) -> Plan:
    with tempfile.TemporaryDirectory() as folder:
        root = build(
            Path(folder),
            layers={"foundation": FOUNDATION, "application": APPLICATION},
            change=json.loads(change),
            environments=(environment,),
        )
        (root / "foundation" / "__main__.py").write_text(_FOUNDATION)
        return preview(open_repository(root))[f"application/{environment}"]
