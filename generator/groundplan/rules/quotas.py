"""Quotas: what a new account may have against what the estate asks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from groundplan.engine.plan import Estate
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, Rule, Severity
from groundplan.rules.world import World

Amount = Callable[[list[Node], World], float]


@dataclass(frozen=True)
class Quota:
    """One default quota of a new account.

    Attributes:
        number: End of the rule's id.
        what: What is counted, in words.
        types: Types that are counted; the finding stands at the first one.
        service: Code of the service for the request.
        code: Code of the quota.
        default: What a new account has.
        amount: How much a group of resources asks for.
        each: Input whose value groups the resources; whole account and region when empty.
    """

    number: str
    what: str
    types: tuple[str, ...]
    service: str
    code: str
    default: int
    amount: Amount
    each: str = ""


def _count(nodes: list[Node], _: World) -> float:
    return len(nodes)


def _vcpus(nodes: list[Node], world: World) -> float:
    """vCPUs of Fargate tasks on demand, with room for the largest scale."""
    total = 0.0
    for service in nodes:
        task = world.near(
            service, service.get("taskDefinition"), "aws:ecs/taskDefinition:TaskDefinition"
        )
        cpu = number(task.get("cpu")) if task else None
        if cpu is None:
            continue
        spot = service.list("capacityProviderStrategies[].capacityProvider")
        if spot and all(s == "FARGATE_SPOT" for s in spot):
            continue
        most = service.number("desiredCount") or 0
        for target in world.of("aws:appautoscaling/target:Target"):
            same = target.account == service.account
            if same and str(target.get("resourceId", "")).endswith(f"/{service.output('name')}"):
                most = max(most, target.number("maxCapacity") or 0)
        total += cpu / 1024 * most
    return total


def _capacity(nodes: list[Node], world: World) -> float:
    from groundplan.rules.waf import capacity

    return max(
        capacity(n)
        + sum(
            capacity(r) for r in world.pointing("aws:wafv2/webAclRule:WebAclRule", "webAclArn", n)
        )
        for n in nodes
    )


def _storage(nodes: list[Node], _: World) -> float:
    return sum(n.number("allocatedStorage") or 0 for n in nodes)


QUOTAS = (
    Quota("001", "elastic addresses in a region", ("aws:ec2/eip:Eip",), "ec2", "L-0263D0A3", 5, _count),
    Quota("002", "networks in a region (the default one counts)", ("aws:ec2/vpc:Vpc",), "vpc", "L-F678F1CE", 4, _count),
    Quota("003", "internet gateways in a region", ("aws:ec2/internetGateway:InternetGateway",), "vpc", "L-A4707A72", 4, _count),
    Quota("004", "NAT gateways in a zone", ("aws:ec2/natGateway:NatGateway",), "vpc", "L-FE5A380F", 5, _count, each="subnetId"),
    Quota("005", "security groups in a region", ("aws:ec2/securityGroup:SecurityGroup",), "vpc", "L-E79EC296", 2500, _count),
    Quota("006", "interface endpoints in a network", ("aws:ec2/vpcEndpoint:VpcEndpoint",), "vpc", "L-29B6F2EB", 50, _count, each="vpcId"),
    Quota("007", "subnets in a network", ("aws:ec2/subnet:Subnet",), "vpc", "L-407747CB", 200, _count, each="vpcId"),
    Quota("008", "route tables in a network", ("aws:ec2/routeTable:RouteTable",), "vpc", "L-589F43AA", 200, _count, each="vpcId"),
    Quota("009", "vCPUs of Fargate on demand in a region (a new account starts with 6)", ("aws:ecs/service:Service",), "fargate", "L-3032A538", 6, _vcpus),
    Quota("010", "alarms in a region", ("aws:cloudwatch/metricAlarm:MetricAlarm",), "monitoring", "L-B51FB64E", 5000, _count),
    Quota("011", "capacity units of a firewall without extra cost", ("aws:wafv2/webAcl:WebAcl",), "wafv2", "L-D86ED2F3", 1500, _capacity, each="name"),
    Quota("012", "databases in a region", ("aws:rds/instance:Instance",), "rds", "L-7B6409FD", 40, _count),
    Quota("013", "GiB of database storage in a region", ("aws:rds/instance:Instance",), "rds", "L-7ADDB58A", 100000, _storage),
    Quota("014", "rules of a listener", ("aws:lb/listenerRule:ListenerRule",), "elasticloadbalancing", "L-C0E0DF3E", 100, _count, each="listenerArn"),
    Quota("015", "load balancers in a region", ("aws:lb/loadBalancer:LoadBalancer",), "elasticloadbalancing", "L-53DA6B97", 50, _count),
    Quota("016", "policies attached to a role", ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",), "iam", "L-0DA4ABF3", 10, _count, each="role"),
    Quota("017", "roles in an account", ("aws:iam/role:Role",), "iam", "L-FE177D64", 1000, _count),
    Quota("018", "certificates in a region", ("aws:acm/certificate:Certificate",), "acm", "L-F141DD1D", 2500, _count),
    Quota("019", "distributions in an account", ("aws:cloudfront/distribution:Distribution",), "cloudfront", "L-24B04930", 200, _count),
    Quota("020", "buckets in an account", ("aws:s3/bucket:Bucket",), "s3", "L-DC2B2D3D", 10000, _count),
    Quota("021", "log resource policies in a region", ("aws:cloudwatch/logResourcePolicy:LogResourcePolicy",), "logs", "L-35EE3D02", 10, _count),
    Quota("022", "accounts in an organization (a new one may have fewer)", ("aws:organizations/account:Account",), "organizations", "L-E619E033", 9, _count),
    Quota("023", "hosted zones in an account", ("aws:route53/zone:Zone",), "route53", "L-4EA4796A", 500, _count),
    Quota("024", "health checks in an account", ("aws:route53/healthCheck:HealthCheck",), "route53", "L-ACB674F3", 200, _count),
    Quota("025", "services in a cluster", ("aws:ecs/service:Service",), "ecs", "L-9EF96962", 5000, _count, each="cluster"),
    Quota("026", "nodes of caches in a region", ("aws:elasticache/replicationGroup:ReplicationGroup",), "elasticache", "L-DFE45DF3", 300, _count),
    Quota("027", "EventBridge rules on a bus", ("aws:cloudwatch/eventRule:EventRule",), "events", "L-244521F2", 100, _count),
)  # fmt: skip
_US_EAST_1 = frozenset(("iam", "organizations", "cloudfront", "route53"))


@dataclass(frozen=True)
class Demand:
    """How much an estate asks for of one quota, in one account and region.

    Attributes:
        service: Code of the service for the request.
        code: Code of the quota.
        what: What is counted, in words.
        account: Twelve digits.
        region: Where the quota holds; us-east-1 for what has no region.
        wanted: How much.
    """

    service: str
    code: str
    what: str
    account: str
    region: str
    wanted: float

    @property
    def request(self) -> str:
        """Command that asks AWS for as much."""
        return (
            f"aws service-quotas request-service-quota-increase --service-code {self.service} "
            f"--quota-code {self.code} --desired-value {self.wanted:g} --region {self.region}"
        )


def demands(estate: Estate) -> Iterator[Demand]:
    """What an estate asks for, the most that any group of resources does, by account and region."""
    world = World(estate)
    for quota in QUOTAS:
        most: dict[tuple[str, str], Demand] = {}
        for node in world.of(*quota.types):
            found = _demand(quota, node, world)
            place = (node.account, node.region)
            if found and (place not in most or found.wanted > most[place].wanted):
                most[place] = found
        yield from most.values()


def _demand(quota: Quota, node: Node, world: World) -> Demand | None:
    """What the group of a resource asks for, told at its first resource only."""
    group = [
        n for n in world.peers(node) if not quota.each or n.get(quota.each) == node.get(quota.each)
    ]
    if min(group, key=lambda n: n.resource.urn) is not node:
        return None
    return Demand(
        service=quota.service,
        code=quota.code,
        what=quota.what,
        account=node.account,
        region="us-east-1" if quota.service in _US_EAST_1 else node.region,
        wanted=quota.amount(group, world),
    )


def _rule(quota: Quota) -> Rule:
    def check(node: Node, world: World) -> Iterator[Fault]:
        demand = _demand(quota, node, world)
        if demand and demand.wanted > quota.default:
            yield Fault(
                quota.each,
                f"{quota.default} {quota.what}; the estate asks for {demand.wanted:g}",
                demand.request,
            )

    return Rule(
        id=f"GP-QUOTA-{quota.number}",
        types=quota.types,
        severity=Severity.warning,
        title=f"A new account may have fewer {quota.what} than this asks for.",
        error="LimitExceeded / ServiceQuotaExceededException",
        source=f"Service Quotas {quota.service} {quota.code}",
        check=check,
    )


RULES = tuple(_rule(quota) for quota in QUOTAS)
