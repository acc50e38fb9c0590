"""Roles, policies and identity providers."""

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import answer_of

_ROLE = {"RoleName": "{name}"}
_PROVIDER = {"OpenIDConnectProviderArn": "{id}"}

_MOST_VERSIONS = 5
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
_versions = answer_of("list_policy_versions", "Versions[?!IsDefaultVersion].VersionId")


def _oldest(w: Words) -> str:
    return str(min(_versions(w), key=lambda version: int(version.removeprefix("v"))))


TYPES = {
    "aws:iam/role:Role": Type(
        service="iam",
        create=Call(
            "create_role",
            names={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
            read=Read(
                "get_role",
                _ROLE,
                "Role",
                back={"PermissionsBoundary": ("PermissionsBoundary.PermissionsBoundaryArn")},
            ),
        ),
        then=(
            Call(
                "put_role_policy",
                ("inlinePolicies",),
                each="inlinePolicies",
                params={
                    **_ROLE,
                    "PolicyName": lambda w: w["each"]["name"],
                    "PolicyDocument": lambda w: w["each"]["policy"],
                },
                read=Read("get_role_policy", {**_ROLE, "PolicyName": lambda w: w["each"]["name"]}),
                undo=Call(
                    "delete_role_policy",
                    params={**_ROLE, "PolicyName": lambda w: w["each"]["name"]},
                ),
            ),
            Call(
                "attach_role_policy",
                ("managedPolicyArns",),
                each="managedPolicyArns",
                params={**_ROLE, "PolicyArn": "{each}"},
                read=Read(
                    "list_attached_role_policies",
                    _ROLE,
                    "AttachedPolicies[?PolicyArn=='{each}'] | [0]",
                ),
                undo=Call("detach_role_policy", params={**_ROLE, "PolicyArn": "{each}"}),
            ),
        ),
        id="{name}",
        outputs={"arn": "@Arn", "uniqueId": "@RoleId"},
        update=(
            Call(
                "update_assume_role_policy",
                ("assumeRolePolicy",),
                names={"assumeRolePolicy": "PolicyDocument"},
                params=_ROLE,
            ),
            Call(
                "update_role_description",
                ("description",),
                params={**_ROLE, "Description": lambda w: w.get("description") or ""},
                match=False,
            ),
            Call("update_role", ("maxSessionDuration",), params=_ROLE),
            Call("put_role_permissions_boundary", ("permissionsBoundary",), params=_ROLE),
        ),
        provider_only={"forceDetachPolicies": "how the provider deletes the role"},
    ),
    "aws:iam/rolePolicy:RolePolicy": Type(
        service="iam",
        create=Call(
            "put_role_policy",
            names={"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"},
            read=Read("get_role_policy", {"RoleName": "{role}", "PolicyName": "{name}"}),
        ),
        update=(
            Call(
                "put_role_policy",
                ("policy",),
                names={"policy": "PolicyDocument"},
                params={"RoleName": "{role}", "PolicyName": "{name}"},
            ),
        ),
        id="{role}:{name}",
        delete=(Call("delete_role_policy", params={"RoleName": "{role}", "PolicyName": "{name}"}),),
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Type(
        service="iam",
        create=Call(
            "attach_role_policy",
            names={"role": "RoleName"},
            read=Read(
                "list_attached_role_policies",
                {"RoleName": "{role}"},
                "AttachedPolicies[?PolicyArn=='{policyArn}'] | [0]",
            ),
        ),
        id="{role}/{policyArn}",
        delete_first=True,
        delete=(
            Call("detach_role_policy", params={"RoleName": "{role}", "PolicyArn": "{policyArn}"}),
        ),
    ),
    "aws:iam/policy:Policy": Type(
        service="iam",
        create=Call(
            "create_policy",
            names={"name": "PolicyName", "policy": "PolicyDocument"},
            read=Read(
                "get_policy",
                {"PolicyArn": "{id}"},
                "Policy",
                elsewhere={
                    "PolicyDocument": Read(
                        "get_policy_version",
                        {"PolicyArn": "{id}", "VersionId": "{DefaultVersionId}"},
                        "PolicyVersion",
                        back={"PolicyDocument": "Document"},
                    )
                },
            ),
        ),
        update=(
            Call("list_policy_versions", params={"PolicyArn": "{id}"}),
            Call(
                "delete_policy_version",
                ("policy",),
                params={"PolicyArn": "{id}", "VersionId": _oldest},
                match=False,
                when=lambda w: len(_versions(w) or ()) >= _MOST_VERSIONS - 1,
            ),
            Call(
                "create_policy_version",
                ("policy",),
                names={"policy": "PolicyDocument"},
                params={"PolicyArn": "{id}", "SetAsDefault": True},
            ),
        ),
        id="{Arn}",
        outputs={"arn": "@Arn", "policyId": "@PolicyId"},
        delete=(Call("delete_policy", params={"PolicyArn": "{id}"}),),
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": Type(
        service="iam",
        create=Call(
            "create_open_id_connect_provider",
            names={"clientIdLists": "ClientIDList", "thumbprintLists": "ThumbprintList"},
            read=Read(
                "get_open_id_connect_provider",
                _PROVIDER,
                back={"Url": lambda d: f"https://{d['Url'].removeprefix('https://')}"},
            ),
        ),
        id="{OpenIDConnectProviderArn}",
        outputs={"arn": "{id}"},
        update=(
            Call(
                "update_open_id_connect_provider_thumbprint",
                ("thumbprintLists",),
                names={"thumbprintLists": "ThumbprintList"},
                params=_PROVIDER,
            ),
            Call(
                "add_client_id_to_open_id_connect_provider",
                ("clientIdLists",),
                each="clientIdLists",
                params={**_PROVIDER, "ClientID": "{each}"},
                undo=Call(
                    "remove_client_id_from_open_id_connect_provider",
                    params={**_PROVIDER, "ClientID": "{each}"},
                ),
            ),
        ),
        delete=(Call("delete_open_id_connect_provider", params=_PROVIDER),),
    ),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": Type(
        service="iam",
        create=Call(
            "update_account_password_policy",
            names={"requireLowercaseCharacters": "RequireLowercaseCharacters"},
            read=Read("get_account_password_policy", {}, "PasswordPolicy"),
        ),
        id="iam-account-password-policy",
        update=(Call("update_account_password_policy"),),
        delete=(Call("delete_account_password_policy"),),
    ),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": Type(
        service="iam",
        create=Call(
            "create_service_linked_role",
            names={"awsServiceName": "AWSServiceName"},
            read=Read(
                "get_role",
                {"RoleName": "{RoleName}"},
                "Role",
                back={"AWSServiceName": lambda d: d["Path"].split("/")[-2]},
            ),
        ),
        id="{Arn}",
        outputs={"arn": "{id}", "name": "{RoleName}"},
        delete=(Call("delete_service_linked_role", params={"RoleName": "{RoleName}"}),),
    ),
}
