"""What listeners and their rules do with a request."""

import re
from collections.abc import Iterator
from typing import Any

from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_LISTENER = "aws:lb/listener:Listener"
_RULE = "aws:lb/listenerRule:ListenerRule"
_ACTION_BLOCKS = {
    "forward": ("targetGroupArn", "forward"),
    "redirect": ("redirect",),
    "fixed-response": ("fixedResponse",),
    "authenticate-cognito": ("authenticateCognito",),
    "authenticate-oidc": ("authenticateOidc",),
    "jwt-validation": ("jwtValidation",),
}


@rule(
    "GP-ELB-011",
    _LISTENER,
    _RULE,
    title="What happens to a request is not told, or told twice.",
    error="ValidationError / InvalidLoadBalancerAction: exactly one of forward, redirect, "
    "fixed-response must be last",
    source="API elbv2 Action",
)
def actions(node: Node, _: World) -> Iterator[Fault]:
    """Each action has the block of its type; the last one answers."""
    path = "defaultActions" if node.type == _LISTENER else "actions"
    rows = list(node.each(f"{path}[]"))
    final = ("forward", "redirect", "fixed-response")
    if node.has(path) and (not rows or sum(r.get("type") in final for _, r in rows) != 1):
        yield Fault(path, "exactly one of forward, redirect and fixed-response")
    for place, row in rows:
        kind = str(row.get("type"))
        if kind not in _ACTION_BLOCKS:
            yield Fault(f"{place}.type", ", ".join(_ACTION_BLOCKS))
            continue
        mine = _ACTION_BLOCKS[kind]
        if not any(row.get(b) for b in mine):
            yield Fault(f"{place}.{mine[0]}", f"a value with type {kind}")
        for blocks in _ACTION_BLOCKS.values():
            for block in blocks:
                if block not in mine and row.get(block):
                    yield Fault(f"{place}.{block}", f"nothing with type {kind}")
        yield from _answer(row, place)
        if node.type == _LISTENER and _same_place(row.get("redirect") or {}, node):
            yield Fault(f"{place}.redirect", "another place than this listener's (it loops)")


def _same_place(redirect: Any, listener: Node) -> bool:
    """True where a redirect leads to the listener it stands in, and changes nothing else."""
    mine = {"port": str(listener.get("port")), "protocol": str(listener.get("protocol"))}
    kept = {"host": "#{host}", "path": "/#{path}", "query": "#{query}"}
    return bool(redirect) and all(
        str(redirect.get(key) or f"#{{{key}}}") in (value, f"#{{{key}}}")
        for key, value in (*mine.items(), *kept.items())
        if redirect.get(key) not in (None, kept.get(key))
    )


def _answer(row: Any, place: str) -> Iterator[Fault]:
    fixed, redirect = row.get("fixedResponse") or {}, row.get("redirect") or {}
    if fixed:
        code = str(fixed.get("statusCode", ""))
        if not re.fullmatch(r"[245]\d\d", code):
            yield Fault(f"{place}.fixedResponse.statusCode", "a code 2xx, 4xx or 5xx")
        kinds = (
            "text/plain",
            "text/css",
            "text/html",
            "application/javascript",
            "application/json",
        )
        if fixed.get("contentType") not in kinds:
            yield Fault(f"{place}.fixedResponse.contentType", ", ".join(kinds))
        if len(str(fixed.get("messageBody") or "")) > 1024:
            yield Fault(f"{place}.fixedResponse.messageBody", "1024 characters")
    if redirect:
        if redirect.get("statusCode") not in ("HTTP_301", "HTTP_302"):
            yield Fault(f"{place}.redirect.statusCode", "HTTP_301 or HTTP_302")
        if str(redirect.get("protocol", "#{protocol}")) not in ("HTTP", "HTTPS", "#{protocol}"):
            yield Fault(f"{place}.redirect.protocol", "HTTP, HTTPS or #{protocol}")
        port = str(redirect.get("port", "#{port}"))
        if port != "#{port}" and not 1 <= (number(port) or 0) <= 65535:
            yield Fault(f"{place}.redirect.port", "1 to 65535 or #{port}")
        if not str(redirect.get("path", "/")).startswith("/"):
            yield Fault(f"{place}.redirect.path", "a path that starts with /")
        if str(redirect.get("query", "")).startswith("?"):
            yield Fault(f"{place}.redirect.query", "a query without the question mark")
        changed = {
            k: v
            for k, v in redirect.items()
            if k != "statusCode" and v not in (None, f"#{{{k}}}", "/#{path}")
        }
        if not changed:
            yield Fault(
                f"{place}.redirect", "another protocol, host, port, path or query (it loops)"
            )
    weights = listed((row.get("forward") or {}).get("targetGroups"))
    for index, group in enumerate(weights):
        weight = number(group.get("weight"))
        if weight is not None and not 0 <= weight <= 999:
            yield Fault(f"{place}.forward.targetGroups[{index}].weight", "0 to 999")
    sticky = (row.get("forward") or {}).get("stickiness") or {}
    seconds = number(sticky.get("duration"))
    if sticky and (seconds is None or not 1 <= seconds <= 604800):
        yield Fault(f"{place}.forward.stickiness.duration", "1 to 604800 seconds")
    if len(weights) > 5:
        yield Fault(f"{place}.forward.targetGroups", "five groups")
