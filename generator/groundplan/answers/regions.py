"""Regions that can be chosen, and the nearest of them for every other one of AWS."""

REGIONS: tuple[str, ...] = (
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-2",
)
"""The regions of `stacks/regions.py`, in which every service of the blueprints exists."""

NEAREST: dict[str, str] = {
    "af-south-1": "eu-west-1",
    "ap-east-1": "ap-southeast-1",
    "ap-east-2": "ap-northeast-1",
    "ap-northeast-3": "ap-northeast-1",
    "ap-south-2": "ap-south-1",
    "ap-southeast-3": "ap-southeast-1",
    "ap-southeast-4": "ap-southeast-2",
    "ap-southeast-5": "ap-southeast-1",
    "ap-southeast-6": "ap-southeast-2",
    "ap-southeast-7": "ap-southeast-1",
    "ca-west-1": "us-west-2",
    "eu-central-2": "eu-central-1",
    "eu-south-1": "eu-central-1",
    "eu-south-2": "eu-west-3",
    "il-central-1": "eu-central-1",
    "me-central-1": "ap-south-1",
    "me-south-1": "ap-south-1",
    "mx-central-1": "us-west-2",
    "us-west-1": "us-west-2",
}
"""Commercial regions that are not offered, with the nearest one that is."""

OTHER_PARTITIONS: tuple[str, ...] = ("cn-", "us-gov-", "eusc-", "us-iso", "eu-iso")
"""Starts of regions that live in another AWS with its own accounts and services."""

DR_REGIONS: dict[str, str] = {
    "ap-northeast-1": "ap-southeast-1",
    "ap-northeast-2": "ap-southeast-1",
    "ap-south-1": "ap-southeast-1",
    "ap-southeast-1": "ap-northeast-1",
    "ap-southeast-2": "ap-southeast-1",
    "ca-central-1": "us-west-2",
    "eu-central-1": "eu-west-1",
    "eu-north-1": "eu-central-1",
    "eu-west-1": "eu-central-1",
    "eu-west-2": "eu-central-1",
    "eu-west-3": "eu-central-1",
    "sa-east-1": "us-west-2",
    "us-east-1": "us-west-2",
    "us-east-2": "us-west-2",
    "us-west-2": "us-east-2",
}
"""DR region by home region where nobody chose one; the same continent where it has another."""
