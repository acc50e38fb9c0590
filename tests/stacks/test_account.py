"""Safe defaults of every account, in every region it uses."""

from typing import Any

from groundplan.engine.plan import Estate, Plan

REGIONS = ("eu-central-1", "eu-west-1", "us-east-1")


def by_region(plan: Plan, token: str) -> dict[str, Any]:
    """Inputs of the baseline's resources of a type, by region."""
    return {r.region: r.inputs for r in plan.of_type(token) if r.name.startswith("baseline-")}


def test_s3_refuses_public_access_for_the_whole_account(company: Estate) -> None:
    assert company["foundation/dev"]["baseline-public-access-block"].inputs == {
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }


def test_every_account_has_the_same_defaults(company: Estate, make_estate: Any) -> None:
    plans = [*company.plans, *make_estate("recovery/main").plans]
    accounts = {plan.account for plan in plans}
    assert len(accounts) == 5
    names = {
        plan.account: {r.name for r in plan.aws() if r.name.startswith("baseline-")}
        for plan in plans
        if plan.layer != "application"
    }
    assert len(set(map(frozenset, names.values()))) == 1
    assert len(names[next(iter(accounts))]) == 17


def test_new_volumes_are_encrypted_in_every_region_in_use(company: Estate) -> None:
    found = by_region(company["foundation/dev"], "aws:ebs/encryptionByDefault:EncryptionByDefault")
    assert {region: inputs["enabled"] for region, inputs in found.items()} == dict.fromkeys(
        REGIONS, True
    )


def test_the_default_network_lets_nothing_in_or_out(company: Estate) -> None:
    plan = company["foundation/dev"]
    for token in (
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    ):
        found = by_region(plan, token)
        assert sorted(found) == sorted(REGIONS)
        for region, inputs in found.items():
            assert (inputs.get("ingress"), inputs.get("egress")) == ([], []), region


def test_access_analyzer_looks_in_every_region_in_use(company: Estate) -> None:
    found = by_region(company["foundation/dev"], "aws:accessanalyzer/analyzer:Analyzer")
    assert {region: inputs["type"] for region, inputs in found.items()} == dict.fromkeys(
        REGIONS, "ACCOUNT"
    )


DECLARED = (
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
)


def test_what_the_organization_declares_the_account_leaves_alone(company: Estate) -> None:
    # AWS refuses the account's own call while a declarative policy holds the attribute.
    assert company["foundation/dev"].of_type(*DECLARED) == ()
    declared = company["organization/main"]["guardrails-compute"].inputs["content"]
    for attribute in (
        '"http_tokens":{"@@assign":"required"}',
        '"image_block_public_access":{"state":{"@@assign":"block_new_sharing"}}',
        '"snapshot_block_public_access":{"state":{"@@assign":"block_all_sharing"}}',
        '"serial_console_access":{"status":{"@@assign":"disabled"}}',
    ):
        assert attribute in declared


def test_an_account_without_an_organization_sets_it_itself_everywhere(make_estate: Any) -> None:
    plan = make_estate("foundation/dev", organization_id="")["foundation/dev"]
    expected = (
        {"state": "block-all-sharing"},
        {"state": "block-new-sharing"},
        {"httpTokens": "required", "httpPutResponseHopLimit": 2},
    )
    for token, wanted in zip(DECLARED, expected, strict=True):
        found = by_region(plan, token)
        assert sorted(found) == sorted(REGIONS)
        for inputs in found.values():
            assert {k: v for k, v in inputs.items() if k != "region"} == wanted
        # The organization may take over later, and then refuses the undoing.
        assert all(r.options.retain_on_delete for r in plan.of_type(token))
