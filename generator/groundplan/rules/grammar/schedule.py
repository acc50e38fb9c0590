"""Schedules: ``cron(...)``, ``rate(...)``, ``at(...)``; and the windows of databases."""

import re
from datetime import datetime

_MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DAYS = {d: i for i, d in enumerate("SUN MON TUE WED THU FRI SAT".split(), 1)}
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minutes", 0, 59, {}),
    ("hours", 0, 23, {}),
    ("day of month", 1, 31, {}),
    ("month", 1, 12, _MONTHS),
    ("day of week", 1, 7, _DAYS),
    ("year", 1970, 2199, {}),
)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_WEEKLY = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)"
    r"-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)",
    re.IGNORECASE,
)
DAY, WEEK = 1440, 10080


def schedule_fault(text: str, *kinds: str, singular: bool = True) -> str:
    """What is wrong with a schedule; empty when it is valid.

    Args:
        text: The expression.
        kinds: Which of ``cron``, ``rate`` and ``at`` the service takes.
        singular: ``rate(1 minute)`` must not be written ``rate(1 minutes)``.
    """
    match = re.fullmatch(r"(cron|rate|at)\((.*)\)", text)
    if match is None or match[1] not in kinds:
        return f"one of {', '.join(f'{k}(...)' for k in kinds)}"
    if match[1] == "cron":
        return cron_fault(match[2])
    if match[1] == "rate":
        return rate_fault(match[2], singular)
    try:
        datetime.strptime(match[2], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return "at(yyyy-mm-ddThh:mm:ss)"
    return ""


def rate_fault(text: str, singular: bool) -> str:
    """What is wrong with the inside of ``rate(...)``."""
    match = re.fullmatch(r"(\d+) (minute|hour|day)(s?)", text)
    if match is None or int(match[1]) < 1:
        return "rate(value unit): a whole number from 1, then minutes, hours or days"
    if singular and (int(match[1]) == 1) == bool(match[3]):
        return "rate(1 minute) for one, rate(5 minutes) for more"
    return ""


def cron_fault(text: str) -> str:
    """What is wrong with the inside of ``cron(...)``."""
    fields = text.split()
    if len(fields) != 6 or text != text.strip():
        return "six fields: minutes hours day-of-month month day-of-week year"
    if (fields[2] == "?") == (fields[4] == "?"):
        return "a question mark in exactly one of day of month and day of week"
    for field, (label, low, high, words) in zip(fields, _FIELDS, strict=True):
        if not all(_part(part, label, low, high, words) for part in field.split(",")):
            return f"{label} of {low} to {high}"
    return ""


def _part(part: str, label: str, low: int, high: int, words: dict[str, int]) -> bool:
    if part == "?":
        return label in ("day of month", "day of week")
    if label == "day of month" and (part in ("L", "LW") or re.fullmatch(r"\d{1,2}W", part)):
        return part in ("L", "LW") or 1 <= int(part[:-1]) <= 31
    if label == "day of week":
        if part == "L":
            return True
        nth = re.fullmatch(r"([1-7]|[A-Z]{3})(#[1-5]|L)", part)
        if nth:
            return nth[1].isdigit() or nth[1] in words
    base, slash, step = part.partition("/")
    if slash and (not step.isdigit() or int(step) < 1 or int(step) > high):
        return False
    if base == "*":
        return True
    ends = [_value(end, words) for end in base.split("-")]
    if len(ends) > 2 or any(end is None or not low <= end <= high for end in ends):
        return False
    return label == "day of week" or len(ends) == 1 or ends[0] <= ends[1]  # type: ignore[operator]


def _value(text: str, words: dict[str, int]) -> int | None:
    if text.isdigit():
        return int(text)
    return words.get(text.upper())


def minutes_of(text: str) -> int:
    """How many times an hour a cron expression starts."""
    match = re.fullmatch(r"cron\((\S+) .*\)", text)
    if match is None:
        return 1
    field = match[1]
    if field == "*":
        return 60
    base, slash, step = field.partition("/")
    if slash and step.isdigit() and int(step):
        return -(-60 // int(step)) if base in ("*", "0") else max(1, 60 // int(step))
    if "-" in base and "," not in field:
        low, _, high = base.partition("-")
        return int(high) - int(low) + 1 if low.isdigit() and high.isdigit() else 1
    return len(field.split(","))


def daily_window(text: str) -> tuple[int, int] | None:
    """Start and length in minutes of ``hh:mm-hh:mm``; None for another form."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    start = int(match[1]) * 60 + int(match[2])
    return start, (int(match[3]) * 60 + int(match[4]) - start) % DAY


def weekly_window(text: str) -> tuple[int, int] | None:
    """Start and length in minutes of ``ddd:hh:mm-ddd:hh:mm``; None for another form."""
    match = _WEEKLY.fullmatch(text)
    if match is None:
        return None
    start = _WEEK.index(match[1].lower()) * DAY + int(match[2]) * 60 + int(match[3])
    end = _WEEK.index(match[4].lower()) * DAY + int(match[5]) * 60 + int(match[6])
    return start, (end - start) % WEEK


def windows_overlap(daily: str, weekly: str) -> bool:
    """True where a daily window touches a weekly one on some day."""
    day, week = daily_window(daily), weekly_window(weekly)
    if day is None or week is None:
        return False
    weekly_minutes = {(week[0] + m) % WEEK for m in range(week[1])}
    return any(
        (number * DAY + day[0] + m) % WEEK in weekly_minutes
        for number in range(7)
        for m in range(day[1])
    )
