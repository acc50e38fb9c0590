"""What an owner can choose beyond the examples is deployed and read back like the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.emulate.coverage import rows, share_read_back
from groundplan.emulate.deploy import Deployment, deploy
from groundplan.engine.estate import preview
from groundplan.repository import open_repository, programs
from tests.support.emulation import unemulated
from tests.support.repositories import APPLICATION, FOUNDATION, build

RARE = {
    "profile": "regulated",
    "database": {"engine": "aurora-postgresql", "version": "17"},
    "cache": {"engine": "redis"},
    "buckets": [{"name": "uploads", "purpose": "uploads", "malware_scan": True}],
    "queues": [{"name": "jobs", "fifo": True}],
    "tables": [{"name": "sessions", "hash_key": "id", "ttl_attribute": "expires"}],
    "settings": {
        "database_proxy": True,
        "dns_query_log": True,
        "ipv6_egress": True,
        "interface_endpoints": ["ecr.api", "logs"],
    },
}
RARE_TYPES = {
    "aws:dynamodb/table:Table",
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:rds/proxy:Proxy",
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    "aws:rds/proxyTarget:ProxyTarget",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
}


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder: Path = build(
        tmp_path_factory.mktemp("rare"),
        layers={"foundation": FOUNDATION},
        change=RARE,
        environments=("dev",),
    )
    repository = open_repository(folder)
    with deploy(programs(repository, repository.stacks)) as deployed:
        yield deployed


def test_every_rare_type_is_read_back_and_no_input_is_unexplained(chosen: Deployment) -> None:
    told = chosen.report.to_json()
    assert set(told["types"]) >= RARE_TYPES
    assert told["resources"]["read_back"] == told["resources"]["total"]
    assert told["inputs"]["not_emulated"] == 0
    assert share_read_back(rows(chosen.report)) == 1.0


def test_the_pool_leads_to_the_cluster(chosen: Deployment) -> None:
    rds = chosen.client("rds", chosen.account("dev"), "eu-west-1")
    (proxy,) = rds.describe_db_proxies()["DBProxies"]
    (target,) = rds.describe_db_proxy_targets(DBProxyName=proxy["DBProxyName"])["Targets"]
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    assert proxy["RequireTLS"] is True
    assert target["RdsResourceId"] == cluster["DBClusterIdentifier"]


def test_a_plan_tells_without_a_deployment_that_everything_can_be_emulated(tmp_path: Path) -> None:
    layers = {"foundation": FOUNDATION, "application": APPLICATION}
    mysql = {"profile": "launch", "database": {"engine": "mysql", "version": "8.4"}}
    folder = build(tmp_path, layers=layers, change=mysql, environments=("dev",))
    assert unemulated(preview(open_repository(folder)).plans) == set()
