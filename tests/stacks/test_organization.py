"""The organization: what is made, in which order, and what an existing one keeps."""

import json
from typing import Any

import pytest

from groundplan import repository
from groundplan.engine.plan import Estate
from groundplan.errors import PlanError

ACCOUNT = "aws:organizations/account:Account"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
MAIN = "organization/main"
IDS = {
    "management": "111111111111",
    "security": "222222222222",
    "backup": "333333333333",
    "dev": "444444444444",
    "staging": "555555555555",
    "prod": "666666666666",
}


def deployed_first(make_estate: Any, **change: Any) -> Estate:
    """What the very first run makes: only the management account is known."""
    # A preview puts made-up ids in place of unknown ones; the first deployment cannot.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repository, "PLACEHOLDER_ACCOUNTS", {"management": IDS["management"]})
        made: Estate = make_estate(
            MAIN,
            **{"accounts": {"management": IDS["management"]}, "organization_id": "", **change},
        )
        return made


@pytest.fixture(scope="module")
def first_run(make_estate: Any) -> Estate:
    """The first run with an address to make accounts from."""
    return deployed_first(make_estate, base_email="aws@example.com")


@pytest.mark.parametrize("base", ["", f"{'a' * 50}@example.com"])
def test_no_account_is_made_without_an_address_of_its_own(make_estate: Any, base: str) -> None:
    with pytest.raises(PlanError, match=r"base_email: .* that gives at most 64 characters"):
        deployed_first(make_estate, base_email=base, notification_email="")


def test_an_account_that_exists_needs_no_address(make_estate: Any) -> None:
    plan = make_estate(MAIN, base_email="", notification_email="")[MAIN]
    emails = {a.inputs["email"] for a in plan.of_type(ACCOUNT)}
    assert len(emails) == 5


def test_every_account_lives_in_its_unit(company: Estate) -> None:
    plan = company[MAIN]
    names = {unit.id: (unit.inputs["name"], unit.inputs["parentId"]) for unit in plan.of_type(UNIT)}

    def path(unit: str) -> str:
        name, parent = names[unit]
        return f"{path(parent)}/{name}" if parent in names else name

    assert {a.inputs["name"]: path(a.inputs["parentId"]) for a in plan.of_type(ACCOUNT)} == {
        "acme-security": "Security",
        "acme-backup": "Infrastructure",
        "acme-dev": "Workloads/NonProd",
        "acme-staging": "Workloads/NonProd",
        "acme-prod": "Workloads/Prod",
    }
    assert {path(unit) for unit in names} >= {"Quarantine", "Suspended"}


def test_each_account_has_its_own_address(company: Estate) -> None:
    assert {a.inputs["email"] for a in company[MAIN].of_type(ACCOUNT)} == {
        f"aws+acme-{role}@example.com" for role in IDS if role != "management"
    }


def test_an_account_whose_id_is_known_is_never_made_a_second_time(company: Estate) -> None:
    imported = {a.name.rpartition("-")[2]: a for a in company[MAIN].of_type(ACCOUNT)}
    assert {role: a.options.import_id for role, a in imported.items()} == {
        role: number for role, number in IDS.items() if role != "management"
    }
    for account in imported.values():
        # A changed address or name would close the account and open another.
        assert set(account.options.ignore_changes) == {
            "email",
            "iamUserAccessToBilling",
            "name",
            "roleName",
        }


def test_nothing_that_holds_the_company_can_be_deleted(company: Estate) -> None:
    plan = company[MAIN]
    held = [plan["organization-organization"], *plan.of_type(ACCOUNT, UNIT)]
    assert len(held) == 13
    assert {r.name for r in held if not r.options.protect} == set()
    assert {a.inputs.get("closeOnDeletion") for a in plan.of_type(ACCOUNT)} == {False}


def test_trusted_services_include_the_login_of_everyone(company: Estate) -> None:
    trusted = company[MAIN]["organization-organization"].inputs["awsServiceAccessPrincipals"]
    needed = ("account", "backup", "cloudtrail", "config", "guardduty", "iam", "securityhub", "sso")
    assert {f"{service}.amazonaws.com" for service in needed} <= set(trusted)


def test_the_security_account_administers_the_audit_services_in_every_region(
    company: Estate,
) -> None:
    plan = company[MAIN]
    services = plan.of_type("aws:organizations/delegatedAdministrator:DelegatedAdministrator")
    assert {(s.inputs["servicePrincipal"], s.inputs["accountId"]) for s in services} == {
        (f"{name}.amazonaws.com", IDS["security"])
        for name in ("access-analyzer", "config", "config-multiaccountsetup")
    }
    for token in (
        "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
        "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
    ):
        found = {(r.region, r.inputs["adminAccountId"]) for r in plan.of_type(token)}
        regions = ("eu-central-1", "eu-west-1", "us-east-1")
        assert found == {(region, IDS["security"]) for region in regions}
    trusted = plan["organization-organization"].inputs["awsServiceAccessPrincipals"]
    assert {s.inputs["servicePrincipal"] for s in services} <= set(trusted)


