"""The backup account: vaults that outlive every other account."""

from dataclasses import replace

from stacks import config, local
from stacks.account.baseline import Baseline, BaselineArgs
from stacks.layers.provider import account_provider, with_provider
from stacks.observability.notifications import Notifications, NotificationsArgs
from stacks.recovery.central import CentralVaults, CentralVaultsArgs
from stacks.recovery.opt_in import OptIn
from stacks.recovery.vault import lock_of, warn_irrevocable

_LONGEST_DAYS = 365


class RecoveryLayer:
    """Components of the recovery layer, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load(account_role="backup")
        context, settings, values = self.config.context, self.config.settings, self.config.values
        opts = with_provider(account_provider(context))
        self.baseline = Baseline(
            "baseline",
            BaselineArgs(context=context, declared=bool(values.organization_id)),
            opts,
        )
        self.notifications = Notifications(
            "notifications",
            NotificationsArgs(context=context, email=values.notification_email),
            opts,
        )
        for name, region in (("opt-in", context.region), ("opt-in-dr", context.dr_region)):
            OptIn(name, region, opts)
        confirmed = values.compliance_lock
        if settings.vault_lock == "compliance" and confirmed:
            warn_irrevocable(confirmed.irrevocable_from, confirmed.changeable_for_days)
        copied = settings.backup_account_copy_days
        self.vaults = CentralVaults(
            "central",
            CentralVaultsArgs(
                context=context,
                # Any environment may copy; its own settings decide whether it does.
                sources=[
                    replace(context, environment=name, account=context.accounts[name])
                    for name in ("dev", "staging", "prod")
                    if name in context.accounts
                ],
                organization_id=values.organization_id,
                lock=lock_of(
                    settings.vault_lock,
                    copied,
                    max(copied, _LONGEST_DAYS),
                    confirmed.changeable_for_days if confirmed else None,
                ),
                topic=self.notifications.home.ticket,
                protect=settings.protect,
            ),
            opts,
        )


def deploy() -> None:
    """Deploy the layer, then the owner's additions."""
    local.recovery(RecoveryLayer())
