"""WAF: which part of a request is looked at, and for what."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.waf_parts import HOLDERS, all_statements, regex_problem
from groundplan.rules.world import World

_FIELDS = ("allQueryArguments", "body", "cookies", "headerOrder", "headers", "jsonBody", "method",
           "queryString", "singleHeader", "singleQueryArgument", "uriPath", "ja3Fingerprint",
           "ja4Fingerprint", "uriFragment")  # fmt: skip


@rule(
    "GP-WAF-007",
    *HOLDERS,
    title="Which part of a request is looked at cannot be read.",
    error="WAFInvalidParameterException: Error reason: You must specify exactly one field to match / "
    "oversize handling / text transformations",
    source="API wafv2 FieldToMatch, TextTransformation",
)
def fields(node: Node, _: World) -> Iterator[Fault]:
    """One field; header names in lowercase; transformations with unique priorities."""
    for place, statement, _depth, _parent in all_statements(node):
        for kind in ("byteMatchStatement", "regexMatchStatement", "regexPatternSetReferenceStatement",
                     "sizeConstraintStatement", "sqliMatchStatement", "xssMatchStatement"):  # fmt: skip
            inner = statement.get(kind)
            if not isinstance(inner, Mapping):
                continue
            here = f"{place}.{kind}"
            field = inner.get("fieldToMatch")
            given = [k for k in _FIELDS if isinstance(field, Mapping) and field.get(k) is not None]
            if len(given) != 1:
                yield Fault(f"{here}.fieldToMatch", f"exactly one of {', '.join(_FIELDS)}")
            elif isinstance(field, Mapping):
                yield from _field(given[0], field[given[0]], f"{here}.fieldToMatch.{given[0]}")
            yield from _transformations(
                inner.get("textTransformations"), f"{here}.textTransformations"
            )


def _field(kind: str, block: Any, place: str) -> Iterator[Fault]:
    if not isinstance(block, Mapping):
        return
    if kind in ("singleHeader", "singleQueryArgument"):
        name = str(block.get("name", ""))
        most = 40 if kind == "singleHeader" else 30
        if not re.fullmatch(rf"[0-9a-z_-]{{1,{most}}}", name):
            yield Fault(f"{place}.name", f"{most} of a-z, 0-9, _ -")
    if kind in ("cookies", "headers", "headerOrder", "jsonBody"):
        handling = block.get("oversizeHandling")
        if handling not in ("CONTINUE", "MATCH", "NO_MATCH") and (kind != "jsonBody" or handling):
            yield Fault(f"{place}.oversizeHandling", "CONTINUE, MATCH or NO_MATCH")
    if kind == "jsonBody":
        pattern = block.get("matchPattern") or {}
        if (pattern.get("all") is None) == (not pattern.get("includedPaths")):
            yield Fault(f"{place}.matchPattern", "one of all and includedPaths")
        if block.get("matchScope") not in ("ALL", "KEY", "VALUE"):
            yield Fault(f"{place}.matchScope", "ALL, KEY or VALUE")
    if kind == "body" and block.get("oversizeHandling") not in (
        None,
        "CONTINUE",
        "MATCH",
        "NO_MATCH",
    ):
        yield Fault(f"{place}.oversizeHandling", "CONTINUE, MATCH or NO_MATCH")
    if kind in ("ja3Fingerprint", "ja4Fingerprint") and block.get("fallbackBehavior") not in (
        "MATCH",
        "NO_MATCH",
    ):
        yield Fault(f"{place}.fallbackBehavior", "MATCH or NO_MATCH")


_TRANSFORMATIONS = frozenset(
    "NONE COMPRESS_WHITE_SPACE HTML_ENTITY_DECODE LOWERCASE CMD_LINE URL_DECODE BASE64_DECODE "
    "HEX_DECODE MD5 REPLACE_COMMENTS ESCAPE_SEQ_DECODE SQL_HEX_DECODE CSS_DECODE JS_DECODE "
    "NORMALIZE_PATH NORMALIZE_PATH_WIN REMOVE_NULLS REPLACE_NULLS BASE64_DECODE_EXT "
    "URL_DECODE_UNI UTF8_TO_UNICODE UPPERCASE REMOVE_WHITESPACE TRIM TRIM_LEFT TRIM_RIGHT "
    "REMOVE_COMMENTS_CHAR CMD_LINE_WIN CMD_LINE_UNIX JS_DECODE_EXT SHA256".split()
)


def _transformations(rows: Any, place: str) -> Iterator[Fault]:
    seen: set[Any] = set()
    if not listed(rows) or len(listed(rows)) > 10:
        yield Fault(place, "one to ten transformations")
    for index, row in enumerate(listed(rows)):
        if not isinstance(row, Mapping):
            continue
        if row.get("type") not in _TRANSFORMATIONS:
            yield Fault(f"{place}[{index}].type", "NONE, LOWERCASE, URL_DECODE, ...")
        priority = number(row.get("priority"))
        if priority is None or priority < 0 or priority in seen:
            yield Fault(f"{place}[{index}].priority", "0 at least, each once")
        seen.add(priority)


@rule(
    "GP-WAF-008",
    *HOLDERS,
    title="What is looked for cannot be read.",
    error="WAFInvalidParameterException: Error reason: The parameter contains formatting that is not "
    "valid., field: BYTE_MATCH_STATEMENT / GEO_MATCH / LABEL / REGEX",
    source="API wafv2 ByteMatchStatement and its like",
)
def searches(node: Node, _: World) -> Iterator[Fault]:
    """Texts of 200 bytes; countries; labels; sizes; expressions."""
    for place, statement, _depth, _parent in all_statements(node):
        byte = statement.get("byteMatchStatement")
        if isinstance(byte, Mapping):
            text = byte.get("searchString")
            if isinstance(text, str) and not 1 <= len(text.encode()) <= 200:
                yield Fault(f"{place}.byteMatchStatement.searchString", "1 to 200 bytes")
            if byte.get("positionalConstraint") not in (
                "EXACTLY",
                "STARTS_WITH",
                "ENDS_WITH",
                "CONTAINS",
                "CONTAINS_WORD",
            ):
                yield Fault(
                    f"{place}.byteMatchStatement.positionalConstraint",
                    "EXACTLY, STARTS_WITH, ENDS_WITH, CONTAINS or CONTAINS_WORD",
                )
        geo = statement.get("geoMatchStatement")
        if isinstance(geo, Mapping):
            codes = listed(geo.get("countryCodes"))
            for index, code in enumerate(codes):
                if not re.fullmatch(r"[A-Z]{2}", str(code)) or code in ("UK", "EU", "EN"):
                    yield Fault(
                        f"{place}.geoMatchStatement.countryCodes[{index}]",
                        "the code of a country, such as IE or GB",
                    )
            if not 1 <= len(codes) <= 50:
                yield Fault(f"{place}.geoMatchStatement.countryCodes", "1 to 50 countries")
        label = statement.get("labelMatchStatement")
        if isinstance(label, Mapping):
            if label.get("scope") not in ("LABEL", "NAMESPACE"):
                yield Fault(f"{place}.labelMatchStatement.scope", "LABEL or NAMESPACE")
            if not re.fullmatch(r"[0-9A-Za-z_\-:]{1,1024}", str(label.get("key", ""))):
                yield Fault(f"{place}.labelMatchStatement.key", "letters, digits, _ - :")
            elif label.get("scope") == "NAMESPACE" and not str(label.get("key")).endswith(":"):
                yield Fault(f"{place}.labelMatchStatement.key", "a namespace that ends with :")
        size = statement.get("sizeConstraintStatement")
        if isinstance(size, Mapping):
            amount = number(size.get("size"))
            if amount is None or not 0 <= amount <= 2147483647:
                yield Fault(f"{place}.sizeConstraintStatement.size", "0 bytes at least")
            if size.get("comparisonOperator") not in ("EQ", "NE", "LE", "LT", "GE", "GT"):
                yield Fault(
                    f"{place}.sizeConstraintStatement.comparisonOperator",
                    "EQ, NE, LE, LT, GE or GT",
                )
        regex = statement.get("regexMatchStatement")
        if isinstance(regex, Mapping) and (wrong := regex_problem(regex.get("regexString"))):
            yield Fault(f"{place}.regexMatchStatement.regexString", wrong)
