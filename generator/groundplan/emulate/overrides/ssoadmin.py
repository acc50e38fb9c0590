"""People: permission sets, assignments and groups."""

from groundplan.emulate.spec import Call, Read, Type

_SET = {"InstanceArn": "{instanceArn}", "PermissionSetArn": "{permissionSetArn}"}

TYPES = {
    "aws:ssoadmin/permissionSet:PermissionSet": Type(
        service="sso-admin",
        create=Call(
            "create_permission_set",
            read=Read(
                "describe_permission_set",
                {"InstanceArn": "{instanceArn}", "PermissionSetArn": "{PermissionSetArn}"},
                "PermissionSet",
            ),
        ),
        id=lambda w: (
            f"{w['PermissionSetArn']},{w['instanceArn']}" if "PermissionSetArn" in w else None
        ),
        outputs={"arn": "@PermissionSetArn"},
        tag_read=Read(
            "list_tags_for_resource",
            {"InstanceArn": "{instanceArn}", "ResourceArn": "{PermissionSetArn}"},
            "Tags",
        ),
        update=(
            Call(
                "update_permission_set",
                params={"InstanceArn": "{instanceArn}", "PermissionSetArn": "{PermissionSetArn}"},
            ),
        ),
        replaces=("name", "instanceArn"),
        delete=(
            Call(
                "delete_permission_set",
                params={"InstanceArn": "{instanceArn}", "PermissionSetArn": "{PermissionSetArn}"},
            ),
        ),
    ),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": Type(
        service="sso-admin",
        create=Call(
            "put_inline_policy_to_permission_set",
            read=Read("get_inline_policy_for_permission_set", _SET),
        ),
        id="{permissionSetArn},{instanceArn}",
        update=(Call("put_inline_policy_to_permission_set"),),
        delete=(Call("delete_inline_policy_from_permission_set", params=_SET),),
    ),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": Type(
        service="sso-admin",
        create=Call(
            "attach_managed_policy_to_permission_set",
            read=Read(
                "list_managed_policies_in_permission_set",
                _SET,
                "AttachedManagedPolicies[?Arn=='{managedPolicyArn}'] | [0]",
                back={"ManagedPolicyArn": "Arn"},
            ),
        ),
        id="{managedPolicyArn},{permissionSetArn},{instanceArn}",
        delete=(
            Call(
                "detach_managed_policy_from_permission_set",
                params={**_SET, "ManagedPolicyArn": "{managedPolicyArn}"},
            ),
        ),
    ),
    "aws:ssoadmin/accountAssignment:AccountAssignment": Type(
        service="sso-admin",
        create=Call(
            "create_account_assignment",
            read=Read(
                "list_account_assignments",
                {**_SET, "AccountId": "{targetId}"},
                "AccountAssignments[?PrincipalId=='{principalId}'] | [0]",
                back={"TargetId": "AccountId"},
                never={"TargetType": "assignments are listed by account, the only type there is"},
            ),
            params={"TargetType": lambda w: w.get("targetType") or "AWS_ACCOUNT"},
        ),
        id="{principalId},{targetId},{permissionSetArn}",
        delete=(
            Call(
                "delete_account_assignment",
                params={
                    **_SET,
                    "PrincipalId": "{principalId}",
                    "PrincipalType": "{principalType}",
                    "TargetId": "{targetId}",
                    "TargetType": "AWS_ACCOUNT",
                },
            ),
        ),
    ),
    "aws:identitystore/group:Group": Type(
        service="identitystore",
        create=Call(
            "create_group",
            read=Read(
                "describe_group", {"IdentityStoreId": "{identityStoreId}", "GroupId": "{GroupId}"}
            ),
        ),
        id="{identityStoreId}/{GroupId}",
        outputs={"groupId": "{GroupId}"},
        delete=(
            Call(
                "delete_group",
                params={"IdentityStoreId": "{identityStoreId}", "GroupId": "{GroupId}"},
            ),
        ),
    ),
}
