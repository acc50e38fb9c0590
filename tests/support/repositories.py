"""Small infra repositories made without Copier, for tests of one part."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ("dev", "staging", "prod")
ACCOUNTS = {
    "management": "111111111111",
    "security": "222222222222",
    "backup": "333333333333",
    "dev": "444444444444",
    "staging": "555555555555",
    "prod": "666666666666",
}
BASE: dict[str, Any] = {
    "organization": "acme",
    "app": "shop",
    "profile": "standard",
    "region": "eu-west-1",
    "dr_region": "eu-central-1",
    "domain": "example.com",
    "notification_email": "ops@example.com",
    "repository": "acme/shop",
    "accounts": ACCOUNTS,
    "data_held": ["personal", "payment"],
}
FOUNDATION: dict[str, Any] = {
    "database": {"engine": "postgres", "version": "17"},
    "cache": {"engine": "valkey"},
    "buckets": [{"name": "uploads", "purpose": "uploads"}],
    "queues": [{"name": "jobs"}],
    "secrets": ["STRIPE_SECRET_KEY", "SESSION_SECRET"],
}
APPLICATION: dict[str, Any] = {
    "services": [
        {"name": "web", "kind": "web", "path": "frontend", "port": 3000, "health_path": "/"},
        {
            "name": "api",
            "kind": "api",
            "path": "backend",
            "port": 8000,
            "health_path": "/healthz",
            "url_paths": ["/api/*"],
            "cpu": 512,
            "memory": 1024,
            "secrets": ["STRIPE_SECRET_KEY", "SESSION_SECRET"],
            "environment": {"LOG_LEVEL": "info"},
            "migration_command": ["python", "-m", "app.migrate"],
        },
        {
            "name": "mailer",
            "kind": "worker",
            "path": "backend",
            "command": ["python", "-m", "app.worker"],
        },
        {
            "name": "nightly",
            "kind": "cron",
            "path": "backend",
            "command": ["python", "-m", "app.nightly"],
            "schedule": "cron(0 3 * * ? *)",
        },
    ],
    "critical_flows": [
        {"name": "login", "kind": "auth", "paths": ["/api/auth/*"]},
        {"name": "checkout", "kind": "payment", "paths": ["/api/checkout/*"]},
        {"name": "stripe", "kind": "webhook", "paths": ["/api/webhooks/*"]},
        {"name": "upload", "kind": "upload", "paths": ["/api/uploads/*"]},
    ],
    "database": {"engine": "postgres", "version": "17"},
    "cache": {"engine": "valkey"},
    "buckets": [{"name": "uploads", "purpose": "uploads"}],
    "queues": [{"name": "jobs"}],
    "releases": {"web": "v1", "api": "v1", "mailer": "v1", "nightly": "v1"},
}
SHARED_LAYERS = ("organization", "security", "recovery")
ORGANIZATION: dict[str, Any] = {
    "base_email": "aws@example.com",
    "protected_environments": ["prod"],
    "repository_ids": {"owner_id": "111", "repository_id": "222"},
    "identity_center": {
        "instance_arn": "arn:aws:sso:::instance/ssoins-1234567890abcdef",
        "identity_store_id": "d-1234567890",
        "region": "eu-west-1",
    },
    "contacts": {
        "security": {
            "name": "Sam Doe",
            "title": "CTO",
            "email": "security@example.com",
            "phone": "+1 555 0100",
        }
    },
}


def build(
    folder: Path,
    *,
    layers: Mapping[str, Mapping[str, Any]] | None = None,
    change: Mapping[str, Any] | None = None,
    environments: tuple[str, ...] = ENVIRONMENTS,
) -> Path:
    """Write a repository of the demo application; ``change`` replaces keys everywhere."""
    yaml = YAML()
    (folder / "stacks").symlink_to(ROOT / "stacks")
    (folder / ".copier-answers.yml").write_text("organization: acme\n")
    for layer, values in (layers or {"foundation": FOUNDATION, "application": APPLICATION}).items():
        home = folder / layer
        home.mkdir()
        (home / "Pulumi.yaml").write_text(f"name: {layer}\nruntime: python\n")
        (home / "__main__.py").write_text(
            f"from stacks.layers import {layer}\n\n{layer}.deploy()\n"
        )
        for environment in ("main",) if layer in SHARED_LAYERS else environments:
            merged = {**BASE, **values, **(change or {}), "environment": environment}
            config = {f"groundplan:{key}": value for key, value in merged.items()}
            with (home / f"Pulumi.{environment}.yaml").open("w") as file:
                yaml.dump({"config": config}, file)
    return folder
