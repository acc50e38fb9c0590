"""Critical flows."""

from collections.abc import Iterator

from groundplan.answers.model import Answers
from groundplan.errors import Problem

# These are guarded by limits on their paths; the others are watched, not limited.
_BY_PATH = ("auth", "payment", "webhook", "admin", "ai", "upload")

_LARGE_BODIES = ("upload",)
_LONGEST_PATTERN = 512
_LIMITED = ("auth", "payment", "admin", "ai")
_MOST_LIMITED = 9


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


def paths_fit_one_pattern(answers: Answers) -> Iterator[Problem]:
    """The WAF compares a flow's paths, and all paths with large bodies, as one pattern each."""
    groups = {
        f"critical_flows.{flow.name}.paths": set(flow.paths) for flow in answers.critical_flows
    }
    large = {p for f in answers.critical_flows if f.kind in _LARGE_BODIES for p in f.paths}
    for where, paths in {**groups, "critical_flows": large}.items():
        length = _pattern_length(paths)
        if length > _LONGEST_PATTERN:
            yield Problem(
                what=f"hold paths of {length} characters as one pattern of the WAF",
                where=where,
                allowed=f"at most {_LONGEST_PATTERN}",
                fix="use fewer paths with * in them",
            )


def few_flows_are_limited(answers: Answers) -> Iterator[Problem]:
    """A web ACL holds ten rules that count requests; one is for the whole site."""
    limited = [flow.name for flow in answers.critical_flows if flow.kind in _LIMITED]
    if len(limited) > _MOST_LIMITED:
        yield Problem(
            what="hold more flows with limits of their own than a WAF takes",
            where="critical_flows",
            got=f"{len(limited)} of kind {', '.join(_LIMITED)}",
            allowed=f"at most {_MOST_LIMITED}",
            fix="put the paths of similar flows into one",
        )


def _pattern_length(paths: set[str]) -> int:
    escaped = sum(2 if c in "*.+$^()[]{}|" else 1 for path in paths for c in path)
    return escaped + len(paths) - 1 + len("^()$") if paths else 0
