"""SNS: how deliveries that failed are tried again."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.node import Node, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_TOPIC = "aws:sns/topic:Topic"
_SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
_BOUNDS = {
    "minDelayTarget": (1, 3600),
    "maxDelayTarget": (1, 3600),
    "numRetries": (0, 100),
    "numNoDelayRetries": (0, 100),
    "numMinDelayRetries": (0, 100),
    "numMaxDelayRetries": (0, 100),
}
_BACKOFF = ("linear", "arithmetic", "geometric", "exponential")


@rule(
    "GP-SNS-008",
    _TOPIC,
    _SUBSCRIPTION,
    title="How deliveries are tried again cannot be: too long, too often, or the wrong way round.",
    error="InvalidParameter: Invalid parameter: DeliveryPolicy: minDelayTarget must be less than or "
    "equal to maxDelayTarget",
    source="SNS Developer Guide: message delivery retries, creating an HTTP/S delivery policy",
)
def retries(node: Node, _: World) -> Iterator[Fault]:
    """Delays to an hour in order, 100 tries, phases within them, a known curve."""
    document = node.document("deliveryPolicy")
    if not isinstance(document, Mapping):
        return
    http = document.get("http")
    policies = {
        "http.defaultHealthyRetryPolicy": http.get("defaultHealthyRetryPolicy")
        if isinstance(http, Mapping)
        else None,
        "healthyRetryPolicy": document.get("healthyRetryPolicy"),
    }
    for label, policy in policies.items():
        if isinstance(policy, Mapping):
            for key, allowed in _faults(policy):
                yield Fault("deliveryPolicy", f"{label}.{key}: {allowed}")


def _faults(policy: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in policy.items():
        low, high = _BOUNDS.get(key, (0, 0))
        found = number(value)
        if key in _BOUNDS and (found is None or not low <= found <= high):
            yield key, f"{low} to {high}"
        elif key not in _BOUNDS and key != "backoffFunction":
            yield key, ", ".join((*_BOUNDS, "backoffFunction"))
    if policy.get("backoffFunction", "linear") not in _BACKOFF:
        yield "backoffFunction", ", ".join(_BACKOFF)
    least, most = number(policy.get("minDelayTarget")), number(policy.get("maxDelayTarget"))
    if least is not None and most is not None and least > most:
        yield "minDelayTarget", "no more than maxDelayTarget"
    phases = [number(policy.get(k)) or 0 for k in list(_BOUNDS)[3:]]
    tries = number(policy.get("numRetries"))
    if tries is not None and sum(phases) > tries:
        yield "numRetries", "the retries of all phases together, at least"


@rule(
    "GP-SNS-009",
    _SUBSCRIPTION,
    title="The subscription filters by too many values, or replays what no topic keeps.",
    error="InvalidParameter: Invalid parameter: FilterPolicy: Filter policy is too complex / "
    "ReplayPolicy: only for FIFO topics with an archive",
    source="SNS Developer Guide: filter policy constraints; message archiving and replay",
)
def filter_size(node: Node, _: World) -> Iterator[Fault]:
    """150 combinations of values at most; replays of FIFO topics."""
    document = node.document("filterPolicy")
    if isinstance(document, Mapping) and (size := _combinations(document)) > 150:
        yield Fault("filterPolicy", f"150 combinations of values, there are {size}")
    if node.has("replayPolicy") and not str(node.get("topic", ".fifo")).endswith(".fifo"):
        yield Fault("replayPolicy", "nothing unless the topic is FIFO with archivePolicy")


def _combinations(document: Any) -> int:
    size = 1
    for value in document.values() if isinstance(document, Mapping) else ():
        size *= max(1, len(value)) if isinstance(value, list) else _combinations(value)
    return size
