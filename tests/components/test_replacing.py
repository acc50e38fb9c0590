"""What AWS knows by its owner alone is taken away before its successor comes."""

import pytest

from groundplan.engine.plan import Estate

ONE_EACH = {
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "the vault",
    "aws:backup/vaultNotifications:VaultNotifications": "the vault",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "the registry",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "the web ACL",
}
"""Types the provider can only replace, and that have no name of their own."""


@pytest.mark.parametrize("kind", sorted(ONE_EACH))
def test_the_old_one_goes_first_or_it_would_take_the_new_one_with_it(
    estate: Estate, kind: str
) -> None:
    found = [r for plan in estate.plans for r in plan.of_type(kind)]
    assert found, f"nothing of {ONE_EACH[kind]} to look at"
    assert [r.name for r in found if not r.options.delete_before_replace] == []
