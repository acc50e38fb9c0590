"""Writes the converted estate to a folder, so that each line of it leads back to an input."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundplan.verify.convert import Converted, with_older_values
from groundplan.verify.tools import Tools

CLOSED_ENDPOINT = "http://127.0.0.1:9"
"""The discard port of this machine: whatever the provider asks AWS, nobody answers."""


PROVIDER = "home"
"""Name of the one provider configuration."""


@dataclass(slots=True)
class Workspace:
    """A folder of Terraform JSON and the way back from it.

    Attributes:
        folder: Where it is.
        resources: By file.
        paths: By file: the input behind each line.
    """

    folder: Path
    resources: dict[str, Converted] = field(default_factory=dict)
    paths: dict[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def write(cls, folder: Path, resources: Sequence[Converted], tools: Tools) -> "Workspace":
        """Write main file and one file a resource.

        All resources share one provider configuration: validators and plan logic do not look
        at account or region, and each further configuration would cost seconds.
        """
        workspace = cls(folder)
        regions = Counter(each.resource.region for each in resources if each.resource.region)
        home = max(sorted(regions), key=lambda name: regions[name], default="us-east-1")
        for number, resource in enumerate(resources):
            name, paths = write_resource(folder, number, resource, PROVIDER)
            workspace.resources[name], workspace.paths[name] = resource, paths
        main = main_file({PROVIDER: home}, tools.source, tools.version)
        (folder / "main.tf.json").write_text(main)
        return workspace

    def remove(self, labels: Collection[str]) -> None:
        """Take resources out: nothing in the workspace waits for another."""
        for name, resource in self.resources.items():
            if resource.label in labels:
                (self.folder / name).unlink(missing_ok=True)

    def rewrite(self, labels: Collection[str]) -> None:
        """Write resources anew with values that an older provider takes too."""
        for number, (name, resource) in enumerate(list(self.resources.items())):
            if resource.label in labels:
                older = with_older_values(resource)
                self.resources[name] = older
                _, self.paths[name] = write_resource(self.folder, number, older, PROVIDER)


def main_file(
    aliases: Mapping[str, str], source: str, version: str, *, endpoint: str = CLOSED_ENDPOINT
) -> str:
    """Provider configurations: dummy credentials, nothing that asks AWS who it is.

    Args:
        aliases: Name of a provider configuration to its region.
        source: Address of the provider.
        version: The one version to take.
        endpoint: Where requests go.
    """
    return json.dumps(
        {
            "terraform": {"required_providers": {"aws": {"source": source, "version": version}}},
            "provider": {
                "aws": [
                    {
                        "alias": name,
                        "region": region,
                        "access_key": "groundplan",
                        "secret_key": "groundplan",
                        "max_retries": 1,
                        "skip_credentials_validation": True,
                        "skip_metadata_api_check": "true",
                        "skip_region_validation": True,
                        "skip_requesting_account_id": True,
                        "s3_use_path_style": True,
                        "endpoints": [{"sts": endpoint}],
                    }
                    for name, region in sorted(aliases.items())
                ]
            },
            "resource": {"terraform_data": {"unknown": {}}},
        },
        indent=1,
    )


def write_resource(
    folder: Path, number: int, resource: Converted, alias: str
) -> tuple[str, Sequence[str]]:
    """Write a resource to a file of its own.

    Returns:
        Name of the file, and for each of its lines the path of the Pulumi input, or "".
    """
    body = {**resource.body, "provider": f"aws.{alias}"}
    lines: list[str] = []
    paths: list[str] = []
    document = {"resource": {resource.type: {resource.label: body}}}
    _emit(document, (), "", "", lines, paths, resource.origins)
    name = f"resource-{number:05}.tf.json"
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return name, paths


_HEAD = 3
"""Depth of a resource's arguments in the document: resource, type, label."""


def _emit(
    value: Any,
    path: tuple[str | int, ...],
    start: str,
    end: str,
    lines: list[str],
    paths: list[str],
    origins: Mapping[tuple[str | int, ...], str],
) -> None:
    pad = " " * len(path)
    origin = _origin(path[_HEAD:], origins)
    if isinstance(value, Mapping | list) and value:
        keyed = isinstance(value, Mapping)
        items: list[tuple[str | int, Any]] = (
            list(value.items()) if isinstance(value, Mapping) else list(enumerate(value))
        )
        lines.append(f"{pad}{start}{'{' if keyed else '['}")
        paths.append(origin)
        for place, (key, item) in enumerate(items):
            comma = "," if place < len(items) - 1 else ""
            head = f"{json.dumps(key)}: " if keyed else ""
            _emit(item, (*path, key), head, comma, lines, paths, origins)
        lines.append(f"{pad}{'}' if keyed else ']'}{end}")
    else:
        lines.append(f"{pad}{start}{json.dumps(value)}{end}")
    paths.append(origin)


def _origin(path: tuple[str | int, ...], origins: Mapping[tuple[str | int, ...], str]) -> str:
    """The input that a place in the body comes from, or the nearest around it."""
    while path:
        if path in origins:
            return origins[path]
        path = path[:-1]
    return ""
