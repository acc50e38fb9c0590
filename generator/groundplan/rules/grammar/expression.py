"""Expressions of CloudWatch: metric math, rules of composite alarms, statistics."""

import re

_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|('(?:[^']*)'|\"(?:[^\"]*)\")|([A-Za-z_][A-Za-z0-9_]*)"
    r"|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),\[\]=]))"
)
FUNCTIONS = frozenset(
    "ABS ANOMALY_DETECTION_BAND AVG CEIL DATAPOINT_COUNT DB_PERF_INSIGHTS DIFF DIFF_TIME FILL "
    "FIRST LAST FLOOR IF INSIGHT_RULE_METRIC LAMBDA LOG LOG10 MAX METRIC_COUNT METRICS MIN MINUTE "
    "HOUR DAY DATE MONTH YEAR EPOCH PERIOD RATE REMOVE_EMPTY RUNNING_SUM SEARCH SERVICE_QUOTA "
    "SLICE SORT STDDEV SUM TIME_SERIES".split()
)
_ARGUMENTS = {"IF": (2, 3), "FILL": (2, 2), "ABS": (1, 1), "CEIL": (1, 1), "FLOOR": (1, 1),
              "RATE": (1, 1), "DIFF": (1, 1), "PERIOD": (1, 1), "RUNNING_SUM": (1, 1),
              "LOG": (1, 1), "LOG10": (1, 1), "TIME_SERIES": (1, 1), "AVG": (1, 1), "SUM": (1, 1),
              "MAX": (1, 1), "MIN": (1, 1), "STDDEV": (1, 1), "METRIC_COUNT": (1, 1),
              "METRICS": (0, 1), "ANOMALY_DETECTION_BAND": (1, 2), "SORT": (3, 4),
              "SLICE": (2, 3), "HOUR": (1, 1), "MINUTE": (1, 1), "DAY": (1, 1), "DATE": (1, 1),
              "MONTH": (1, 1), "YEAR": (1, 1), "EPOCH": (1, 1), "DIFF_TIME": (1, 1),
              "REMOVE_EMPTY": (1, 1), "SERVICE_QUOTA": (1, 1)}  # fmt: skip
_WORDS = frozenset("AND OR NOT REPEAT LINEAR ASC DESC TRUE FALSE".split())
STATISTIC = re.compile(
    r"SampleCount|Average|Sum|Minimum|Maximum|IQM"
    r"|(?:p|tm|ts|tc|wm)(?:100(?:\.0+)?|\d{1,2}(?:\.\d{1,10})?)"
    r"|(?:PR|TC|TM|TS|WM)\((?:\d+(?:\.\d+)?%?)?:(?:\d+(?:\.\d+)?%?)?\)"
)


