"""Answers: what is refused, in which words, and that all of it is said at once."""

from typing import Any

import pytest

from groundplan.answers import check
from groundplan.answers.regions import DR_REGIONS, NEAREST, REGIONS
from groundplan.answers.rules import rules
from groundplan.errors import AnswerError
from tests.support.answers import API, CRON, WEB, WORKER, one_problem, problems, with_service


def test_the_defaults_are_answers() -> None:
    answers = check({})
    assert answers.organization == "acme"
    assert [service.name for service in answers.services] == ["web"]
    assert answers.accounts == {}
    assert answers.database is not None


def test_every_problem_is_reported_at_once() -> None:
    found = problems(
        {
            "organisation": "acme",
            "domain": "https://example.com",
            "dr_region": "eu-west-1",
            "accounts": {"dev": "11111111111"},
            "services": [
                {"name": "web", "kind": "web"},
                {"name": "api", "kind": "api", "port": 8000, "health_path": "healthz"},
                {"name": "more", "kind": "web", "port": 8000},
                {"name": "nightly", "kind": "cron"},
            ],
        }
    )
    assert {problem.where for problem in found} == {
        "organisation",
        "domain",
        "dr_region",
        "accounts.dev",
        "services.web.port",
        "services.api.health_path",
        "services.more.url_paths",
        "services.nightly.schedule",
    }


def test_an_unknown_question_is_refused_with_the_nearest_known_one() -> None:
    problem = one_problem({"organisation": "acme"})
    assert problem.where == "organisation"
    assert problem.what == "is not a question"
    assert problem.fix == "did you mean organization?"
    assert "organization, app, repository" in problem.allowed


def test_an_unknown_key_of_a_service_is_refused_with_the_nearest_known_one() -> None:
    problem = one_problem(with_service(API, heath_path="/healthz"))
    assert problem.where == "services.api.heath_path"
    assert problem.what == "is not a key of a service"
    assert problem.fix == "did you mean health_path?"


@pytest.mark.parametrize("service", [WEB, API])
def test_a_service_that_answers_requests_needs_a_port(service: dict[str, Any]) -> None:
    problem = one_problem(with_service(service, port=None))
    assert problem.where == f"services.{service['name']}.port"
    assert problem.what == "is missing"
    assert problem.allowed == "the port the container listens on, for example 8000"


def test_two_services_of_one_name_are_refused() -> None:
    problem = one_problem({"services": [WEB, {**API, "name": "web"}]})
    assert problem.where == "services.web.name"
    assert problem.what == "stands 2 times"


def test_a_health_path_without_a_slash_is_refused() -> None:
    problem = one_problem(with_service(API, health_path="healthz"))
    assert problem.where == "services.api.health_path"
    assert problem.got == "'healthz'"
    assert problem.allowed == "a path that starts with /, without spaces"


@pytest.mark.parametrize(
    ("cidrs", "second", "first"),
    [
        ({"dev": "10.48.0.0/16"}, "prod", "dev (10.48.0.0/16)"),
        ({"staging": "10.16.128.0/18"}, "staging", "dev (10.16.0.0/16)"),
    ],
)
def test_overlapping_address_ranges_are_refused(
    cidrs: dict[str, str], second: str, first: str
) -> None:
    problem = one_problem({"vpc_cidrs": cidrs})
    assert problem.where == f"vpc_cidrs.{second}"
    assert problem.what == f"overlaps {first}"


@pytest.mark.parametrize(
    ("cidr", "what"),
    [
        ("10.16.0.1/16", "is not an address range"),
        ("10.16.0.0", "is not an address range"),
        ("ten", "is not an address range"),
        ("10.16.0.0/20", "does not hold the subnets"),
        ("172.16.0.0/12", "does not hold the subnets"),
        ("52.16.0.0/16", "is not a private range"),
        ("172.17.0.0/16", "overlaps the range that Docker uses inside every host"),
    ],
)
def test_an_address_range_that_cannot_hold_the_network_is_refused(cidr: str, what: str) -> None:
    problem = one_problem({"vpc_cidrs": {"dev": cidr}})
    assert (problem.where, problem.what) == ("vpc_cidrs.dev", what)


