"""Regions the stacks deploy into, and the availability zones they use there.

Zones are named by id (``euw1-az1``): ids mean the same building in every account, names
do not. Zones in which CloudFront offers no VPC origin (use1-az3, apne1-az3, cac1-az3) are
left out, and so are regions with fewer than three zones besides. All are older than
December 2023: in a younger one, tasks without a way to the internet also need the endpoints
``ecs``, ``ecs-agent`` and ``ecs-telemetry``.
"""

ZONES: dict[str, tuple[str, ...]] = {
    "ap-northeast-1": ("apne1-az4", "apne1-az1", "apne1-az2"),
    "ap-northeast-2": ("apne2-az1", "apne2-az2", "apne2-az3"),
    "ap-south-1": ("aps1-az1", "aps1-az2", "aps1-az3"),
    "ap-southeast-1": ("apse1-az1", "apse1-az2", "apse1-az3"),
    "ap-southeast-2": ("apse2-az1", "apse2-az2", "apse2-az3"),
    "ca-central-1": ("cac1-az1", "cac1-az2", "cac1-az4"),
    "eu-central-1": ("euc1-az1", "euc1-az2", "euc1-az3"),
    "eu-north-1": ("eun1-az1", "eun1-az2", "eun1-az3"),
    "eu-west-1": ("euw1-az1", "euw1-az2", "euw1-az3"),
    "eu-west-2": ("euw2-az1", "euw2-az2", "euw2-az3"),
    "eu-west-3": ("euw3-az1", "euw3-az2", "euw3-az3"),
    "sa-east-1": ("sae1-az1", "sae1-az2", "sae1-az3"),
    "us-east-1": ("use1-az1", "use1-az2", "use1-az4"),
    "us-east-2": ("use2-az1", "use2-az2", "use2-az3"),
    "us-west-2": ("usw2-az1", "usw2-az2", "usw2-az3"),
}
"""Zone ids by region, in the order they are used. Order and members are public API:
changing one moves subnets."""
