"""Estates with everything in them, for tests of what the stacks guarantee.

They stand on the `stacks` beside these tests and on nothing else, so the tests are the
same in Groundplan and in a repository it wrote.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from groundplan.emulate.deploy import Deployment
from groundplan.engine.estate import preview
from groundplan.engine.plan import Estate
from groundplan.pytest_plugin import deployed
from groundplan.repository import Repository, open_repository

HOME = next(p for p in Path(__file__).resolve().parents if (p / "stacks" / "config.py").is_file())
COMMON: Mapping[str, Any] = {
    "organization": "acme",
    "organization_id": "o-abcdefghij",
    "app": "shop",
    "region": "eu-west-1",
    "dr_region": "eu-central-1",
    "domain": "example.com",
    "notification_email": "ops@example.com",
    "accounts": {
        "management": "111111111111",
        "security": "222222222222",
        "backup": "333333333333",
        "dev": "444444444444",
        "staging": "555555555555",
        "prod": "666666666666",
    },
    "database": {"engine": "postgres", "version": "17"},
    "cache": {"engine": "valkey"},
    "buckets": [
        {"name": "uploads", "purpose": "uploads"},
        {"name": "exports", "purpose": "private"},
    ],
    "queues": [{"name": "jobs"}, {"name": "orders", "fifo": True}],
    "secrets": ["STRIPE_SECRET_KEY"],
    "tables": [{"name": "sessions", "hash_key": "id", "ttl_attribute": "expires"}],
}
Make = Callable[..., Estate]


@pytest.fixture(scope="package")
def deployment(repository: Repository) -> Iterator[Deployment]:
    """Every stack in emulated accounts, while the tests of this folder run."""
    with deployed(repository) as found:
        yield found


def _write(folder: Path, layer: str, environment: str, values: Mapping[str, Any]) -> None:
    home = folder / layer
    home.mkdir(exist_ok=True)
    (home / "Pulumi.yaml").write_text(f"name: {layer}\nruntime: python\n")
    (home / "__main__.py").write_text(f"from stacks.layers import {layer}\n\n{layer}.deploy()\n")
    config = {f"groundplan:{key}": value for key, value in values.items()}
    (home / f"Pulumi.{environment}.yaml").write_text(json.dumps({"config": config}))


@pytest.fixture(scope="session")
def make_estate(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes the estate of foundation and recovery; keywords replace config keys."""

    def make(*stacks: str, **change: Any) -> Estate:
        folder = tmp_path_factory.mktemp("estate")
        (folder / "stacks").symlink_to(HOME / "stacks")
        (folder / ".copier-answers.yml").write_text("organization: acme\n")
        for stack in stacks:
            layer, environment = stack.split("/")
            _write(folder, layer, environment, {**COMMON, **change, "environment": environment})
        return preview(open_repository(folder))

    return make


@pytest.fixture(scope="session")
def everything(make_estate: Make) -> Estate:
    """Foundation of every environment, and the backup account."""
    return make_estate("recovery/main", "foundation/dev", "foundation/staging", "foundation/prod")


@pytest.fixture(scope="session")
def company(make_estate: Make) -> Estate:
    """The organization, its security account, and the accounts that run the application."""
    return make_estate(
        "organization/main",
        "security/main",
        "foundation/dev",
        "foundation/prod",
        repository="acme/acme-infra",
        repository_ids={"owner_id": "111", "repository_id": "222"},
        base_email="aws@example.com",
        protected_environments=["prod"],
        identity_center={
            "instance_arn": "arn:aws:sso:::instance/ssoins-1234567890abcdef",
            "identity_store_id": "d-1234567890",
            "region": "eu-west-1",
        },
        contacts={
            "security": {
                "name": "Sam Doe",
                "title": "CTO",
                "email": "security@example.com",
                "phone": "+1 555 0100",
            }
        },
    )
