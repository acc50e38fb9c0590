"""The account below the foundation: defaults, boundary, and the roles of CI."""

import pulumi

from stacks.account.baseline import Baseline, BaselineArgs
from stacks.account.boundary import Boundary, BoundaryArgs, bound_roles
from stacks.account.github import GitHub, GitHubArgs
from stacks.config import StackConfig
from stacks.security.recorder import Recorder, RecorderArgs


class Account:
    """Components of the account, by the names `stacks/local.py` may use.

    Made first, because every role after it carries the boundary. Without a repository
    nobody deploys but people, and there is neither boundary nor role.
    """

    def __init__(self, config: StackConfig, opts: pulumi.ResourceOptions) -> None:
        context, values = config.context, config.values
        in_organization = bool(values.organization_id)
        self.baseline = Baseline(
            "baseline",
            BaselineArgs(
                context=context,
                declared=in_organization,
                contacts={} if in_organization else values.contacts,
            ),
            opts,
        )
        if values.repository:
            self.boundary = Boundary("boundary", BoundaryArgs(context=context), opts)
            bound_roles(self.boundary.arn)
        if in_organization and config.settings.record_configuration:
            self.recorder = Recorder("recorder", RecorderArgs(context=context), opts)
        if not values.repository:
            return
        self.github = GitHub(
            "github",
            GitHubArgs(
                context=context,
                repository=values.repository,
                boundary_arn=self.boundary.arn,
                owner_id=values.repository_ids.owner_id,
                repository_id=values.repository_ids.repository_id,
            ),
            opts,
        )
