"""Quotas: what a new account may have against what the estate asks for."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from groundplan.engine.plan import Estate
from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, Rule, Severity
from groundplan.rules.waf_capacity import capacity
from groundplan.rules.waf_parts import ACL_RULE
from groundplan.rules.world import World

Amount = Callable[[list[Node], World], float]
Group = Callable[[Node, World], object]


@dataclass(frozen=True)
class Quota:
    """One default quota of a new account.

    Codes and defaults are those Service Quotas lists; where it lists none, or AWS does not
    raise the quota, ``instead`` says what else to do.

    Attributes:
        number: End of the rule's id.
        what: What is counted, in words.
        types: Types that are counted together; the finding stands at the first one.
        service: Code of the service for the request.
        code: Code of the quota; empty where no request raises it.
        default: What a new account has.
        amount: How much a group of resources asks for.
        each: Input whose value groups the resources; whole account and region when empty.
        group: Groups the resources where no input does.
        instead: What to do where there is no code.
    """

    number: str
    what: str
    types: tuple[str, ...]
    service: str
    code: str
    default: int
    amount: Amount
    each: str = ""
    group: Group | None = None
    instead: str = ""


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
    return max(capacity(world, n, *world.pointing(ACL_RULE, "webAclArn", n)) for n in nodes)


def _storage(nodes: list[Node], _: World) -> float:
    return sum(n.number("allocatedStorage") or 0 for n in nodes)


def _interfaces(nodes: list[Node], _: World) -> float:
    """Interface endpoints; gateway endpoints have a quota of their own."""
    return len([n for n in nodes if n.get("vpcEndpointType") == "Interface"])


def _gateways(nodes: list[Node], _: World) -> float:
    return len([n for n in nodes if n.get("vpcEndpointType") in (None, "Gateway")])


def _cache_nodes(nodes: list[Node], _: World) -> float:
    """Nodes of replication groups, in whichever way their number is said."""
    total: float = 0
    for node in nodes:
        shards = node.number("numNodeGroups") or 1
        replicas = node.number("replicasPerNodeGroup")
        each = replicas + 1 if replicas is not None else node.number("numCacheClusters") or 1
        total += shards * each
    return total


def _groups_of_an_interface(nodes: list[Node], _: World) -> float:
    return float(max(len(n.list("networkConfiguration.securityGroups[]")) for n in nodes))


def _zone(node: Node, world: World) -> object:
    """Zone of a NAT gateway: that of its subnet."""
    subnet = world.near(node, node.get("subnetId"), "aws:ec2/subnet:Subnet")
    return subnet.get("availabilityZone") if subnet else node.get("subnetId")


def _balancer(node: Node, world: World) -> object:
    """Load balancer of a listener's rule."""
    listener = world.near(node, node.get("listenerArn"), "aws:lb/listener:Listener")
    return listener.get("loadBalancerArn") if listener else node.get("listenerArn")


