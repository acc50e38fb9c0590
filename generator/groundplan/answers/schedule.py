"""Schedules as EventBridge Scheduler takes them: six cron fields, or a rate."""

import re

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, tuple(_MONTHS)),
    ("day of week", 1, 7, tuple(_DAYS)),
    ("year", 1970, 2199, ()),
)
_WILD = {"day of month": {"*", "?"}, "day of week": {"*", "?"}}
_SPECIAL = {
    "day of month": re.compile(r"L(W|-([0-9]|[12][0-9]|30))?|([1-9]|[12][0-9]|3[01])W"),
    "day of week": re.compile(r"L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])"),
}
_NOTHING = re.compile(r"(?!)")
EXAMPLE = "cron(0 3 * * ? *) for 03:00 UTC every day, or rate(5 minutes)"


def problem_of(schedule: str) -> str | None:
    """What is wrong with a schedule; nothing for a good one."""
    if match := re.fullmatch(r"rate\(\s*(\d{1,9})\s+([a-z]+)\s*\)", schedule):
        return _rate(int(match[1]), match[2])
    if match := re.fullmatch(r"cron\(\s*(.*?)\s*\)", schedule):
        return _cron(match[1].split())
    return "is neither cron(...) nor rate(...)"


def suggestion(schedule: str) -> str:
    """The schedule a Unix crontab line of five fields means; empty where there is none."""
    fields = schedule.removeprefix("cron(").removesuffix(")").split()
    if len(fields) != 5:
        return ""
    minute, hour, day, month, weekday = fields
    if weekday == "*":
        weekday = "?"
    elif day == "*":
        day = "?"
        weekday = re.sub(r"\b[0-7]\b", lambda m: _DAYS[int(m[0]) % 7], weekday.upper())
    found = f"cron({minute} {hour} {day} {month} {weekday} *)"
    return found if problem_of(found) is None else ""


def _rate(value: int, unit: str) -> str | None:
    if unit.removesuffix("s") not in {"minute", "hour", "day"}:
        return "has a rate in another unit than minutes, hours or days"
    if value < 1:
        return "has a rate below 1"
    if (value == 1) == unit.endswith("s"):
        return "says `1 minute` but `2 minutes`, and so for hours and days"
    return None


def _cron(fields: list[str]) -> str | None:
    if len(fields) != len(_FIELDS):
        return f"has {len(fields)} fields instead of 6"
    for text, (name, low, high, words) in zip(fields, _FIELDS, strict=True):
        if not all(_part(part, name, low, high, words) for part in text.upper().split(",")):
            return f"has no such {name}: {text}"
    if (fields[2] == "?") == (fields[4] == "?"):
        return "needs ? in exactly one of day of month and day of week"
    return None


def _part(part: str, name: str, low: int, high: int, words: tuple[str, ...]) -> bool:
    if part in _WILD.get(name, {"*"}) or _SPECIAL.get(name, _NOTHING).fullmatch(part):
        return True
    span, slash, step = part.partition("/")
    if slash and _number(step, 1, max(high, 1), ()) is None:
        return False
    ends = [_number(end, low, high, words) for end in span.split("-")]
    return span == "*" or (len(ends) <= 2 and None not in ends)


def _number(text: str, low: int, high: int, words: tuple[str, ...]) -> int | None:
    if text in words:
        return words.index(text) + 1
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if low <= int(text) <= high else None
