"""The organization: accounts, guardrails, people's access, trail, budgets."""

from dataclasses import replace

import pulumi

from stacks import config, local
from stacks.account.baseline import Baseline, BaselineArgs
from stacks.errors import ArgumentError
from stacks.layers.provider import account_provider, with_provider
from stacks.observability.notifications import Notifications, NotificationsArgs
from stacks.organization.access import Access, AccessArgs
from stacks.organization.custody import Custody, CustodyArgs
from stacks.organization.delegation import Delegation, DelegationArgs
from stacks.organization.guardrails import BackedUp, Guardrails, GuardrailsArgs
from stacks.organization.organization import UNIT_OF_ACCOUNT, Organization, OrganizationArgs
from stacks.organization.spending import Spending, SpendingArgs
from stacks.organization.trail import Trail, TrailArgs
from stacks.people import account_email
from stacks.recovery.sharing import BackupSharing
from stacks.security.events import EventAlarms, EventAlarmsArgs
from stacks.settings import Environment, settings_for


class OrganizationLayer:
    """Components of the organization, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load("management")
        values, self._context = self.config.values, self.config.context
        self._opts = with_provider(account_provider(self._context))
        self.organization = Organization(
            "organization",
            OrganizationArgs(
                context=self._context,
                emails=self._emails(),
                organization_id=values.organization_id,
                adopted=values.adopted,
                trusted_services=values.trusted_services,
                unit_ids=values.organizational_units,
            ),
            self._opts,
        )
        self.accounts: dict[str, pulumi.Input[str]] = {
            "management": self._context.account,
            **self.organization.accounts,
        }
        self.baseline = Baseline(
            "baseline",
            # The organization's declarative policy holds here too, once it is attached.
            BaselineArgs(context=self._context, declared=True),
            self._opts,
        )
        self.notifications = Notifications(
            "notifications",
            NotificationsArgs(context=self._context, email=values.notification_email),
            self._opts,
        )
        self._let_people_in()
        # An organization that was there before enables policies and trusts services only when
        # its settings come, with the run after the one that imports it.
        if "organization" not in values.adopted:
            self._govern()
        self._watch()
        pulumi.export("organization_id", self.organization.organization_id)
        pulumi.export("accounts", self.organization.accounts)
        pulumi.export("units", self.organization.units)

    def _let_people_in(self) -> None:
        identity_center = self.config.values.identity_center
        if identity_center is not None:
            self.access = Access(
                "access",
                AccessArgs(
                    context=self._context,
                    identity_center=identity_center,
                    accounts=self.accounts,
                ),
                self._opts,
            )

    def _govern(self) -> None:
        values = self.config.values
        self.guardrails = Guardrails(
            "guardrails",
            GuardrailsArgs(
                context=self._context,
                organization_id=self.organization.organization_id,
                units=self.organization.units,
                after=self.organization,
                github_owner=values.repository.partition("/")[0],
                backed_up={name: self._backed_up(name) for name in values.protected_environments},
            ),
            self._opts,
        )
        self.custody = Custody(
            "custody",
            CustodyArgs(
                contacts=values.contacts,
                accounts=self.organization.accounts,
                after=self.guardrails,
            ),
            self._opts,
        )
        self.delegation = Delegation(
            "delegation",
            DelegationArgs(
                context=self._context,
                security_account=self.organization.accounts["security"],
                after=self.custody,
            ),
            self._opts,
        )
        self.backup_sharing = BackupSharing("backup-sharing", [self.organization], self._opts)

    def _backed_up(self, environment: Environment) -> BackedUp:
        account = self.organization.accounts[environment]
        settings = settings_for(self.config.values.profile, environment, {})
        return BackedUp(
            context=replace(self._context, environment=environment),
            account=account,
            days=settings.backup_daily_days,
        )

    def _watch(self) -> None:
        values = self.config.values
        self.spending = Spending(
            "spending",
            SpendingArgs(
                context=self._context,
                profile=values.profile,
                accounts=self.accounts,
                email=values.notification_email,
                topic=self.notifications.home.ticket,
                budgets_usd=values.monthly_budget_usd,
            ),
            self._opts,
        )
        # The trail writes into a bucket of the security account. On the first run that
        # account has no id yet; `groundplan bootstrap accounts` writes it, `security`
        # makes the bucket, and the next run of this layer makes the trail.
        if "security" not in self._context.accounts or values.adopted:
            return
        self.trail = Trail(
            "trail",
            TrailArgs(
                context=self._context,
                organization_id=self.organization.organization_id,
                log_days=self.config.settings.log_days,
            ),
            self._opts,
        )
        self.events = EventAlarms(
            "events",
            EventAlarmsArgs(
                context=self._context,
                log_group=self.trail.log_group,
                topics=self.notifications.home,
                page=self.config.settings.alarm_page,
            ),
            self._opts,
        )

    def _emails(self) -> dict[str, str]:
        return {role: self._email(role) for role in UNIT_OF_ACCOUNT}

    def _email(self, role: str) -> str:
        values, organization = self.config.values, self._context.organization
        if role in values.account_emails:
            return values.account_emails[role]
        try:
            return account_email(values.base_email or values.notification_email, organization, role)
        except ArgumentError:
            if role not in self._context.accounts:
                raise
            # The account exists and keeps the address it has: this one is never used.
            return f"{organization}-{role}@example.com"


def deploy() -> None:
    """Deploy the layer, then the owner's additions."""
    local.organization(OrganizationLayer())
