"""Names that two accounts must agree on before either exists.

The trail lives in the management account and writes into the security account; load
balancers, CDN, WAF and flow logs of every environment write there too. Nobody can read the
other's outputs, so both sides build the names from the config.
"""

from typing import Literal

from stacks.context import Context
from stacks.names import bucket_name

Archive = Literal["trail", "config", "load-balancer", "cloudfront", "waf", "flow-logs"]
"""What a log-archive bucket holds."""


def trail_name(context: Context) -> str:
    """Name of the organization's trail."""
    return f"{context.organization}-{context.app}-trail"


def trail_arn(context: Context) -> str:
    """ARN of the organization's trail, in the management account."""
    account = context.accounts["management"]
    return f"arn:aws:cloudtrail:{context.region}:{account}:trail/{trail_name(context)}"


def archive_bucket(context: Context, archive: Archive) -> str:
    """Name of a log-archive bucket, in the security account.

    AWS WAF delivers only to buckets whose name starts with ``aws-waf-logs-``.
    """
    prefix = "aws-waf-logs-" if archive == "waf" else ""
    name = bucket_name(
        context.organization,
        context.app,
        "main",
        archive,
        context.accounts["security"],
        context.region,
    )
    if not prefix:
        return name
    tail = f"-{context.accounts['security']}-{context.region}"
    head = name.removesuffix(tail)[: 63 - len(tail) - len(prefix)].rstrip("-")
    return f"{prefix}{head}{tail}"