def test_tags_have_one_spelling_in_every_account(company: Estate) -> None:
    plan = company[MAIN]
    policy = json.loads(plan["guardrails-tags"].inputs["content"])["tags"]
    (provider,) = plan.of_type("pulumi:providers:aws")
    assert set(policy) == set(provider.inputs["defaultTags"]["tags"])
    assert policy["environment"]["tag_value"]["@@assign"] == ["dev", "main", "prod", "staging"]


def test_every_type_of_policy_in_use_is_enabled(company: Estate) -> None:
    plan = company[MAIN]
    used = {p.inputs["type"] for p in plan.of_type("aws:organizations/policy:Policy")}
    assert set(plan["organization-organization"].inputs["enabledPolicyTypes"]) == used


def test_changes_of_the_organization_come_one_after_the_other(company: Estate) -> None:
    """AWS refuses two at a time, and policies before their type is enabled."""
    plan = company[MAIN]
    serial = {
        r.urn: r
        for r in plan.of_type(
            UNIT,
            "aws:organizations/policy:Policy",
            "aws:organizations/policyAttachment:PolicyAttachment",
            "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
        )
    }
    everything = plan.by_urn()

    def before(urn: str) -> set[str]:
        found: set[str] = set()
        waiting = [urn]
        while waiting:
            for dependency in everything[waiting.pop()].depends_on:
                if dependency not in found:
                    found.add(dependency)
                    waiting.append(dependency)
        return found & set(serial)

    # In one line, each has exactly as many before it as its place in the line.
    assert sorted(len(before(urn)) for urn in serial) == list(range(len(serial)))


def test_the_first_run_makes_accounts_and_guardrails_and_no_trail(first_run: Estate) -> None:
    plan = first_run[MAIN]
    assert {a.options.import_id for a in plan.of_type(ACCOUNT)} == {""}
    assert len(plan.of_type(ACCOUNT)) == 5
    assert plan["organization-organization"].options.import_id == ""
    # Its bucket is in an account that has no id yet.
    assert plan.of_type("aws:cloudtrail/trail:Trail") == ()
    controls = plan["guardrails-resource-perimeter"].inputs["content"]
    assert '"aws:PrincipalOrgID":"o-groundplan00"' in controls


def test_what_is_adopted_is_imported_as_it_is(make_estate: Any) -> None:
    plan = make_estate(
        MAIN,
        base_email="aws@example.com",
        adopted=["organization", "prod"],
        trusted_services=["ram.amazonaws.com"],
        organizational_units={"security": "ou-abcd-12345678"},
    )[MAIN]
    organization = plan["organization-organization"]
    assert organization.options.import_id == "o-abcdefghij"
    assert set(organization.options.ignore_changes) == {
        "awsServiceAccessPrincipals",
        "enabledPolicyTypes",
    }
    assert "ram.amazonaws.com" in organization.inputs["awsServiceAccessPrincipals"]
    assert plan["organization-unit-security"].options.import_id == "ou-abcd-12345678"
    assert "parentId" in plan["organization-account-prod"].options.ignore_changes
    assert "parentId" not in plan["organization-account-dev"].options.ignore_changes


def test_guardrails_wait_until_an_adopted_organization_has_its_settings(make_estate: Any) -> None:
    """AWS attaches no policy whose type is off, and the import leaves types as they are."""
    change = {"base_email": "aws@example.com", "adopted": ["organization"]}
    plan = make_estate(MAIN, **change)[MAIN]
    assert len(plan.of_type(ACCOUNT)) == 5
    waiting = (
        "aws:organizations/policyAttachment:PolicyAttachment",
        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
        "aws:iam/organizationsFeatures:OrganizationsFeatures",
        "aws:backup/globalSettings:GlobalSettings",
    )
    assert plan.of_type(*waiting) == ()
    assert len(make_estate(MAIN, base_email="aws@example.com")[MAIN].of_type(*waiting)) > 10


def test_people_get_into_adopted_accounts_as_into_created_ones(make_estate: Any) -> None:
    plan = make_estate(
        MAIN,
        base_email="aws@example.com",
        adopted=["prod"],
        identity_center={
            "instance_arn": "arn:aws:sso:::instance/ssoins-1234567890abcdef",
            "identity_store_id": "d-1234567890",
            "region": "eu-west-1",
        },
    )[MAIN]
    assignments = plan.of_type("aws:ssoadmin/accountAssignment:AccountAssignment")
    assert {a.inputs["targetId"] for a in assignments} == set(IDS.values())


