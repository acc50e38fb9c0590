"""Load balancers: what cannot move."""

from groundplan.emulate.backends import BackendError, Request, knows


@knows("elbv2", "SetSubnets", "SetSecurityGroups")
def stay_in_the_vpc(request: Request) -> None:
    """Refuse subnets and security groups of another VPC than the load balancer's."""
    params = request.params
    (balancer,) = request.call(
        "elbv2", "describe_load_balancers", LoadBalancerArns=[params["LoadBalancerArn"]]
    )["LoadBalancers"]
    subnets = params.get("Subnets") or [m["SubnetId"] for m in params.get("SubnetMappings") or ()]
    there = set()
    if subnets:
        told = request.call("ec2", "describe_subnets", SubnetIds=list(subnets))["Subnets"]
        there = {subnet["VpcId"] for subnet in told}
    groups = params.get("SecurityGroups")
    if groups:
        told = request.call("ec2", "describe_security_groups", GroupIds=list(groups))
        there |= {group["VpcId"] for group in told["SecurityGroups"]}
    if there - {balancer["VpcId"]}:
        raise BackendError(
            "InvalidConfigurationRequest",
            f"a load balancer stays in its VPC, {balancer['VpcId']}; "
            f"asked for {min(there - {balancer['VpcId']})}",
        )
