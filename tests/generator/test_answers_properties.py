"""Any answers at all: refused in words, or taken by the stacks without another word."""

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundplan.answers import Answers, check
from groundplan.answers.regions import REGIONS
from groundplan.answers.shapes import Service
from groundplan.errors import AnswerError
from stacks import config
from stacks.compute.checks import check_services
from stacks.compute.fargate import check_size
from stacks.edge import paths as edge_paths
from stacks.edge import routes as edge_routes
from stacks.edge.waf_rules import web_acl_rules
from stacks.settings import settings_for

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["name", "kind"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
WORD = st.from_regex(r"[a-z](-?[a-z0-9]){0,8}", fullmatch=True)
PATH = st.from_regex(r"/[a-z0-9._-]{0,8}(/\*)?", fullmatch=True)
VARIABLE = st.from_regex(r"[A-Z][A-Z0-9_]{0,8}", fullmatch=True)
SERVICE = st.fixed_dictionaries(
    {
        "name": WORD,
        "kind": st.sampled_from(["web", "api", "worker", "cron", "static"]),
    },
    optional={
        "path": WORD,
        "port": st.integers(0, 70000),
        "health_path": PATH | WORD,
        "url_paths": st.lists(PATH, max_size=2),
        "cpu": st.sampled_from([256, 512, 1024, 100]),
        "memory": st.sampled_from([512, 1024, 2048, 100]),
        "schedule": st.sampled_from(["rate(5 minutes)", "cron(0 3 * * ? *)", "0 3 * * *", ""]),
        "command": st.lists(st.text(min_size=1, max_size=8), max_size=2) | st.text(max_size=8),
        "secrets": st.lists(VARIABLE, max_size=2),
        "environment": st.dictionaries(VARIABLE, SCALARS, max_size=2),
        "uses": st.none() | st.lists(WORD | st.just("database"), max_size=2),
    },
)
LIKELY: Mapping[str, st.SearchStrategy[Any]] = {
    "organization": WORD,
    "app": WORD,
    "domain": st.sampled_from(["example.com", "a.example.org", "localhost"]),
    "region": st.sampled_from([*REGIONS, "us-west-1"]),
    "dr_region": st.sampled_from(REGIONS),
    "profile": st.sampled_from(["launch", "standard", "regulated", "cheap"]),
    "accounts": st.just("create")
    | st.dictionaries(
        st.sampled_from(["dev", "staging", "prod", "backup"]),
        st.from_regex(r"[0-9]{11,13}", fullmatch=True) | st.integers(10**10, 10**12),
        max_size=3,
    ),
    "services": st.lists(SERVICE, max_size=4),
    "database": st.sampled_from(["none", "postgres", "postgres 16", "mysql", "oracle"]),
    "cache": st.sampled_from(["none", "valkey", "redis"]),
    "buckets": st.lists(WORD, max_size=2),
    "queues": st.lists(WORD, max_size=2),
    "tables": st.lists(st.fixed_dictionaries({"name": WORD, "hash_key": WORD}), max_size=2),
    "critical_flows": st.lists(
        st.fixed_dictionaries(
            {
                "name": WORD,
                "kind": st.sampled_from(["auth", "payment", "webhook", "data"]),
                "paths": st.lists(PATH, max_size=3),
            }
        ),
        max_size=3,
    ),
}


@QUICK
@given(st.dictionaries(st.sampled_from(sorted(Answers.model_fields)) | st.text(), ANYTHING))
def test_nonsense_is_refused_in_words(answers: dict[str, Any]) -> None:
    try:
        check(answers)
    except AnswerError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.where
            assert problem.what
            assert "Traceback" not in str(problem)


@QUICK
@given(st.lists(st.dictionaries(st.sampled_from(sorted(Service.model_fields)), ANYTHING)))
def test_nonsense_services_are_refused_in_words(services: list[Any]) -> None:
    try:
        check({"services": services})
    except AnswerError as error:
        assert all(problem.where.startswith("services") for problem in error.problems)


@QUICK
@given(st.fixed_dictionaries({}, optional=dict(LIKELY)))
def test_answers_that_are_taken_are_taken_by_the_stacks(answers: dict[str, Any]) -> None:
    try:
        taken = check(answers)
    except AnswerError as error:
        assert error.problems
    else:
        _give_to_the_stacks(taken)


@QUICK
@given(st.lists(WORD.map("s{}".format), min_size=5, max_size=5, unique=True), st.data())
def test_good_answers_are_taken(names: list[str], data: st.DataObject) -> None:
    web, *others = names
    services = [{"name": web, "kind": "web", "port": data.draw(st.integers(1, 65535))}]
    services += [data.draw(_good(name)) for name in others]
    taken = check(
        {
            "region": data.draw(st.sampled_from(REGIONS)),
            "profile": data.draw(st.sampled_from(["launch", "standard", "regulated"])),
            "database": data.draw(st.sampled_from(["postgres", "mysql 8.4"])),
            "cache": data.draw(st.sampled_from(["none", "valkey", "redis"])),
            "buckets": data.draw(st.sampled_from([[], ["uploads"]])),
            "services": services,
        }
    )
    assert [service.name for service in taken.services] == names
    _give_to_the_stacks(taken)


def _good(name: str) -> st.SearchStrategy[dict[str, Any]]:
    runs = {
        "name": st.just(name),
        "environment": st.dictionaries(
            VARIABLE.map("X_{}".format), st.integers() | st.booleans() | WORD, max_size=2
        ),
        "secrets": st.lists(VARIABLE.map("S_{}".format), max_size=2, unique=True),
        "memory": st.sampled_from([512, 1024, 2048]),
        "uses": st.none() | st.just([]) | st.just(["database"]),
    }
    api = {
        "kind": st.just("api"),
        "port": st.integers(1, 65535),
        "url_paths": st.just([f"/{name}", f"/{name}/*"]),
        "health_path": PATH.map(lambda path: path.removesuffix("/*") or "/"),
    }
    cron = {
        "kind": st.just("cron"),
        "schedule": st.sampled_from(["rate(5 minutes)", "cron(0 3 ? * MON-FRI *)"]),
    }
    static = {"kind": st.just("static"), "url_paths": st.just([f"/{name}/*"])}
    return st.one_of(
        st.fixed_dictionaries({**runs, **api}),
        st.fixed_dictionaries({**runs, **cron}),
        st.fixed_dictionaries({**runs, "kind": st.just("worker")}),
        st.fixed_dictionaries({"name": st.just(name), **static}),
    )


def _give_to_the_stacks(taken: Answers) -> None:
    """Everything the stacks check about config, without making a resource."""
    assert check(taken.to_data()) == taken
    for environment in ("dev", "staging", "prod"):
        document = config._parse(_config(taken, environment))
        check_services(document.services)
        edge_routes.routes(document.services)
        for service in document.services:
            if service.kind != "static":
                check_size(service.name, service.cpu, service.memory)
        for flow in document.critical_flows:
            edge_paths.regex(flow.name, flow.paths)
        sizes = settings_for(document.profile, environment, document.settings)
        assert web_acl_rules(
            document.critical_flows,
            mode=sizes.waf_mode,
            body_size_mode=sizes.waf_body_size_mode,
            rate_limit=sizes.waf_rate_limit,
            auth_rate_limit=sizes.waf_auth_rate_limit,
        )


def _config(answers: Answers, environment: str) -> dict[str, Any]:
    """What the template writes below ``groundplan:``, without the template."""
    data = answers.to_data()
    del data["blueprint"]
    engine, _, version = data.pop("database").partition(" ")
    cache = data.pop("cache")
    cidrs = data.pop("vpc_cidrs")
    return {
        **data,
        "environment": environment,
        "settings": {"vpc_cidr": cidrs[environment]},
        "database": None if engine == "none" else {"engine": engine, "version": version},
        "cache": None if cache == "none" else {"engine": cache},
    }