def test_an_instance_that_is_not_known_yet_is_an_empty_map(make_estate: Any) -> None:
    plan = make_estate(MAIN, base_email="aws@example.com", identity_center={})[MAIN]
    assert plan.of_type("aws:ssoadmin/permissionSet:PermissionSet") == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"base_email": "aws"}, r"base_email: must be an e-mail address"),
        ({"base_email": "aws+it@example.com"}, r"base_email: must have no plus sign"),
        (
            {"account_emails": {"dev": "x@example.com", "prod": "X@example.com"}},
            r"account_emails\.prod: is the address of dev too",
        ),
        ({"adopted": ["production"]}, r"adopted\.0: names no account, got production"),
        (
            {"adopted": ["organization"], "organization_id": ""},
            r"organization_id: is not known, and the organization is to be adopted",
        ),
        (
            {"accounts": {**IDS, "prod": IDS["management"]}},
            r"accounts\.prod: is the account of management too",
        ),
        (
            {"accounts": {**IDS, "prod": "44445555666"}},
            r"accounts\.prod: must be 12 digits in quotes",
        ),
        ({"monthly_budget_usd": {"qa": 5}}, r"monthly_budget_usd\.qa: names no account"),
        ({"identity_center": {"region": "eu-west-1"}}, r"identity_center\.instance_arn"),
    ],
)
def test_bad_input_is_refused_with_the_key_to_mend(
    make_estate: Any, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        make_estate(MAIN, **{"base_email": "aws@example.com", **change})


def test_administrators_have_two_hours_and_break_glass_one(company: Estate) -> None:
    sets = company[MAIN].of_type("aws:ssoadmin/permissionSet:PermissionSet")
    assert {s.inputs["name"]: s.inputs["sessionDuration"] for s in sets} == {
        "Administrator": "PT2H",
        "Auditor": "PT8H",
        "Billing": "PT8H",
        "BreakGlass": "PT1H",
        "Developer": "PT8H",
        "ReadOnly": "PT8H",
    }


def test_developers_change_dev_and_only_look_at_the_rest(company: Estate) -> None:
    plan = company[MAIN]
    group = plan["access-group-developers"].outputs["groupId"]
    roles = {number: role for role, number in IDS.items()}
    names = {
        s.outputs["arn"]: s.inputs["name"]
        for s in plan.of_type("aws:ssoadmin/permissionSet:PermissionSet")
    }
    found = {
        (roles[a.inputs["targetId"]], names[a.inputs["permissionSetArn"]])
        for a in plan.of_type("aws:ssoadmin/accountAssignment:AccountAssignment")
        if a.inputs["principalId"] == group
    }
    assert found == {
        ("dev", "Developer"),
        ("dev", "ReadOnly"),
        ("staging", "ReadOnly"),
        ("prod", "ReadOnly"),
    }


def test_who_only_looks_reads_no_customers_data(company: Estate) -> None:
    inline = json.loads(company[MAIN]["access-readonly-inline"].inputs["inlinePolicy"])
    (statement,) = inline["Statement"]
    assert statement["Effect"] == "Deny"
    assert {"s3:GetObject", "dynamodb:Scan", "secretsmanager:GetSecretValue"} <= set(
        statement["Action"]
    )


def test_policies_are_on_a_permission_set_before_it_is_assigned(company: Estate) -> None:
    plan = company[MAIN]
    attached = {
        r.inputs["permissionSetArn"]: r.urn
        for r in plan.of_type("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment")
    }
    assignments = plan.of_type("aws:ssoadmin/accountAssignment:AccountAssignment")
    assert len(assignments) == 23
    for assignment in assignments:
        assert attached[assignment.inputs["permissionSetArn"]] in assignment.depends_on


def test_every_account_has_a_budget_that_warns_before_it_is_spent(company: Estate) -> None:
    budgets = company[MAIN].of_type("aws:budgets/budget:Budget")
    assert {b.inputs["costFilters"][0]["values"][0] for b in budgets} == set(IDS.values())
    for budget in budgets:
        assert [
            (n["notificationType"], n["threshold"]) for n in budget.inputs["notifications"]
        ] == [("FORECASTED", 80), ("FORECASTED", 100), ("ACTUAL", 100)]
        assert all(
            n["subscriberEmailAddresses"] == ["ops@example.com"]
            for n in budget.inputs["notifications"]
        )


def test_unplanned_cost_is_told_at_once(company: Estate) -> None:
    notice = company[MAIN]["spending-anomaly-notice"].inputs
    assert (notice["frequency"], notice["subscribers"][0]["type"]) == ("IMMEDIATE", "SNS")


def test_member_accounts_have_no_root_credentials(company: Estate) -> None:
    features = company[MAIN]["custody-root-access"]
    assert features.inputs["enabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]


def test_the_management_account_does_not_name_itself_to_aws(company: Estate) -> None:
    contacts = company[MAIN].of_type("aws:account/alternativeContact:AlternativeContact")
    assert len(contacts) == 6
    assert {c.inputs.get("accountId", "") for c in contacts} == {
        "",
        *(number for role, number in IDS.items() if role != "management"),
    }


def test_without_identity_center_nobody_is_given_access_by_it(make_estate: Any) -> None:
    plan = make_estate(MAIN, base_email="aws@example.com")[MAIN]
    assert [r.name for r in plan.resources if r.type.startswith("aws:ssoadmin")] == []