def test_host_bits_in_an_address_range_are_mended() -> None:
    problem = one_problem({"vpc_cidrs": {"dev": "10.16.3.0/16"}})
    assert problem.fix == "did you mean 10.16.0.0/16?"


def test_the_dr_region_is_another_region() -> None:
    problem = one_problem({"region": "eu-west-1", "dr_region": "eu-west-1"})
    assert problem.where == "dr_region"
    assert problem.what == "is the home region, so a failure there takes the copies too"
    assert problem.fix == "take eu-central-1, or leave it out, which means the same"


@pytest.mark.parametrize("region", sorted(NEAREST))
def test_a_region_without_the_services_is_refused_with_the_nearest_one(region: str) -> None:
    problem = one_problem({"region": region})
    assert problem.where == "region"
    assert problem.what == "lacks a service or a third zone that the blueprints use"
    assert problem.fix == f"the nearest one is {NEAREST[region]}"


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1"])
def test_a_region_of_another_aws_is_refused(region: str) -> None:
    assert "another AWS" in one_problem({"region": region}).what


def test_a_misspelt_region_is_refused_with_the_nearest_one() -> None:
    problem = one_problem({"region": "eu-west1"})
    assert problem.what == "is not an AWS region"
    assert problem.fix == "did you mean eu-west-1?"


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_another_one_for_the_copies(region: str) -> None:
    assert check({"region": region}).dr_region == DR_REGIONS[region] != region


@pytest.mark.parametrize(
    "number", ["11111111111", "1111111111111", "11112222333x", "", 11111111111]
)
def test_an_account_id_has_twelve_digits(number: Any) -> None:
    problem = one_problem({"accounts": {"prod": number}})
    assert problem.where == "accounts.prod"
    assert problem.allowed == '12 digits in quotes, like "111122223333"'


def test_an_unknown_account_role_is_refused() -> None:
    problem = one_problem({"accounts": {"production": "111122223333"}})
    assert problem.where == "accounts.production"
    assert problem.allowed == "management, security, backup, dev, staging, prod"


def test_two_environments_never_share_an_account() -> None:
    problem = one_problem({"accounts": {"dev": "111122223333", "prod": "111122223333"}})
    assert problem.where == "accounts.prod"
    assert problem.what == "is the same account as dev"


@pytest.mark.parametrize("question", ["organization", "app"])
@pytest.mark.parametrize(
    "name", ["Acme", "acme corp", "acme_corp", "1acme", "acme-", "a--b", "äcme", "a" * 21, ""]
)
def test_a_name_with_what_aws_refuses_is_refused(question: str, name: str) -> None:
    problem = one_problem({question: name, "repository": "acme/shop"})
    assert problem.where == question
    assert problem.allowed.startswith("1 to 20 lowercase letters, digits and single hyphens")


@pytest.mark.parametrize("name", ["internal", "internal-tools", "aws", "sthree", "amzn"])
def test_an_organization_that_cannot_start_names_is_refused(name: str) -> None:
    problem = one_problem({"organization": name})
    assert (problem.where, problem.what) == ("organization", "cannot start names in AWS")


@pytest.mark.parametrize("name", ["user", "order", "postgres", "group", "template0", "schema"])
def test_an_app_that_cannot_name_its_database_is_refused(name: str) -> None:
    assert one_problem({"app": name}).where == "app"
    assert check({"app": name, "database": "none"}).app == name


@pytest.mark.parametrize("name", ["Api", "the api", "a" * 21, "-api"])
def test_a_service_name_with_what_aws_refuses_is_refused(name: str) -> None:
    problem = one_problem(with_service(WORKER, name=name))
    assert problem.where == f"services.{name}.name"


@pytest.mark.parametrize(
    ("cpu", "memory", "where"),
    [(300, 512, "cpu"), (256, 4096, "memory"), (1024, 1024, "memory"), (8192, 20481, "memory")],
)
def test_a_size_fargate_does_not_offer_is_refused(cpu: int, memory: int, where: str) -> None:
    problem = one_problem(with_service(API, cpu=cpu, memory=memory))
    assert problem.where == f"services.api.{where}"


