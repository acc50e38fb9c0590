"""The organization: accounts, units, policies, delegation, access."""

from groundplan.emulate.spec import Call, Read, Type, Value
from groundplan.emulate.words import answer_of

_TAGS = Read("list_tags_for_resource", {"ResourceId": "{id}"}, "Tags")

_root = answer_of("list_roots", "Roots[0].Id")
_POLICY_TYPE: dict[str, Value] = {"RootId": _root, "PolicyType": "{each}"}

_CREDENTIALS = "RootCredentialsManagement"


def _root_feature(noun: str, feature: str) -> Call:
    return Call(
        f"enable_organizations_{noun}",
        ("enabledFeatures",),
        undo=Call(f"disable_organizations_{noun}"),
        when=lambda w: feature in w["enabledFeatures"],
        match=False,
        proves=lambda document: feature in document["EnabledFeatures"],
        read=Read("list_organizations_features"),
    )


TYPES = {
    "aws:organizations/organization:Organization": Type(
        service="organizations",
        create=Call(
            "create_organization",
            names={"returnOrganizationOnly": ""},
            read=Read("describe_organization", {}, "Organization"),
        ),
        then=(
            Call("list_roots", never="a question"),
            Call(
                "enable_aws_service_access",
                ("awsServiceAccessPrincipals",),
                each="awsServiceAccessPrincipals",
                params={"ServicePrincipal": "{each}"},
                read=Read(
                    "list_aws_service_access_for_organization",
                    {},
                    "EnabledServicePrincipals[?ServicePrincipal=='{each}'] | [0]",
                ),
                undo=Call("disable_aws_service_access", params={"ServicePrincipal": "{each}"}),
            ),
            Call(
                "enable_policy_type",
                ("enabledPolicyTypes",),
                each="enabledPolicyTypes",
                params=_POLICY_TYPE,
                undo=Call("disable_policy_type", params=_POLICY_TYPE),
                read=Read(
                    "list_roots",
                    {},
                    "Roots[0].{RootId: Id, PolicyType: PolicyTypes[?Type=='{each}'] | [0].Type}",
                ),
            ),
        ),
        id=answer_of("create_organization", "Organization.Id"),
        outputs={
            "arn": "@Arn",
            "masterAccountId": "@MasterAccountId",
            "masterAccountArn": "@MasterAccountArn",
            "masterAccountEmail": "@MasterAccountEmail",
            "roots": answer_of(
                "list_roots", "Roots[].{id: Id, arn: Arn, name: Name, policyTypes: `[]`}"
            ),
        },
        update=(
            # All features come only once a person finalizes what this call begins:
            # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html
            Call("enable_all_features", ("featureSet",), match=False),
        ),
        replaces_if={"featureSet": lambda w: w.get("featureSet") == "CONSOLIDATED_BILLING"},
        delete=(Call("delete_organization"),),
    ),
    "aws:organizations/organizationalUnit:OrganizationalUnit": Type(
        service="organizations",
        create=Call(
            "create_organizational_unit",
            read=Read(
                "describe_organizational_unit",
                {"OrganizationalUnitId": "{id}"},
                "OrganizationalUnit",
                elsewhere={
                    "ParentId": Read(
                        "list_parents", {"ChildId": "{id}"}, back={"ParentId": "Parents[0].Id"}
                    )
                },
            ),
        ),
        id=answer_of("create_organizational_unit", "OrganizationalUnit.Id"),
        outputs={"arn": "@Arn"},
        tag_read=_TAGS,
        update=(
            Call("update_organizational_unit", ("name",), params={"OrganizationalUnitId": "{id}"}),
        ),
        delete=(Call("delete_organizational_unit", params={"OrganizationalUnitId": "{id}"}),),
    ),
    "aws:organizations/account:Account": Type(
        service="organizations",
        create=Call(
            "create_account",
            names={"name": "AccountName"},
            read=Read(
                "describe_account",
                {"AccountId": "{id}"},
                "Account",
                back={"AccountName": "Name"},
                never={
                    "RoleName": "AWS does not tell which role it made",
                    "IamUserAccessToBilling": "AWS does not tell",
                },
            ),
        ),
        then=(
            Call("list_roots", never="a question"),
            Call(
                "move_account",
                ("parentId",),
                params={
                    "AccountId": "{id}",
                    "SourceParentId": lambda w: w.get("before", {}).get("parentId") or _root(w),
                    "DestinationParentId": "{parentId}",
                },
                match=False,
                read=Read(
                    "list_parents",
                    {"ChildId": "{id}"},
                    back={"DestinationParentId": "Parents[0].Id"},
                    never={"SourceParentId": "where the account came from"},
                ),
                undo=Call(
                    "move_account",
                    params={
                        "AccountId": "{id}",
                        "SourceParentId": "{parentId}",
                        "DestinationParentId": _root,
                    },
                ),
            ),
        ),
        id=answer_of("create_account", "CreateAccountStatus.AccountId"),
        outputs={"arn": "@Arn", "status": "@Status"},
        tag_read=_TAGS,
        update=(
            Call(
                "put_account_name",
                ("name",),
                service="account",
                params={"AccountId": "{id}", "AccountName": "{name}"},
                match=False,
            ),
        ),
        survives="an account is only taken out of the organization by hand",
        provider_only={
            "closeOnDeletion": "how the provider deletes the account",
            "createGovcloud": "a different call for GovCloud",
        },
    ),
    "aws:organizations/policy:Policy": Type(
        service="organizations",
        create=Call(
            "create_policy",
            params={"Description": lambda w: w.get("description") or ""},
            read=Read(
                "describe_policy",
                {"PolicyId": "{id}"},
                "Policy",
                back={
                    "Name": "PolicySummary.Name",
                    "Description": "PolicySummary.Description",
                    "Type": "PolicySummary.Type",
                },
            ),
        ),
        id=answer_of("create_policy", "Policy.PolicySummary.Id"),
        outputs={"arn": "@PolicySummary.Arn"},
        tag_read=_TAGS,
        update=(Call("update_policy", params={"PolicyId": "{id}"}),),
        replaces=("type",),
        delete=(Call("delete_policy", params={"PolicyId": "{id}"}),),
        provider_only={"skipDestroy": "how the provider deletes the policy"},
    ),
    "aws:organizations/policyAttachment:PolicyAttachment": Type(
        service="organizations",
        create=Call(
            "attach_policy",
            read=Read(
                "list_targets_for_policy",
                {"PolicyId": "{policyId}"},
                "Targets[?TargetId=='{targetId}'] | [0]",
            ),
        ),
        id="{targetId}:{policyId}",
        delete=(
            Call("detach_policy", params={"PolicyId": "{policyId}", "TargetId": "{targetId}"}),
        ),
        provider_only={"skipDestroy": "how the provider deletes the attachment"},
    ),
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": Type(
        service="organizations",
        create=Call(
            "register_delegated_administrator",
            read=Read(
                "list_delegated_administrators",
                {"ServicePrincipal": "{servicePrincipal}"},
                "DelegatedAdministrators[?Id=='{accountId}'] | [0]",
                back={"AccountId": "Id"},
            ),
        ),
        id="{accountId}/{servicePrincipal}",
        outputs={"arn": "@Arn"},
        delete=(
            Call(
                "deregister_delegated_administrator",
                params={"AccountId": "{accountId}", "ServicePrincipal": "{servicePrincipal}"},
            ),
        ),
    ),
    "aws:iam/organizationsFeatures:OrganizationsFeatures": Type(
        service="iam",
        create=Call(
            "list_organizations_features",
            read=Read("list_organizations_features"),
        ),
        then=(
            _root_feature("root_credentials_management", _CREDENTIALS),
            _root_feature("root_sessions", "RootSessions"),
        ),
        id="{OrganizationId}",
        delete=(
            Call("disable_organizations_root_credentials_management"),
            Call("disable_organizations_root_sessions"),
        ),
    ),
}
