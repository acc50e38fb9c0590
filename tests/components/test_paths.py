import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacks.edge import paths
from stacks.errors import ArgumentError

PATTERNS = st.text(alphabet="abz019/-_.", min_size=0, max_size=40).flatmap(
    lambda text: st.sampled_from([f"/{text}", f"/{text}*", f"/{text}/*/x"])
)


def test_the_longer_fixed_start_comes_first_and_the_exact_path_before_the_wildcard() -> None:
    found = paths.by_precedence(["/*", "/api/*", "/api/v2/*", "/api/v2", "/api/v2*"])
    assert found == ["/api/v2/*", "/api/v2", "/api/v2*", "/api/*", "/*"]


@given(st.sets(PATTERNS, min_size=1, max_size=30))
def test_listener_priorities_are_unique_in_range_and_in_order_of_precedence(
    patterns: set[str],
) -> None:
    found = paths.priorities(patterns)
    assert len(set(found.values())) == len(patterns)
    assert all(1 <= priority <= 50_000 for priority in found.values())
    in_order = sorted(found, key=lambda p: found[p])
    ranks = [paths._rank(p) for p in in_order]
    assert ranks == sorted(ranks)


@given(st.sets(PATTERNS, min_size=2, max_size=6))
def test_a_new_pattern_does_not_move_the_others(patterns: set[str]) -> None:
    before = paths.priorities(sorted(patterns)[1:])
    after = paths.priorities(patterns)
    moved = {p for p in before if before[p] != after[p]}
    shared = {p for p in moved for q in patterns if p != q and paths._rank(p) == paths._rank(q)}
    # Only two patterns of one length can ask for one number.
    assert moved == shared & moved


@pytest.mark.parametrize(
    ("pattern", "matches", "differs"),
    [
        ("/api/*", "/api/login", "/apix"),
        ("/login", "/login", "/login/x"),
        ("/a.b/*", "/a.b/c", "/axb/c"),
        ("/users/*/avatar", "/users/7/avatar", "/users/7/name"),
        ("/v?/x", "/v1/x", "/v12/x"),
    ],
)
def test_the_wafs_expression_matches_what_the_pattern_matches(
    pattern: str, matches: str, differs: str
) -> None:
    expression = re.compile(paths.regex("key", [pattern]))
    assert expression.match(matches)
    assert not expression.match(differs)


def test_the_wafs_expression_is_lower_case_because_the_path_is_lowered_before() -> None:
    assert paths.regex("key", ["/API/*"]) == "^(/api/.*)$"


def test_more_paths_than_the_waf_takes_in_one_expression_are_refused() -> None:
    with pytest.raises(ArgumentError, match="512 characters"):
        paths.regex("groundplan:critical_flows", [f"/a-rather-long-path-{n}/*" for n in range(30)])


@pytest.mark.parametrize("pattern", ["api/*", "/a b", "/" + "x" * 128, "/*/*/*/*/*/*", "/ä"])
def test_patterns_aws_refuses_are_refused_with_their_key(pattern: str) -> None:
    with pytest.raises(ArgumentError, match=r"services\.api\.url_paths"):
        paths.check("services.api.url_paths", pattern)


def test_roles_of_patterns_are_readable_and_different() -> None:
    patterns = ["/*", "/", "/api/*", "/api", "/api-all", "/a_b/*", "/a-b/*", "/A/*", "/a/*"]
    roles = [paths.role(p) for p in patterns]
    assert roles[:4] == ["all", paths.role("/"), "api-all", "api"]
    assert len(set(roles)) == len(patterns)
    assert all(re.fullmatch(r"[a-z0-9-]+", role) for role in roles)