@pytest.mark.parametrize(
    ("cpu", "memory"), [(256, 512), (256, 2048), (512, 4096), (1024, 2048), (8192, 61440)]
)
def test_a_size_fargate_offers_is_taken(cpu: int, memory: int) -> None:
    assert check(with_service(API, cpu=cpu, memory=memory)).services[1].memory == memory


@pytest.mark.parametrize("port", [0, 65536, -1, "http", 80.5, True])
def test_a_port_out_of_range_is_refused(port: Any) -> None:
    problem = one_problem(with_service(API, port=port))
    assert problem.where == "services.api.port"
    assert problem.allowed == "a number from 1 to 65535"


@pytest.mark.parametrize("service", [WORKER, CRON])
def test_a_port_that_nothing_sends_requests_to_is_refused(service: dict[str, Any]) -> None:
    problem = one_problem(with_service(service, port=8000))
    assert problem.where == f"services.{service['name']}.port"


def test_a_cron_needs_a_schedule() -> None:
    problem = one_problem(with_service(CRON, schedule=""))
    assert (problem.where, problem.what) == ("services.nightly.schedule", "is missing")
    assert "cron(0 3 * * ? *)" in problem.allowed


def test_a_schedule_on_anything_else_is_refused() -> None:
    problem = one_problem(with_service(WORKER, schedule="rate(1 day)"))
    assert problem.what == "has no meaning for a worker"


def test_a_service_has_one_source() -> None:
    problem = one_problem(with_service(API, image="public.ecr.aws/acme/api:1"))
    assert (problem.where, problem.what) == ("services.api.image", "stands beside path")


@pytest.mark.parametrize("path", ["/srv/app", "../app", "a/../../b"])
def test_a_path_stays_in_the_repository(path: str) -> None:
    assert one_problem(with_service(API, path=path)).where == "services.api.path"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", 80),
        ("image", "nginx"),
        ("command", "serve"),
        ("secrets", ["A_TOKEN"]),
        ("environment", {"A": "1"}),
    ],
)
def test_a_static_service_runs_nothing(key: str, value: Any) -> None:
    site = {"name": "web", "kind": "static", key: value}
    problem = one_problem({"services": [site]})
    assert problem.where == f"services.web.{key}"
    assert "static service" in problem.what


def test_two_services_that_answer_everything_are_refused() -> None:
    other = {**WEB, "name": "other"}
    problem = one_problem({"services": [WEB, other]})
    assert problem.where == "services.other.url_paths"
    assert problem.what == "is answered by web already"
    assert problem.got == "/*, which it has when none are given"


def test_an_api_beside_a_web_front_end_needs_no_paths() -> None:
    assert check(with_service(API, url_paths=[])).services[1].url_paths == ()


def test_paths_that_nobody_answers_are_refused() -> None:
    problem = one_problem({"services": [API]})
    assert (problem.where, problem.what) == ("services", "leave paths that nobody answers")


def test_an_application_that_answers_nothing_is_refused() -> None:
    problem = one_problem({"services": [WORKER]})
    assert problem.what == "has nothing that answers requests"


def test_a_path_has_one_home() -> None:
    other = {**API, "name": "other"}
    problem = one_problem({"services": [WEB, API, other]})
    assert problem.where == "services.other.url_paths"
    assert problem.what == "is answered by api already"


@pytest.mark.parametrize("name", ["STRIPE-KEY", "1KEY", "A KEY", ""])
def test_a_secret_is_named_like_a_variable(name: str) -> None:
    problem = one_problem(with_service(API, secrets=[name]))
    assert problem.where == "services.api.secrets.1"
    assert "environment variable" in problem.allowed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_SECRET_KEY", "anything"),
        ("DB_PASSWORD", "anything"),
        ("GITHUB_TOKEN", "anything"),
        ("OPENAI_API_KEY", "anything"),
        ("HARMLESS", "AKIAIOSFODNN7EXAMPLE"),
        ("HARMLESS", "postgresql://app:hunter2@db.example.com:5432/app"),
        ("HARMLESS", "-----BEGIN RSA PRIVATE KEY-----"),
        ("HARMLESS", "sk_" + "live_" + "0123456789abcdef"),
    ],
)
def test_a_value_that_looks_like_a_secret_is_refused_and_not_repeated(
    name: str, value: str
) -> None:
    problem = one_problem(with_service(API, environment={name: value}))
    assert problem.where == f"services.api.environment.{name}"
    assert value not in str(problem)
    assert f"move {name} to secrets of api" in problem.fix


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCESS_TOKEN_EXPIRE_MINUTES", "60"),
        ("SECRET_NAME", "shop/stripe"),
        ("TOKENIZER", "bpe"),
        ("PUBLIC_URL", "https://example.com"),
        ("API_KEY", ""),
        ("MONKEY", "banana"),
    ],
)
def test_a_value_that_only_reads_like_a_secret_is_taken(name: str, value: str) -> None:
    assert (
        check(with_service(API, environment={name: value})).services[1].environment[name] == value
    )