class _Parser:
    """Recursive descent over the tokens of a metric math expression."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        place = 0
        text = text.rstrip()
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                raise ValueError(f"unexpected {text[place:].strip()[:1]!r}")
            number, quoted, word, sign = match.groups()
            kind = "number" if number else "text" if quoted else "word" if word else "sign"
            self.tokens.append((kind, number or quoted or word or sign))
            place = match.end()
        self.at = 0
        self.names: set[str] = set()

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, sign: str = "") -> str:
        if self.at >= len(self.tokens) or (sign and self.peek() != sign):
            raise ValueError(f"expected {sign or 'a value'} before {self.peek() or 'the end'}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def whole(self) -> None:
        self.expression()
        if self.at < len(self.tokens):
            raise ValueError(f"unexpected {self.peek()!r}")

    def expression(self) -> None:
        self.unary()
        while self.peek() in {
            "+", "-", "*", "/", "^", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "AND", "OR",
        }:  # fmt: skip
            self.take()
            self.unary()

    def unary(self) -> None:
        while self.peek() in ("-", "+", "NOT"):
            self.take()
        self.primary()

    def primary(self) -> None:
        if self.at >= len(self.tokens):
            raise ValueError("the expression ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if text == "(":
            self.expression()
            self.take(")")
        elif text == "[":
            self.items("]")
        elif kind == "word":
            self.word(text)
        elif kind == "sign":
            raise ValueError(f"unexpected {text!r}")

    def word(self, text: str) -> None:
        if self.peek() == "(":
            if text.upper() not in FUNCTIONS:
                raise ValueError(f"there is no function {text}")
            self.take("(")
            given = self.items(")")
            low, high = _ARGUMENTS.get(text.upper(), (0, 99))
            if not low <= given <= high:
                raise ValueError(f"{text} takes {low} to {high} values, got {given}")
        elif text.upper() not in _WORDS:
            self.names.add(text)

    def items(self, end: str) -> int:
        if self.peek() == end:
            self.take()
            return 0
        self.expression()
        given = 1
        while self.peek() == ",":
            self.take()
            self.expression()
            given += 1
        self.take(end)
        return given


def metric_math(text: str) -> tuple[str, frozenset[str]]:
    """What is wrong with an expression (empty when nothing), and the ids it reads."""
    if text.lstrip().upper().startswith("SELECT"):
        return "", frozenset()
    try:
        parser = _Parser(text)
        parser.whole()
    except ValueError as error:
        return str(error), frozenset()
    return "", frozenset(parser.names)


def result_kind(text: str) -> str:
    """What a valid expression gives: ``series``, ``a constant``, ``several lines``, a text, any.

    Only what is certain from the outside of the expression is told; the rest is ``any``.
    """
    parser = _Parser(text)
    tokens = parser.tokens
    if len(tokens) == 1:
        kind = {"number": "a constant", "text": "a text"}.get(tokens[0][0], "series")
        return "a constant" if tokens[0][1].upper() in ("TRUE", "FALSE") else kind
    words = {value.upper() for kind, value in tokens if kind == "word"}
    if "SEARCH" in words:
        return "a search, which alarms do not take"
    first = tokens[0][1].upper()
    whole = _closes_at_end(tokens)
    if first == "[" and whole:
        return "several lines"
    if first in ("METRICS", "SORT", "SLICE", "REMOVE_EMPTY") and whole:
        return "several lines"
    return "any"


def _closes_at_end(tokens: list[tuple[str, str]]) -> bool:
    """True where the first bracket of an expression closes with its last token."""
    depth = 0
    for index, (kind, value) in enumerate(tokens):
        if kind != "sign":
            continue
        depth += (value in "([") - (value in ")]")
        if value in ")]" and depth == 0:
            return index == len(tokens) - 1
    return False


_RULE = re.compile(r"\s*(?:([()])|(AND|OR|NOT|TRUE|FALSE)\b|(ALARM|OK|INSUFFICIENT_DATA)\s*\()")
_NAME = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^")]*?))\s*\)')


def composite_rule(text: str) -> tuple[str, tuple[str, ...]]:
    """What is wrong with the rule of a composite alarm, and the alarms it names."""
    tokens: list[str] = []
    named: list[str] = []
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = _RULE.match(text, place)
        if match is None:
            return f"unexpected {text[place:].strip()[:20]!r}", ()
        place = match.end()
        if match[3]:
            inner = _NAME.match(text, place)
            if inner is None or not (inner[1] or inner[2]):
                return f"{match[3]}(name)", ()
            named.append(re.sub(r"\\(.)", r"\1", inner[1] or inner[2] or ""))
            tokens.append("value")
            place = inner.end()
        else:
            word = match[1] or match[2]
            tokens.append("value" if word in ("TRUE", "FALSE") else word)
    return _shape(tokens), tuple(named)


def _shape(tokens: list[str]) -> str:
    depth, expect = 0, True
    for token in tokens:
        if expect:
            if token == "(":
                depth += 1
            elif token == "value":
                expect = False
            elif token != "NOT":
                return f"unexpected {token}"
        elif token in ("AND", "OR"):
            expect = True
        elif token == ")" and depth:
            depth -= 1
        else:
            return f"unexpected {token}"
    if expect:
        return "the rule ends too early" if tokens else "a rule"
    return "a closing bracket for each opening one" if depth else ""
