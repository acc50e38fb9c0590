"""RDS: kinds of resource, and what several files ask about one."""

from groundplan.rules.constraint import Text
from groundplan.rules.node import Node

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
SUBNETS = "aws:rds/subnetGroup:SubnetGroup"
GUIDE = "RDS User Guide; API rds CreateDBInstance"


def engine_of(node: Node) -> str:
    """Engine of an instance or cluster; empty where none is given."""
    return str(node.get("engine", ""))


def is_replica(node: Node) -> bool:
    """True for a replica of another instance."""
    return node.has("replicateSourceDb")


_ID = r"[A-Za-z](?!.*--)[A-Za-z0-9-]*(?<!-)"
_ID_WORDS = "a letter first, letters, digits and single hyphens, no hyphen at the end"


def identifier(most: int) -> Text:
    """The form of identifiers of instances and clusters, up to a length."""
    # AWS would lower the letters; the provider takes none but small ones.
    small, words = _ID.replace("A-Z", ""), _ID_WORDS.replace("letters", "small letters")
    return Text(small, words, ("1db", "a--b", "a-", "a_b", "Acme"), ("acme-db",), most)


def snapshot_identifier() -> Text:
    """The form of identifiers of snapshots."""
    return Text(_ID, _ID_WORDS, ("1db", "a--b", "a-", "a_b"), ("acme-db", "Acme"), 255)


NOT_AN_IDENTIFIER = (
    "InvalidParameterValue: The parameter DBInstanceIdentifier is not a valid identifier."
)