def test_keys_of_aws_are_refused_because_services_have_roles() -> None:
    problem = one_problem(with_service(API, secrets=["AWS_SECRET_ACCESS_KEY"]))
    assert problem.where == "services.api.secrets.AWS_SECRET_ACCESS_KEY"


def test_a_variable_has_one_value() -> None:
    problem = one_problem(with_service(API, secrets=["MODE"], environment={"MODE": "x"}))
    assert problem.what == "stands in environment and in secrets"


def test_a_value_that_names_one_of_ours_is_no_secret() -> None:
    environment = {"POSTGRES_PASSWORD": "${DATABASE_PASSWORD}", "FILES": "${BUCKET_USER_FILES}"}
    answers = check({**with_service(API, environment=environment), "buckets": ["user-files"]})
    assert answers.services[1].environment == environment


def test_a_value_that_names_what_the_service_does_not_get_is_refused() -> None:
    service = with_service(API, environment={"HOST": "${DATABASE_HOST}"}, uses=["cache"])
    problem = one_problem({**service, "cache": "valkey"})
    assert problem.where == "services.api.environment.HOST"
    cache = ", ".join(f"CACHE_{n}" for n in ("HOST", "PASSWORD", "PORT", "TLS", "URL", "USER"))
    assert problem.allowed == f"APP_ENVIRONMENT, {cache}, PORT"


def test_a_secret_that_would_hide_the_password_of_a_store_is_refused() -> None:
    service = with_service(API, secrets=["CACHE_PASSWORD"], uses=["cache"])
    problem = one_problem({**service, "cache": "valkey"})
    assert problem.where == "services.api.secrets.CACHE_PASSWORD"
    assert problem.what == "is given to the service by its stores already"


def test_a_service_uses_stores_that_exist() -> None:
    problem = one_problem(with_service(API, uses=["database", "cash"]))
    assert problem.where == "services.api.uses"
    assert (problem.got, problem.allowed) == ("cash", "database")


def test_a_service_may_use_nothing_and_the_template_is_told() -> None:
    data = check(with_service(API, uses=[])).to_data()
    assert data["services"][1]["uses"] == []
    assert "uses" not in data["services"][0]


def test_a_bucket_and_a_queue_of_one_name_are_refused() -> None:
    problem = one_problem({"buckets": ["files"], "queues": ["files"]})
    assert problem.where == "queues.files.name"
    assert problem.what == "is the name of the bucket files too"


@pytest.mark.parametrize("name", ["cluster", "cdn", "web-task"])
def test_a_service_is_not_called_like_a_part_of_the_platform(name: str) -> None:
    problem = one_problem(with_service(WORKER, name=name))
    assert problem.where == f"services.{name}.name"


def test_a_path_has_at_most_five_wildcards() -> None:
    problem = one_problem(with_service(API, url_paths=["/api/*/*/*/*/*/*"]))
    assert problem.what == "has more than five wildcards"


def test_flows_whose_paths_the_waf_cannot_hold_are_refused() -> None:
    paths = [f"/api/v1/{letter * 60}/*" for letter in "abcdefgh"]
    problem = one_problem({"critical_flows": [{"name": "login", "kind": "auth", "paths": paths}]})
    assert problem.where == "critical_flows.login.paths"
    assert problem.allowed == "at most 512"


def test_more_limited_flows_than_a_waf_takes_are_refused() -> None:
    flows = [{"name": f"f{n}", "kind": "auth", "paths": [f"/{n}"]} for n in range(10)]
    problem = one_problem({"critical_flows": flows})
    assert problem.where == "critical_flows"
    assert problem.allowed == "at most 9"


