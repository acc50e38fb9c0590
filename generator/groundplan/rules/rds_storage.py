"""RDS: disks, their size, speed and encryption."""

from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node
from groundplan.rules.rds_parts import CLUSTER, GUIDE, INSTANCE, engine_of, is_replica
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World


@rule(
    "GP-RDS-004",
    INSTANCE,
    title="The disk is too small or too large for its kind.",
    error="InvalidParameterValue: Invalid storage size for engine name postgres and storage type",
    source="API rds CreateDBInstance, AllocatedStorage",
)
def storage_size(node: Node, _: World) -> Iterator[Fault]:
    """gp3 and gp2 from 20 GiB, io1 and io2 from 100, to 65536."""
    size = node.number("allocatedStorage")
    if is_replica(node) or node.has("snapshotIdentifier"):
        return
    if size is None:
        if not node.has("allocatedStorage") and not node.has("restoreToPointInTime"):
            yield Fault("allocatedStorage", "GiB of disk")
        return
    low = {"io1": 100, "io2": 100, "standard": 5}.get(_storage(node), 20)
    high = 3072 if _storage(node) == "standard" else 65536
    if not low <= size <= high or size != int(size):
        yield Fault("allocatedStorage", f"{low} to {high} GiB")


def _storage(node: Node) -> str:
    return str(node.get("storageType") or ("io1" if node.has("iops") else "gp2"))


@rule(
    "GP-RDS-005",
    INSTANCE,
    title="Below 400 GiB the disk's speed cannot be chosen.",
    error="InvalidParameterCombination: You can't specify IOPS or storage throughput for engine "
    "postgres and a storage size less than 400.",
    source="API rds CreateDBInstance, AllocatedStorage",
)
def gp3_small(node: Node, _: World) -> Iterator[Fault]:
    """gp3 takes iops and throughput from 400 GiB only."""
    size = node.number("allocatedStorage")
    if _storage(node) != "gp3" or size is None or size >= 400:
        return
    if engine_of(node) not in ("postgres", "mysql", "mariadb"):
        return
    for path in ("iops", "storageThroughput"):
        if node.has(path):
            yield Fault(path, "nothing below 400 GiB")


@rule(
    "GP-RDS-006",
    INSTANCE,
    title="The disk's speed is out of range.",
    error="InvalidParameterValue: Invalid IOPS to storage ratio / storage throughput",
    source="RDS User Guide: DB instance storage",
)
def storage_speed(node: Node, _: World) -> Iterator[Fault]:
    """gp3 from 400 GiB: 12000 to 64000 IOPS, 500 to 4000 MiBps; io1, io2: 1000 to 256000."""
    kind = _storage(node)
    iops, throughput = node.number("iops"), node.number("storageThroughput")
    size = node.number("allocatedStorage") or 0
    if kind == "gp3" and size >= 400:
        if iops is not None and not 12000 <= iops <= 64000:
            yield Fault("iops", "12000 to 64000")
        if throughput is not None and not 500 <= throughput <= 4000:
            yield Fault("storageThroughput", "500 to 4000 MiB a second")
        if throughput is not None and throughput > (iops or 12000) * 0.25:
            yield Fault("storageThroughput", "at most a quarter of the IOPS")
        if iops is not None and iops > size * 500:
            yield Fault("iops", f"at most {size * 500:.0f} for {size:.0f} GiB")
    elif kind in ("io1", "io2"):
        if iops is None and not node.has("iops"):
            yield Fault("iops", f"a number with storageType {kind}")
        elif iops is not None and not 1000 <= iops <= 256000:
            yield Fault("iops", "1000 to 256000")
        elif iops is not None and size and iops > size * (50 if kind == "io1" else 1000):
            yield Fault("iops", f"at most {50 if kind == 'io1' else 1000} for each GiB")
        if throughput is not None:
            yield Fault("storageThroughput", "nothing unless storageType is gp3")
    elif kind in ("gp2", "standard"):
        for path in ("iops", "storageThroughput"):
            if node.has(path):
                yield Fault(path, f"nothing with storageType {kind}")


@rule(
    "GP-RDS-007",
    INSTANCE,
    title="The disk may grow to less than a tenth more than it has.",
    error="InvalidParameterCombination: Invalid max storage size for engine name postgres and "
    "storage type gp3",
    source="RDS User Guide: storage autoscaling",
)
def storage_growth(node: Node, _: World) -> Iterator[Fault]:
    """maxAllocatedStorage is 0 or at least 10 % above allocatedStorage."""
    size, most = node.number("allocatedStorage"), node.number("maxAllocatedStorage")
    if size and most and most * 10 < size * 11:
        yield Fault("maxAllocatedStorage", f"0, or from {size * 1.1:.0f} GiB")
    if most and most > 65536:
        yield Fault("maxAllocatedStorage", "at most 65536 GiB")


@rule(
    "GP-RDS-025",
    INSTANCE,
    CLUSTER,
    title="Encryption has a key but is switched off.",
    error="InvalidParameterCombination: storageEncrypted must be true with kmsKeyId",
    source="registry data in cfn-lint: kmskey_storageencrypted",
)
def encryption(node: Node, _: World) -> Iterator[Fault]:
    """A key needs storageEncrypted."""
    if node.has("kmsKeyId") and not node.truth("storageEncrypted") and not is_replica(node):
        yield Fault("storageEncrypted", "true with kmsKeyId")


LIMITS = (
    limit(
        "GP-RDS-108",
        INSTANCE,
        "storageType",
        OneOf("standard", "gp2", "gp3", "io1", "io2"),
        title="There is no such kind of disk.",
        error="InvalidParameterValue: Invalid storage type",
        source=GUIDE,
    ),
)
