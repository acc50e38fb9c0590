"""How often a schedule runs, from its cron expression."""

_FIELDS = 6
_HOURS_A_DAY = 24
_DAYS_A_WEEK = 7
_DAYS_A_MONTH = 31


def interval_hours(expression: str) -> float:
    """Longest time between two runs of a six-field cron expression.

    Lists and steps of hours and of days count as evenly spread; what is not understood
    counts as monthly, the worst it may reasonably be.
    """
    fields = expression.removeprefix("cron(").removesuffix(")").split()
    if len(fields) != _FIELDS:
        return _HOURS_A_DAY * _DAYS_A_MONTH
    _, hours, day_of_month, month, day_of_week, _ = fields
    if month not in {"*", "?"}:
        return _HOURS_A_DAY * 365 / _count(month, 12)
    if day_of_month not in {"*", "?"}:
        return _HOURS_A_DAY * _DAYS_A_MONTH / _count(day_of_month, _DAYS_A_MONTH)
    if day_of_week not in {"*", "?"}:
        return _HOURS_A_DAY * _gap(_count(day_of_week, _DAYS_A_WEEK))
    return _HOURS_A_DAY / _count(hours, _HOURS_A_DAY)


def _gap(days_a_week: float) -> float:
    return -(-_DAYS_A_WEEK // days_a_week)


def _count(field: str, whole: int) -> float:
    """How many values of a field a list, a range or a step names."""
    if field in {"*", "?"}:
        return whole
    total = 0.0
    for part in field.split(","):
        start, _, step = part.partition("/")
        first, _, last = start.partition("-")
        if step.isdigit():
            total += whole / int(step)
        elif first.isdigit() and last.isdigit():
            total += int(last) - int(first) + 1
        else:
            total += 1
    return total or 1
