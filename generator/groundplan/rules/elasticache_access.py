"""ElastiCache: encryption, passwords and users."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_USER = "aws:elasticache/user:User"
_USERS = "aws:elasticache/userGroup:UserGroup"
_API = "API elasticache CreateReplicationGroup"


@rule(
    "GP-CACHE-003",
    _GROUP,
    title="Valkey wants to be told whether connections are encrypted.",
    error="InvalidParameterValue: TransitEncryptionEnabled must be specified for engine valkey",
    source="registry data in cfn-lint: transitencryptionenabled_valkey",
)
def valkey_encryption(node: Node, _: World) -> Iterator[Fault]:
    """transitEncryptionEnabled is explicit for Valkey."""
    if node.get("engine") == "valkey" and not node.has("transitEncryptionEnabled"):
        yield Fault("transitEncryptionEnabled", "true or false")


@rule(
    "GP-CACHE-004",
    _GROUP,
    title="A password or users need encrypted connections, and exclude each other.",
    error="InvalidParameterCombination: AUTH token / user groups are only supported when "
    "encryption-in-transit is enabled",
    source=_API,
)
def authentication(node: Node, _: World) -> Iterator[Fault]:
    """authToken and userGroupIds need TLS; not both."""
    for path in ("authToken", "userGroupIds"):
        if node.has(path) and not node.truth("transitEncryptionEnabled"):
            yield Fault(path, "transitEncryptionEnabled with it")
    if node.has("authToken") and node.get("userGroupIds"):
        yield Fault("userGroupIds", "one of authToken and userGroupIds")
    if len(node.list("userGroupIds[]")) > 1:
        yield Fault("userGroupIds", "one group")
    if node.has("authTokenUpdateStrategy") and not node.has("authToken"):
        yield Fault("authTokenUpdateStrategy", "authToken with it")
    token = node.get("authToken")
    if isinstance(token, str) and not re.fullmatch(r"[A-Za-z0-9!&#$^<>-]{16,128}", token):
        yield Fault("authToken", "16 to 128 letters, digits and !&#$^<>-")


@rule(
    "GP-CACHE-005",
    _GROUP,
    title="A key needs encryption at rest.",
    error="InvalidParameterCombination: KmsKeyId can be set only when AtRestEncryptionEnabled",
    source=_API,
)
def key_needs_encryption(node: Node, _: World) -> Iterator[Fault]:
    """kmsKeyId needs atRestEncryptionEnabled."""
    default = node.get("engine") == "valkey"
    if node.has("kmsKeyId") and not node.truth("atRestEncryptionEnabled", default=default):
        yield Fault("atRestEncryptionEnabled", "true with kmsKeyId")


@rule(
    "GP-CACHE-014",
    _USER,
    title="The user's password, name or rights cannot be read.",
    error="InvalidParameterValue: user",
    source="API elasticache CreateUser",
)
def user(node: Node, _: World) -> Iterator[Fault]:
    """Access strings say on or off; passwords have 16 to 128 signs; engine in lowercase."""
    access = str(node.get("accessString", "on"))
    if access.split()[:1] not in (["on"], ["off"]):
        yield Fault("accessString", "on or off, then rights such as ~* +@all")
    if node.get("engine") not in (None, "redis", "valkey"):
        yield Fault("engine", "redis or valkey")
    for place, text in node.each("passwords[]"):
        if not 16 <= len(str(text)) <= 128:
            yield Fault(place, "16 to 128 characters")
    if node.truth("noPasswordRequired") and node.has("passwords"):
        yield Fault("noPasswordRequired", "one of it and passwords")


@rule(
    "GP-CACHE-015",
    _USERS,
    title="A group of Redis users needs one named default.",
    error="DefaultUserRequired: You must add default user to a user group.",
    source="ElastiCache User Guide: role-based access control",
)
def default_user(node: Node, world: World) -> Iterator[Fault]:
    """Redis groups hold a user whose name is default."""
    if node.get("engine") != "redis":
        return
    members = node.list("userIds[]")
    users = [world.near(node, m, _USER) for m in members]
    named = any(u and u.get("userName") == "default" for u in users)
    if not named and "default" not in members and all(users):
        yield Fault("userIds", "a user whose name is default")


LIMITS = (
    limit(
        "GP-CACHE-106",
        _GROUP,
        "transitEncryptionMode",
        OneOf("preferred", "required"),
        title="The mode is preferred or required.",
        error="InvalidParameterValue: TransitEncryptionMode",
        source=_API,
    ),
)