def test_a_critical_flow_needs_paths() -> None:
    problem = one_problem({"critical_flows": [{"name": "login", "kind": "auth"}]})
    assert problem.where == "critical_flows.login.paths"


def test_a_critical_flow_is_not_the_whole_site() -> None:
    flow = {"name": "login", "kind": "auth", "paths": ["/*"]}
    assert "whole site" in one_problem({"critical_flows": [flow]}).what


def test_a_flow_named_as_its_kind_needs_no_kind() -> None:
    answers = check({"critical_flows": [{"name": "payment", "paths": ["/pay"]}]})
    assert answers.critical_flows[0].kind == "payment"


def test_short_answers_mean_the_long_ones() -> None:
    answers = check(
        {
            "database": "postgres",
            "cache": "valkey",
            "buckets": ["uploads"],
            "queues": ["jobs"],
            **with_service(API, migration_command="python -m 'app.migrate'"),
        }
    )
    assert answers.to_data()["database"] == "postgres 17"
    assert answers.to_data()["cache"] == "valkey"
    assert answers.to_data()["accounts"] == {}
    assert answers.buckets[0].name == "uploads"
    assert answers.queues[0].name == "jobs"
    assert answers.services[1].migration_command == ("python", "-m", "app.migrate")


@pytest.mark.parametrize(
    "database",
    [
        "mysql 8.4",
        {"engine": "mysql"},
        {"engine": "mysql", "version": 8.4},
        {"engine": "mysql", "version": "8.4"},
    ],
)
def test_a_database_is_a_text_or_a_map(database: Any) -> None:
    answers = check({"database": database, "accounts": "create"})
    assert answers.database is not None
    assert (answers.database.engine, answers.database.version) == ("mysql", "8.4")


def test_variables_written_as_numbers_and_truths_become_texts() -> None:
    answers = check(with_service(API, environment={"WORKERS": 4, "DEBUG": False, "RATE": 0.5}))
    assert answers.services[1].environment == {"WORKERS": "4", "DEBUG": "false", "RATE": "0.5"}


def test_a_version_of_the_database_that_aws_does_not_offer_is_refused() -> None:
    problem = one_problem({"database": {"engine": "postgres", "version": "9"}})
    assert (problem.where, problem.allowed) == ("database.version", "16, 17, 18")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("domain", "example"),
        ("domain", "Example.com"),
        ("domain", "example.com/shop"),
        ("domain", "www.example.com"),
        ("domain", "a" * 60 + ".com"),
        ("notification_email", "ops"),
        ("base_email", "aws"),
        ("base_email", "aws+it@example.com"),
        ("base_email", f"{'a' * 40}@example.com"),
        ("repository", "https://github.com/acme/shop"),
        ("repository", "shop"),
        ("profile", "cheap"),
        ("data_held", ["fingerprints"]),
        ("services", "web"),
        ("services", None),
        ("services", {"web": {}}),
        ("accounts", "none"),
        ("database", "oracle"),
        ("vpc_cidrs", "10.0.0.0/16"),
        ("buckets", ["Uploads"]),
        ("queues", [{"name": "jobs", "visibility_timeout_seconds": 50000}]),
        ("tables", [{"name": "sessions"}]),
        ("blueprint", "mobile_app"),
    ],
)
def test_a_wrong_answer_names_its_question(question: str, value: Any) -> None:
    found = problems({"notification_email": "ops@example.com", question: value})
    assert {problem.where.partition(".")[0] for problem in found} == {question}
    assert all(problem.allowed or problem.fix for problem in found)


def test_a_deeply_nested_answer_is_refused() -> None:
    nested: Any = []
    for _ in range(2000):
        nested = [nested]
    with pytest.raises(AnswerError, match="nested too deeply"):
        check({"services": nested})


def test_what_is_given_to_the_template_is_an_answer_again() -> None:
    answers = check({"services": [WEB, API, WORKER, CRON], "cache": "redis", "buckets": ["files"]})
    assert check(answers.to_data()) == answers


def test_every_rule_is_found_and_says_what_it_is_for() -> None:
    found = rules()
    assert len(found) >= 20
    assert all(rule.__doc__ for rule in found)
