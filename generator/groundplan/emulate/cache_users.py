"""Users of caches and their groups, which moto has in part: the back end of ElastiCache uses it."""

from collections.abc import Callable, Mapping

from moto.elasticache.models import elasticache_backends

from groundplan.emulate.backends import BackendError, Document, Request


def tagged(request: Request, arn: str) -> None:
    """Keep the tags something is made with."""
    request.table("tags")[arn] = {t["Key"]: t["Value"] for t in request.params.get("Tags") or ()}


def create_user_group(request: Request) -> Document:
    """Keep a user group."""
    params = request.params
    kept = {
        "UserGroupId": params["UserGroupId"],
        "Status": "active",
        "Engine": params["Engine"],
        "UserIds": list(params.get("UserIds") or ()),
        "MinimumEngineVersion": "6.0",
        "ReplicationGroups": [],
        "ARN": request.arn(f"usergroup:{params['UserGroupId']}"),
    }
    request.table("user-group")[str(params["UserGroupId"])] = kept
    tagged(request, str(kept["ARN"]))
    return kept


def describe_user_groups(request: Request) -> Document:
    """User groups by id, or all."""
    name = request.params.get("UserGroupId")
    if name:
        return {"UserGroups": [request.find("user-group", name, "UserGroupNotFound")]}
    return {"UserGroups": list(request.table("user-group").values())}


def modify_user_group(request: Request) -> Document:
    """Let users into a group, and others out."""
    params = request.params
    kept = request.find("user-group", str(params["UserGroupId"]), "UserGroupNotFound")
    come, go = params.get("UserIdsToAdd") or (), params.get("UserIdsToRemove") or ()
    kept["UserIds"] = [*(user for user in kept["UserIds"] if user not in go), *come]
    kept["Engine"] = params.get("Engine") or kept["Engine"]
    return {**kept, "Status": "modifying"}


def modify_user(request: Request) -> Document:
    """Change what a user may do, or how it logs in."""
    params, name = request.params, str(request.params["UserId"])
    user = elasticache_backends[request.account][request.region].users.get(name)
    if user is None:
        raise BackendError("UserNotFound", f"User {name} not found.", 404)
    user.access_string = params.get("AccessString") or user.access_string
    user.engine = params.get("Engine") or user.engine
    mode = dict(params.get("AuthenticationMode") or {})
    if params.get("Passwords"):
        mode = {"Type": "password", "Passwords": params["Passwords"]}
    if params.get("NoPasswordRequired"):
        mode = {"Type": "no-password-required"}
    if mode:
        if mode["Type"] == "iam" and user.id != user.name:
            raise BackendError(
                "InvalidParameterCombination",
                "User Id and User name must be same for authentication type: iam",
            )
        user.authentication_type = mode["Type"]
        user.passwords = list(mode.get("Passwords") or ())
        user.no_password_required = mode["Type"] == "no-password-required"
    told: Document = request.call("elasticache", "describe_users", UserId=name)["Users"][0]
    return told


def delete_user_group(request: Request) -> Document:
    """Forget a user group."""
    name = str(request.params["UserGroupId"])
    kept = request.find("user-group", name, "UserGroupNotFound")
    del request.table("user-group")[name]
    return {**kept, "Status": "deleting"}


ANSWERS: Mapping[str, Callable[[Request], Document]] = {
    "CreateUserGroup": create_user_group,
    "DescribeUserGroups": describe_user_groups,
    "ModifyUserGroup": modify_user_group,
    "ModifyUser": modify_user,
    "DeleteUserGroup": delete_user_group,
}
"""Operations that moto does not have."""