# Codes, names and defaults as ListAWSDefaultServiceQuotas answered them in public records of
# 2022 to 2026: most codes in two of them, L-952B80B8, L-1B52E74A and L-2AFB9258 in one,
# L-F98FE922 and L-61103206 seen in passing only; who gives a new account less than the
# default (Fargate, certificates, accounts) says so in its own documentation.
QUOTAS = (
    Quota("001", "elastic addresses in a region", ("aws:ec2/eip:Eip",), "ec2", "L-0263D0A3", 5, _count),
    # 5, of which the default network of each region takes one.
    Quota("002", "networks in a region (the default one counts)", ("aws:ec2/vpc:Vpc",), "vpc", "L-F678F1CE", 4, _count),
    Quota("003", "internet gateways in a region", ("aws:ec2/internetGateway:InternetGateway",), "vpc", "L-A4707A72", 4, _count),
    Quota("004", "NAT gateways in a zone", ("aws:ec2/natGateway:NatGateway",), "vpc", "L-FE5A380F", 5, _count, group=_zone),
    Quota("005", "security groups in a region", ("aws:ec2/securityGroup:SecurityGroup",), "vpc", "L-E79EC296", 2500, _count),
    Quota("006", "interface endpoints in a network", ("aws:ec2/vpcEndpoint:VpcEndpoint",), "vpc", "L-29B6F2EB", 50, _interfaces, each="vpcId"),
    Quota("007", "subnets in a network", ("aws:ec2/subnet:Subnet",), "vpc", "L-407747CB", 200, _count, each="vpcId"),
    Quota("008", "route tables in a network", ("aws:ec2/routeTable:RouteTable",), "vpc", "L-589F43AA", 200, _count, each="vpcId"),
    Quota("009", "vCPUs of Fargate on demand in a region (a new account starts with 6)", ("aws:ecs/service:Service",), "fargate", "L-3032A538", 6, _vcpus),
    # No public record names a code for it; the CloudWatch guide names the number.
    Quota("010", "alarms in a region", ("aws:cloudwatch/metricAlarm:MetricAlarm",), "monitoring", "", 5000, _count, instead="ask for more at https://console.aws.amazon.com/support/home#/case/create?issueType=service-limit-increase (CloudWatch alarms); no quota code could be confirmed"),
    # Not a quota but a price: the quota is 5000 and fixed, see GP-WAF-010.
    Quota("011", "capacity units of a firewall at no extra price", ("aws:wafv2/webAcl:WebAcl",), "wafv2", "", 1500, _capacity, each="name", instead="nothing has to be raised: each 500 units above cost 0.20 USD for a million requests; fewer critical flows or managed groups cost less"),
    Quota("012", "databases in a region", ("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"), "rds", "L-7B6409FD", 40, _count),
    Quota("013", "GB of database storage in a region", ("aws:rds/instance:Instance",), "rds", "L-7ADDB58A", 100000, _storage),
    Quota("014", "rules of a load balancer", ("aws:lb/listenerRule:ListenerRule",), "elasticloadbalancing", "L-7EED9B64", 100, _count, group=_balancer),
    Quota("015", "load balancers in a region", ("aws:lb/loadBalancer:LoadBalancer",), "elasticloadbalancing", "L-53DA6B97", 50, _count),
    Quota("016", "managed policies attached to a role", ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",), "iam", "L-0DA4ABF3", 10, _count, each="role"),
    Quota("017", "roles in an account", ("aws:iam/role:Role",), "iam", "L-FE177D64", 1000, _count),
    Quota("018", "certificates in a region (a new account may start with fewer)", ("aws:acm/certificate:Certificate",), "acm", "L-F141DD1D", 2500, _count),
    Quota("019", "distributions in an account", ("aws:cloudfront/distribution:Distribution",), "cloudfront", "L-24B04930", 200, _count),
    Quota("020", "buckets in an account", ("aws:s3/bucket:Bucket",), "s3", "L-DC2B2D3D", 10000, _count),
    # The CloudWatch Logs guide: "this quota can't be changed".
    Quota("021", "log resource policies in a region", ("aws:cloudwatch/logResourcePolicy:LogResourcePolicy",), "logs", "", 10, _count, instead="AWS does not raise it: put several services into one policy"),
    # 10 with the management account.
    Quota("022", "accounts in an organization", ("aws:organizations/account:Account",), "organizations", "L-E619E033", 9, _count),
    Quota("023", "hosted zones in an account", ("aws:route53/zone:Zone",), "route53", "L-4EA4796A", 500, _count),
    Quota("024", "health checks in an account", ("aws:route53/healthCheck:HealthCheck",), "route53", "L-ACB674F3", 200, _count),
    Quota("025", "services in a cluster", ("aws:ecs/service:Service",), "ecs", "L-9EF96962", 5000, _count, each="cluster"),
    Quota("026", "nodes of caches in a region", ("aws:elasticache/replicationGroup:ReplicationGroup",), "elasticache", "L-DFE45DF3", 300, _cache_nodes),
    Quota("027", "EventBridge rules on a bus", ("aws:cloudwatch/eventRule:EventRule",), "events", "L-244521F2", 300, _count, each="eventBusName"),
    Quota("028", "gateway endpoints in a region", ("aws:ec2/vpcEndpoint:VpcEndpoint",), "vpc", "L-1B52E74A", 20, _gateways),
    Quota("029", "security groups of a network interface", ("aws:ecs/service:Service",), "vpc", "L-2AFB9258", 5, _groups_of_an_interface, each="name"),
    Quota("030", "target groups in a region", ("aws:lb/targetGroup:TargetGroup",), "elasticloadbalancing", "L-B22855CB", 3000, _count),
    Quota("031", "tables in a region", ("aws:dynamodb/table:Table",), "dynamodb", "L-F98FE922", 2500, _count),
    Quota("032", "database clusters in a region", ("aws:rds/cluster:Cluster",), "rds", "L-952B80B8", 40, _count),
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
            f"--quota-code {self.code} --desired-value {math.ceil(self.wanted)} --region {self.region}"
        )


def demands(estate: Estate) -> Iterator[Demand]:
    """What an estate asks for of each quota that has a code, by account and region.

    Where a quota is for each network, role or balancer, the one that asks for most counts.
    """
    world = World(estate)
    for quota in QUOTAS:
        if not quota.code:
            continue
        most: dict[tuple[str, str], Demand] = {}
        for node in world.of(*quota.types):
            found = _demand(quota, node, world)
            place = (node.account, node.region)
            if found and (place not in most or found.wanted > most[place].wanted):
                most[place] = found
        yield from most.values()


def _demand(quota: Quota, node: Node, world: World) -> Demand | None:
    """What the group of a resource asks for, told at its first resource only."""
    mine = _key(quota, node, world)
    group = [n for n in world.near_of(node, *quota.types) if _key(quota, n, world) == mine]
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


def _key(quota: Quota, node: Node, world: World) -> object:
    return quota.group(node, world) if quota.group else quota.each and node.get(quota.each)


def _rule(quota: Quota) -> Rule:
    def check(node: Node, world: World) -> Iterator[Fault]:
        demand = _demand(quota, node, world)
        if demand and demand.wanted > quota.default:
            yield Fault(
                quota.each,
                f"{quota.default} {quota.what}; the estate asks for {demand.wanted:g}",
                demand.request if quota.code else quota.instead,
            )

    return Rule(
        id=f"GP-QUOTA-{quota.number}",
        types=quota.types,
        severity=Severity.warning,
        title=f"A new account may have fewer {quota.what} than this asks for.",
        error="LimitExceeded / ServiceQuotaExceededException",
        source=f"Service Quotas {quota.service} {quota.code or '(no code)'}",
        check=check,
    )


RULES = tuple(_rule(quota) for quota in QUOTAS)
