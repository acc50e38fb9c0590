"""The security account: log archive, threat detection, analyzers."""

from stacks import config, local
from stacks.account.baseline import Baseline, BaselineArgs
from stacks.errors import ConfigError, StackProblem
from stacks.layers.provider import account_provider, with_provider
from stacks.observability.notifications import Notifications, NotificationsArgs
from stacks.security.archive import LogArchive, LogArchiveArgs
from stacks.security.detection import Detection, DetectionArgs
from stacks.security.recorder import Recorder, RecorderArgs
from stacks.security.visibility import Visibility, VisibilityArgs


class SecurityLayer:
    """Components of the security account, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load("security")
        context, settings = self.config.context, self.config.settings
        values = self.config.values
        if not values.organization_id:
            raise ConfigError(
                StackProblem(
                    key="groundplan:organization_id",
                    what="is not known yet",
                    fix="run `groundplan bootstrap accounts` after the first deployment of"
                    " organization",
                )
            )
        opts = with_provider(account_provider(context))
        self.baseline = Baseline("baseline", BaselineArgs(context=context, declared=True), opts)
        self.notifications = Notifications(
            "notifications",
            NotificationsArgs(context=context, email=values.notification_email),
            opts,
        )
        self.archive = LogArchive(
            "archive",
            LogArchiveArgs(
                context=context,
                organization_id=values.organization_id,
                log_days=settings.audit_log_days,
                trail_days=settings.trail_days,
            ),
            opts,
        )
        if settings.record_configuration:
            self.recorder = Recorder(
                "recorder", RecorderArgs(context=context, after=(self.archive,)), opts
            )
        self.detection = Detection(
            "detection",
            DetectionArgs(context=context, topics=self.notifications.home),
            opts,
        )
        self.visibility = Visibility("visibility", VisibilityArgs(context=context), opts)


def deploy() -> None:
    """Deploy the layer, then the owner's additions."""
    local.security(SecurityLayer())
