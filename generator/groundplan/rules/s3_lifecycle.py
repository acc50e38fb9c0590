"""S3: lifecycle rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.constraint import OneOf, Range, limit
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
_COLD = {
    "STANDARD_IA": 1,
    "INTELLIGENT_TIERING": 2,
    "ONEZONE_IA": 3,
    "GLACIER_IR": 4,
    "GLACIER": 5,
    "DEEP_ARCHIVE": 6,
}


@rule(
    "GP-S3-008",
    _LIFECYCLE,
    title="A rule of the lifecycle moves or deletes in an order that cannot be.",
    error="InvalidArgument: 'Days' in the Expiration action for filter must be greater than 'Days' "
    "in the Transition action / must be later than",
    source="S3 User Guide: lifecycle transitions",
)
def lifecycle_order(node: Node, _: World) -> Iterator[Fault]:
    """Colder means later; 30 days before infrequent access and between; then expiry."""
    for place, item in node.each("rules[]"):
        for name, days_key, end_key, end_days in (
            ("transitions", "days", "expiration", "days"),
            ("noncurrentVersionTransitions", "noncurrentDays", "noncurrentVersionExpiration",
             "noncurrentDays"),
        ):  # fmt: skip
            moves = listed(item.get(name))
            end = number((item.get(end_key) or {}).get(end_days))
            yield from _moves(moves, f"{place}.{name}", days_key, end)
            if end is not None and end < 1:
                yield Fault(f"{place}.{end_key}.{end_days}", "1 day at least")


def _moves(moves: list[Any], place: str, key: str, end: float | None) -> Iterator[Fault]:
    seen: dict[str, float] = {}
    if len({bool(move.get("date")) for move in moves}) > 1:
        yield Fault(place, "dates for all or days for all")
    for index, move in enumerate(moves):
        days, kind = number(move.get(key)), str(move.get("storageClass"))
        here = f"{place}[{index}].{key}"
        if days is None:
            if key == "noncurrentDays" or not move.get("date"):
                yield Fault(here, "a number of days")
            continue
        if kind in ("STANDARD_IA", "ONEZONE_IA") and days < 30:
            yield Fault(here, f"30 days at least before {kind}")
        if days < 0:
            yield Fault(here, "0 days at least")
        if kind in seen:
            yield Fault(f"{place}[{index}].storageClass", "each storage class once")
        for other, at in seen.items():
            low, high = sorted((other, kind), key=lambda k: _COLD.get(k, 0))
            first, second = (at, days) if low == other else (days, at)
            if first >= second:
                yield Fault(here, f"{high} later than {low}")
            elif (
                low in ("STANDARD_IA", "ONEZONE_IA")
                and high in ("GLACIER", "DEEP_ARCHIVE", "GLACIER_IR")
                and second - first < 30
            ):
                yield Fault(here, f"{high} 30 days after {low} at least")
        seen[kind] = days
        if end is not None and end <= days:
            yield Fault(here, f"fewer days than the expiry's {end:.0f}")


@rule(
    "GP-S3-009",
    _LIFECYCLE,
    title="A rule of the lifecycle does nothing, or two have one name.",
    error="InvalidRequest: At least one action needs to be specified in a rule / "
    "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule",
    source="API s3 PutBucketLifecycleConfiguration",
)
def lifecycle_rules(node: Node, _: World) -> Iterator[Fault]:
    """Ids unique, at least one action, one of days and date, filters of one kind."""
    actions = ("abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration",
               "noncurrentVersionTransitions", "transitions")  # fmt: skip
    seen: set[str] = set()
    for place, item in node.each("rules[]"):
        if item.get("id") in seen:
            yield Fault(f"{place}.id", "a name of its own")
        seen.add(str(item.get("id")))
        if len(str(item.get("id") or "")) > 255:
            yield Fault(f"{place}.id", "255 characters")
        if not any(item.get(a) for a in actions):
            yield Fault(place, f"one of {', '.join(actions)}")
        given = item.get("expiration") or {}
        ways = [k for k in ("days", "date", "expiredObjectDeleteMarker") if given.get(k)]
        if len(ways) > 1:
            yield Fault(
                f"{place}.expiration.{ways[-1]}", "one of days, date, expiredObjectDeleteMarker"
            )
        if isinstance(given.get("date"), str) and not re.fullmatch(
            r"\d{4}-\d\d-\d\dT00:00:00(\.000)?Z", given["date"]
        ):
            yield Fault(f"{place}.expiration.date", "a date at midnight UTC: 2030-01-01T00:00:00Z")
        yield from _filter(item.get("filter"), f"{place}.filter", item, place)
        for name in ("expiration", "abortIncompleteMultipartUpload", "noncurrentVersionExpiration"):
            part = item.get(name)
            if part == {}:
                yield Fault(f"{place}.{name}", "a number of days")
            for key, value in part.items() if isinstance(part, Mapping) else ():
                if (number(value) or 0) > 2147483647:
                    yield Fault(f"{place}.{name}.{key}", "2147483647 days at most")
        abort = number(
            (item.get("abortIncompleteMultipartUpload") or {}).get("daysAfterInitiation")
        )
        if abort is not None and abort < 1:
            yield Fault(
                f"{place}.abortIncompleteMultipartUpload.daysAfterInitiation", "1 day at least"
            )


def _filter(given: Any, place: str, item: Mapping[str, Any], rule_: str) -> Iterator[Fault]:
    if not isinstance(given, Mapping):
        return
    if item.get("prefix") is not None:
        yield Fault(f"{rule_}.prefix", "one of prefix and filter")
    keys = ("and", "prefix", "tag", "objectSizeGreaterThan", "objectSizeLessThan")
    used = [k for k in keys if given.get(k) is not None]
    if len(used) > 1:
        yield Fault(place, "one condition, or several below `and`")
    both = given.get("and") or {}
    for label, holder in (("", given), (".and", both)):
        for key in ("objectSizeGreaterThan", "objectSizeLessThan"):
            size = number(holder.get(key))
            if size is not None and size < 0:
                yield Fault(f"{place}{label}.{key}", "0 bytes at least")
    low = number(both.get("objectSizeGreaterThan"))
    high = number(both.get("objectSizeLessThan"))
    if low is not None and high is not None and low >= high:
        yield Fault(f"{place}.and.objectSizeGreaterThan", "less than objectSizeLessThan")
    tagged = given.get("tag") or both.get("tags")
    if tagged and item.get("abortIncompleteMultipartUpload"):
        yield Fault(f"{rule_}.abortIncompleteMultipartUpload", "nothing with a filter by tag")


LIMITS = (
    limit(
        "GP-S3-103",
        _LIFECYCLE,
        "rules[].status",
        OneOf("Enabled", "Disabled"),
        title="A rule is Enabled or Disabled.",
        error="MalformedXML",
        source="API s3 ExpirationStatus",
    ),
    limit(
        "GP-S3-104",
        _LIFECYCLE,
        "rules[].transitions[].storageClass",
        OneOf(*_COLD),
        title="There is no such storage class to move to.",
        error="MalformedXML",
        source="API s3 TransitionStorageClass",
    ),
    limit(
        "GP-S3-105",
        _LIFECYCLE,
        "rules[].noncurrentVersionExpiration.newerNoncurrentVersions",
        Range(1, 100),
        title="One to a hundred former versions can be kept.",
        error="InvalidArgument: NewerNoncurrentVersions",
        source="S3 User Guide: lifecycle elements",
    ),
)
