"""Commands of the AWS CLI in documents, held against AWS's own API models."""

import re
from collections.abc import Iterator
from functools import cache

from botocore import xform_name
from botocore.exceptions import UnknownServiceError

from groundplan.emulate.models import service_model

EVERYWHERE = frozenset(
    {
        "cli-input-json",
        "max-items",
        "no-cli-pager",
        "output",
        "page-size",
        "profile",
        "query",
        "region",
    }
)
"""Options of every command, and of every list."""
OWN = {
    ("cloudfront", "create-invalidation"): {"paths"},
    ("ec2", "wait"): None,
    ("ecr", "get-login-password"): None,
    ("logs", "tail"): None,
    ("sns", "subscribe"): {"notification-endpoint"},
    ("sso", "login"): None,
}
"""What the CLI adds to the API: options by command, or None for a command of its own."""
OWN_SERVICES = frozenset({"configure", "s3"})
"""Commands that are no API at all."""
_ALIASES = {"deploy": "codedeploy", "configservice": "config"}


def commands(text: str) -> Iterator[str]:
    """Every command of the AWS CLI in a text, without what it is piped into."""
    text = re.sub(r"\\\n\s*", " ", text)
    for found in re.finditer(r"\baws (?=[a-z][a-z0-9-]* [a-z])", text):
        command = "".join(_until_it_ends(_without_inner(text[found.start() :]))).strip()
        if "--" in command or re.fullmatch(r"aws [a-z0-9-]+ [a-z0-9-]+-[a-z0-9-]+", command):
            yield command


def _without_inner(text: str) -> str:
    """The text, what stands in ``$(...)`` gone: those are commands of their own."""
    return re.sub(r"\$\((?:[^()]|\([^()]*\))*\)", "X", text)


def _until_it_ends(text: str) -> Iterator[str]:
    quote = ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "|;&`)\n,":
            return
        yield character


def wrong(command: str) -> str:
    """What AWS does not know about a command; empty where it knows everything."""
    _, service, operation, *rest = command.split()
    if service in OWN_SERVICES:
        return ""
    plain = re.sub(r"'[^']*'|\"[^\"]*\"", "", " ".join(rest))
    options = set(re.findall(r"(?<!\S)--([a-z0-9-]+)", plain)) - EVERYWHERE
    own = OWN.get((service, operation), set())
    if own is None:
        return ""
    known = _options("s3" if service == "s3api" else _ALIASES.get(service, service), operation)
    if known is None:
        return f"no such command: {service} {operation}"
    unknown = sorted(o for o in options - own if o not in known and f"no-{o}" not in known)
    if unknown:
        return f"{service} {operation} has no option {', '.join(unknown)}"
    filters = set(re.findall(r"\bName=([a-z][\w.-]*),Values=", " ".join(rest)))
    strange = sorted(filters - _filters(operation)) if service == "ec2" else []
    return f"{service} {operation} has no filter {', '.join(strange)}" if strange else ""


@cache
def _filters(operation: str) -> frozenset[str]:
    """Filters of an operation of EC2, which only its documentation lists."""
    model = service_model("ec2")
    for name in model.operation_names:
        if xform_name(name, "-") == operation:
            members = model.operation_model(name).input_shape.members
            told = members["Filters" if "Filters" in members else "Filter"].documentation
            return frozenset(re.findall(r"<code>([^<]+)</code>", told))
    return frozenset()


@cache
def _options(service: str, operation: str) -> frozenset[str] | None:
    """Options of an operation, booleans in both forms; None where AWS has no such thing."""
    try:
        model = service_model(service)
    except UnknownServiceError:
        return None
    for name in model.operation_names:
        if xform_name(name, "-") != operation:
            continue
        shape = model.operation_model(name).input_shape
        found = {xform_name(member, "-") for member in shape.members} if shape else set()
        return frozenset(found | {f"no-{name}" for name in found})
    return None
