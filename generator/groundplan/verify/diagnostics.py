"""What the provider refuses, led back from its words to the Pulumi resource and input."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundplan.verify.convert import Conversion, Converted, Gap
from groundplan.verify.names import tables
from groundplan.verify.workspace import Workspace


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Something the provider does not take.

    Attributes:
        stack: ``<layer>/<environment>``; empty where the provider named no resource.
        resource: Logical name.
        type: Pulumi type token.
        urn: Pulumi's URN.
        path: Path of the input; empty for the resource as a whole.
        summary: The provider's words, one line.
        detail: The rest of them.
        step: ``validate``, ``plan`` or ``convert``.
        label: Name of the resource in the workspace.
    """

    stack: str
    resource: str
    type: str
    urn: str
    path: str
    summary: str
    detail: str
    step: str
    label: str = ""


def refusals(
    workspace: Workspace, diagnostics: Iterable[Mapping[str, Any]], step: str
) -> Iterator[Refusal]:
    """The errors among the diagnostics of ``validate`` or ``plan``."""
    for each in diagnostics:
        if each.get("severity") == "error":
            yield refusal(workspace, each, step)


def refusal(workspace: Workspace, diagnostic: Mapping[str, Any], step: str) -> Refusal:
    """One diagnostic, at its place."""
    resource, path = place(workspace, diagnostic)
    return Refusal(
        stack=resource.stack if resource else "",
        resource=resource.resource.name if resource else "",
        type=resource.resource.type if resource else "",
        urn=resource.resource.urn if resource else "",
        path=path,
        summary=str(diagnostic.get("summary", "")).strip(),
        detail=str(diagnostic.get("detail", "")).strip(),
        step=step,
        label=resource.label if resource else "",
    )


def place(workspace: Workspace, diagnostic: Mapping[str, Any]) -> tuple[Converted | None, str]:
    """Resource and input of a diagnostic: by line, or by address, or by a label in its words."""
    span = diagnostic.get("range") or {}
    file = Path(span.get("filename", "")).name
    resource = workspace.resources.get(file)
    if resource is not None:
        line = span.get("start", {}).get("line", 0)
        paths = workspace.paths[file]
        return resource, paths[line - 1] if 0 < line <= len(paths) else ""
    words = f"{diagnostic.get('summary', '')} {diagnostic.get('detail', '')}"
    address = diagnostic.get("address", "")
    resources = workspace.resources.values()
    named = [each for each in resources if each.address == address]
    named = named or [
        each for each in resources if re.search(rf"{re.escape(each.label)}(?![\w-])", words)
    ]
    return (named[0], "") if len(named) == 1 else (None, "")


def streamed(out: str) -> Iterator[Mapping[str, Any]]:
    """Diagnostics among the lines of JSON that a plan prints."""
    for line in out.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if message.get("type") == "diagnostic":
            yield message["diagnostic"]


def unknown(conversion: Conversion) -> Iterator[Refusal]:
    """Inputs and types that the provider has no word for and no table explains."""
    for gap in conversion.gaps:
        if not gap.known:
            what = "no argument for this input" if gap.path else "no such resource type"
            yield Refusal(
                stack=gap.stack,
                resource=gap.resource,
                type=gap.type,
                urn="",
                path=gap.path,
                summary=f"The provider has {what}",
                detail="",
                step="convert",
            )


def split(refusals: Iterable[Refusal]) -> tuple[list[Refusal], list[Gap]]:
    """Refusals proper, and those of a value that a later version of the provider takes."""
    kept: list[Refusal] = []
    later: list[Gap] = []
    for refusal in refusals:
        reason = _newer_value(refusal)
        if reason:
            later.append(
                Gap(
                    stack=refusal.stack,
                    resource=refusal.resource,
                    type=refusal.type,
                    path=refusal.path,
                    known=True,
                    reason=reason,
                )
            )
        else:
            kept.append(refusal)
    return kept, later


def _newer_value(refusal: Refusal) -> str:
    words = f"{refusal.summary} {refusal.detail}"
    for value, entry in tables()["newer_values"].get(refusal.type, {}).items():
        if re.search(rf"got:?\s+\W?{re.escape(value)}\b", words):
            return f"{value}: {entry['reason']}"
    return ""
