"""Load balancers: what cannot move, and attributes nobody set."""

from groundplan.emulate.backends import BackendError, Document, Request, knows, mends


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


_DEFAULTS = {
    "access_logs.s3.bucket": "",
    "access_logs.s3.enabled": "false",
    "access_logs.s3.prefix": "",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}
"""Of an application load balancer:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
"""


@mends("elbv2", "DescribeLoadBalancerAttributes")
def tell_defaults(request: Request, answer: Document) -> None:
    """AWS tells every attribute, moto those that were set."""
    if "loadbalancer/app/" not in str(request.params["LoadBalancerArn"]):
        return
    told = {each["Key"]: each.get("Value", "") for each in answer["Attributes"]}
    answer["Attributes"] = [
        {"Key": key, "Value": value} for key, value in sorted({**_DEFAULTS, **told}.items())
    ]
