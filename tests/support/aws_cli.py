"""Enough of the AWS CLI to run the commands of our documents against emulated accounts."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import jmespath
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, UnknownServiceError

from groundplan.emulate.models import service_model

Client = Callable[[str, str, str], Any]
"""A boto3 client by service, account and region."""

_ALIASES = {"s3api": "s3", "configservice": "config", "deploy": "codedeploy"}
_ABOUT = {"region", "profile", "query", "output", "max-items", "page-size", "no-cli-pager"}
_SIGN_IN = frozenset({("sso", "login"), ("configure", "sso"), ("ecr", "get-login-password")})
"""Commands that sign a person in."""


class CliError(Exception):
    """A command the CLI, or AWS, refuses."""


class Cli:
    """The CLI of a shell in one account and region.

    Args:
        client: Makes clients.
        accounts: Account by profile.
        profile: Profile of commands that name none.
        region: Region of commands that name none.
    """

    def __init__(
        self, client: Client, accounts: Mapping[str, str], profile: str, region: str
    ) -> None:
        self._client, self._accounts = client, accounts
        self._profile, self._region = profile, region

    def run(
        self, words: Sequence[str], folder: Path, *, profile: str = "", region: str = ""
    ) -> str:
        """Run a command and give what it prints.

        Args:
            words: The command, without ``aws``.
            folder: Where it is run.
            profile: What the shell says of the profile.
            region: What it says of the region.

        Raises:
            CliError: It was refused.
        """
        command, method, *rest = words
        if (command, method) in _SIGN_IN:
            return ""
        plain, options = _options(rest)
        about = {name: options.pop(name)[0] for name in _ABOUT & set(options)}
        service = _ALIASES.get(command, command)
        account = self._accounts[about.get("profile") or profile or self._profile]
        region = about.get("region") or region or self._region

        try:
            client = self._client(service, account, region)
            own = _OWN.get((command, method))
            if own is not None:
                return own(client, plain, options)
            answer = _call(client, service, method, options, folder)
        except (ClientError, BotoCoreError, UnknownServiceError, KeyError) as error:
            raise CliError(f"{type(error).__name__}: {error}") from error
        answer.pop("ResponseMetadata", None)
        for key, value in answer.items():
            if "max-items" in about and isinstance(value, list):
                answer[key] = value[: int(about["max-items"])]
        if "query" in about:
            answer = jmespath.search(about["query"], json.loads(_json(answer)))
        return _text(answer) if about.get("output") == "text" else _json(answer)


def _options(words: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    options: dict[str, list[str]] = {}
    plain: list[str] = []
    values = plain
    for word in words:
        if word.startswith("--"):
            name, given, value = word[2:].partition("=")
            values = options.setdefault(name, [])
            if given:
                values.append(value)
        else:
            values.append(word)
    return plain, options


def _call(
    client: Any, service: str, method: str, options: Mapping[str, list[str]], folder: Path
) -> dict[str, Any]:
    model = service_model(service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if method not in names:
        raise CliError(f"{service} has no command {method}")
    shape = model.operation_model(names[method]).input_shape
    members = dict(shape.members) if shape else {}
    by_option = {xform_name(name, "-"): name for name in members}
    params: dict[str, Any] = {}
    for option, values in options.items():
        if option in by_option:
            name = by_option[option]
            params[name] = _value(members[name], values, folder)
        elif option.removeprefix("no-") in by_option:
            params[by_option[option.removeprefix("no-")]] = False
        else:
            raise CliError(f"{service} {method} has no option --{option}")
    answer: dict[str, Any] = getattr(client, xform_name(names[method]))(**params)
    return answer


def _value(shape: Any, values: list[str], folder: Path) -> Any:
    values = [_read(value, folder) for value in values]
    if shape.type_name == "boolean":
        return values != ["false"]
    if shape.type_name == "list":
        if len(values) == 1 and values[0].lstrip().startswith("["):
            return json.loads(values[0])
        return [_one(shape.member, value) for value in values]
    [value] = values
    return _one(shape, value)


def _read(value: str, folder: Path) -> str:
    return (folder / value[7:]).read_text() if value.startswith("file://") else value


def _one(shape: Any, value: str) -> Any:
    if shape.type_name in {"structure", "map"}:
        braced = value.lstrip().startswith("{")
        return json.loads(value) if braced else _typed(shape, _Shorthand(value).pairs())
    return _typed(shape, value)


def _typed(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure":
            return {name: _typed(shape.members[name], each) for name, each in value.items()}
        case "map":
            return {name: _typed(shape.value, each) for name, each in value.items()}
        case "list":
            return [_typed(shape.member, each) for each in _listed(value)]
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "boolean":
            return value == "true"
        case "timestamp" if value.isdigit():
            return int(value)
        case "blob":
            return value.encode()
        case _:
            return ",".join(value) if isinstance(value, list) else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Shorthand:
    """``Name=a,Values=b,c`` and ``a={b=[c,d]}``, read from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._place = text, 0

    def pairs(self) -> dict[str, Any]:
        """Names with their values; a value without a name belongs to the name before."""
        found: dict[str, Any] = {}
        name = ""
        while self._text[self._place : self._place + 1] not in {"", "}"}:
            word = self._until("=,}]")
            if self._next() == "=":
                name = word
                self._place += 1
                found[name] = self._value()
            else:
                found[name] = [*_listed(found[name]), word]
            if self._next() == ",":
                self._place += 1
        return found

    def _value(self) -> Any:
        if self._next() == "{":
            self._place += 1
            inner = self.pairs()
            self._place += 1
            return inner
        if self._next() == "[":
            self._place += 1
            items = self._until("]").split(",")
            self._place += 1
            return [item for item in items if item]
        return self._until(",}")

    def _next(self) -> str:
        return self._text[self._place : self._place + 1]

    def _until(self, ends: str) -> str:
        start = self._place
        while self._next() and self._next() not in ends:
            self._place += 1
        return self._text[start : self._place]


def _json(answer: Any) -> str:
    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        return value.read().decode() if hasattr(value, "read") else str(value)

    return json.dumps(answer, default=plain)


def _text(value: Any) -> str:
    if isinstance(value, list):
        rows = [item if isinstance(item, list) else [item] for item in value]
        flat = all(not isinstance(item, list) for item in value)
        lines = [[item for row in rows for item in row]] if flat else rows
        return "\n".join("\t".join(_text(item) for item in line) for line in lines)
    return "None" if value is None else value if isinstance(value, str) else json.dumps(value)


def _tail(client: Any, plain: Sequence[str], options: Mapping[str, list[str]]) -> str:
    [group] = plain
    told = client.filter_log_events(
        logGroupName=group, filterPattern=" ".join(options.get("filter-pattern", []))
    )
    return "\n".join(event["message"] for event in told["events"])


def _list(client: Any, plain: Sequence[str], _: Mapping[str, list[str]]) -> str:
    bucket, _, prefix = plain[0].removeprefix("s3://").partition("/")
    found = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return "\n".join(each["Key"] for each in found)


def _invalidate(client: Any, _: Sequence[str], options: Mapping[str, list[str]]) -> str:
    paths = options["paths"]
    batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": "once"}
    return _json(
        client.create_invalidation(
            DistributionId=options["distribution-id"][0], InvalidationBatch=batch
        )
    )


_OWN: Mapping[tuple[str, str], Callable[..., str]] = {
    ("logs", "tail"): _tail,
    ("s3", "ls"): _list,
    ("cloudfront", "create-invalidation"): _invalidate,
}
"""What the CLI adds to the API."""
