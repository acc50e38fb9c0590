"""ElastiCache: encryption, passwords and users."""

import re
from collections.abc import Iterator

from groundplan.rules.constraint import OneOf, limit
from groundplan.rules.node import Node, known
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
    title="The user's password or rights cannot be read.",
    error="InvalidParameterValue: user",
    source="API elasticache CreateUser",
)
def user(node: Node, _: World) -> Iterator[Fault]:
    """Access strings say on or off; at most two passwords of 16 to 128 signs; engine in lowercase."""
    access = str(node.get("accessString", "on"))
    if access.split()[:1] not in (["on"], ["off"]):
        yield Fault("accessString", "on or off, then rights such as ~* +@all")
    if node.get("engine") not in (None, "redis", "valkey"):
        yield Fault("engine", "redis or valkey")
    if "reset" in access.split():
        yield Fault("accessString", "rights without reset, which would take the passwords")
    for path in ("passwords", "authenticationMode.passwords"):
        for place, text in node.each(f"{path}[]"):
            if known(text) and not re.fullmatch(r'[^\s,"/@]{16,128}', str(text)):
                yield Fault(place, '16 to 128 signs without spaces and , " / @')
        if len(node.list(f"{path}[]")) > 2:
            yield Fault(path, "two passwords at most")
    if node.truth("noPasswordRequired") and node.has("passwords"):
        yield Fault("noPasswordRequired", "one of it and passwords")


@rule(
    "GP-CACHE-018",
    _USER,
    title="How the user logs in contradicts itself.",
    error="InvalidParameterCombination: User Id and User name must be same for authentication "
    "type: iam",
    source="API elasticache CreateUser; github.com/terraform-aws-modules/"
    "terraform-aws-elasticache/issues/65",
)
def way_in(node: Node, _: World) -> Iterator[Fault]:
    """IAM wants id and name equal; passwords stand where the mode is password, and only there."""
    mode = node.get("authenticationMode.type")
    if mode == "iam" and node.get("userId") != node.get("userName"):
        yield Fault("userName", "the same as userId, for a user who comes with IAM")
    given = node.has("authenticationMode.passwords")
    if mode in ("iam", "no-password-required") and given:
        yield Fault("authenticationMode.passwords", f"nothing with {mode}")
    if mode == "password" and not given:
        yield Fault("authenticationMode.passwords", "at least one password")
    if mode in ("iam", "password") and node.truth("noPasswordRequired"):
        yield Fault("noPasswordRequired", f"false with {mode}")


@rule(
    "GP-CACHE-019",
    _USERS,
    title="A group of Valkey users takes only users who authenticate.",
    error="InvalidParameterCombination: user group of engine valkey",
    source="ElastiCache User Guide: role-based access control",
)
def all_authenticate(node: Node, world: World) -> Iterator[Fault]:
    """Valkey groups hold users with a password or IAM; the built-in ``default`` has neither."""
    if node.get("engine") != "valkey":
        return
    for place, member in node.each("userIds[]"):
        found = world.near(node, member, _USER)
        open_ = found is not None and (
            found.truth("noPasswordRequired")
            or found.get("authenticationMode.type") == "no-password-required"
        )
        if open_ or (found is None and member == "default"):
            yield Fault(place, "a user with a password or IAM")


@rule(
    "GP-CACHE-023",
    _GROUP,
    title="A cache of Redis takes users of Redis.",
    error="InvalidParameterCombination: user group engine is not compatible with the cluster's",
    source="ElastiCache User Guide: role-based access control",
)
def users_of_the_engine(node: Node, world: World) -> Iterator[Fault]:
    """Redis takes groups of engine redis; Valkey takes both."""
    if node.get("engine", "redis") != "redis":
        return
    for place, group in node.each("userGroupIds[]"):
        found = world.near(node, group, _USERS)
        if found is not None and str(found.get("engine")).lower() == "valkey":
            yield Fault(place, "a group whose engine is redis")


@rule(
    "GP-CACHE-024",
    _USER,
    _USERS,
    title="The id of a user or of a group has other signs or is too long.",
    error="InvalidParameterValue: The parameter is not a valid identifier. Identifiers must begin "
    "with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a "
    "hyphen or contain two consecutive hyphens.",
    source="API elasticache CreateUser, CreateUserGroup",
)
def user_id(node: Node, _: World) -> Iterator[Fault]:
    """1 to 40 lowercase letters, digits and single hyphens, a letter first."""
    path = "userId" if node.type == _USER else "userGroupId"
    name = node.get(path)
    if isinstance(name, str) and known(name):
        if len(name) > 40 or not re.fullmatch(r"[a-z](-?[a-z0-9])*", name):
            yield Fault(path, "40 lowercase letters, digits and single hyphens, a letter first")


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
