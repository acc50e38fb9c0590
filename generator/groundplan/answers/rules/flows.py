"""Critical flows."""

from collections.abc import Iterator

from groundplan.answers.model import Answers
from groundplan.errors import Problem

# These are guarded by limits on their paths; the others are watched, not limited.
_BY_PATH = ("auth", "payment", "webhook", "admin", "ai", "upload")


def flows_have_paths(answers: Answers) -> Iterator[Problem]:
    """A flow without a path cannot be guarded."""
    for flow in answers.critical_flows:
        if flow.kind in _BY_PATH and not flow.paths:
            yield Problem(
                what="is missing",
                where=f"critical_flows.{flow.name}.paths",
                allowed='URL paths it answers, like ["/login", "/api/auth/*"]',
            )
        if set(flow.paths) & {"/", "/*"} and flow.kind in _BY_PATH:
            yield Problem(
                what="covers the whole site, so its limits would hit every visitor",
                where=f"critical_flows.{flow.name}.paths",
                got=", ".join(flow.paths),
                allowed="the paths of this flow only",
            )
