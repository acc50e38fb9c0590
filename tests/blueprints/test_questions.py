"""The questions: Copier's file, the model and the config the stacks read say the same."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from groundplan.answers import Answers, check
from groundplan.answers.regions import DR_REGIONS, NEAREST, REGIONS
from groundplan.answers.rules import flows, routes, services, variables
from groundplan.answers.rules.places import VPC_PREFIXES
from groundplan.answers.shapes import DATABASE_VERSIONS, Database, Service
from groundplan.blueprints import blueprints
from groundplan.repository import LAYERS
from stacks import config_keys
from stacks.compute import stores
from stacks.compute.checks import RESERVED
from stacks.compute.fargate import MEMORY_MB
from stacks.edge import paths as edge_paths
from stacks.edge import routes as edge_routes
from stacks.edge import waf_rules
from stacks.network.addresses import PREFIXES
from stacks.regions import ZONES
from stacks.settings import SETTINGS
from tests.support.repositories import ROOT

SETTINGS_OF_COPIER = {
    "_min_copier_version",
    "_subdirectory",
    "_envops",
    "_exclude",
    "_skip_if_exists",
}
COMPUTED = {"environment", "secrets", "releases", "settings"}
"""Config that follows from other answers or from a release."""
ONLY_ASKED = {"blueprint", "vpc_cidrs"}
"""Answers that reach config under another word: the folder, and settings.vpc_cidr."""


def _documents() -> list[dict[str, Any]]:
    class Loader(yaml.SafeLoader):
        """Reads `!include` as Copier does."""

    def include(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
        return yaml.load((ROOT / str(loader.construct_scalar(node))).read_text(), Loader)

    Loader.add_constructor("!include", include)
    return list(yaml.load_all((ROOT / "copier.yml").read_text(), Loader))


@pytest.fixture(scope="module")
def questions() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for document in _documents():
        for key, value in document.items():
            if not key.startswith("_"):
                assert key not in found, f"{key} is asked twice"
                found[key] = value
    return found


def test_copier_has_no_setting_that_is_not_known_here() -> None:
    found = {key for document in _documents() for key in document if key.startswith("_")}
    assert found == SETTINGS_OF_COPIER


def test_every_question_has_type_help_and_default(questions: dict[str, dict[str, Any]]) -> None:
    known = {"type", "help", "default", "choices", "validator", "placeholder"}
    known |= {"multiselect", "multiline"}
    for name, question in questions.items():
        assert set(question) <= known, name
        assert {"type", "help", "default"} <= set(question), name


def test_every_answer_is_asked_and_every_question_is_an_answer(
    questions: dict[str, dict[str, Any]],
) -> None:
    assert set(questions) == set(Answers.model_fields)


def test_answers_and_config_use_the_same_words() -> None:
    document = set(config_keys.Document.model_fields)
    answers = set(Answers.model_fields)
    assert answers - ONLY_ASKED <= document
    assert document >= COMPUTED
    assert set(Service.model_fields) <= set(config_keys.ServiceConfig.model_fields)
    for mine, theirs in (
        ("Cache", config_keys.CacheConfig),
        ("Bucket", config_keys.BucketConfig),
        ("Queue", config_keys.QueueConfig),
        ("Flow", config_keys.FlowConfig),
        ("Table", config_keys.TableConfig),
    ):
        model = __import__("groundplan.answers.shapes", fromlist=[mine])
        assert set(getattr(model, mine).model_fields) == set(theirs.model_fields), mine
    assert set(Database.model_fields) == set(config_keys.DatabaseConfig.model_fields)


def test_a_default_of_a_service_means_the_same_in_answers_and_config() -> None:
    for name, field in Service.model_fields.items():
        other = config_keys.ServiceConfig.model_fields[name]
        if not field.is_required():
            assert field.get_default(call_default_factory=True) == other.get_default(
                call_default_factory=True
            ), name


def test_database_versions_are_those_of_the_stacks() -> None:
    engines = pytest.importorskip("stacks.data.database_engines")
    assert set(DATABASE_VERSIONS) == set(engines.ENGINES)
    for name, versions in DATABASE_VERSIONS.items():
        assert set(versions) == set(engines.ENGINES[name].versions)
        assert versions[0] == engines.DEFAULT_VERSIONS[name]


def test_regions_are_those_of_the_stacks(questions: dict[str, dict[str, Any]]) -> None:
    assert set(REGIONS) == set(ZONES) == set(DR_REGIONS)
    assert set(questions["region"]["choices"].values()) == set(REGIONS)
    assert questions["dr_region"]["choices"] == questions["region"]["choices"]
    assert set(NEAREST.values()) <= set(REGIONS)
    assert not set(NEAREST) & set(REGIONS)


def test_the_default_of_the_dr_region_is_one_rule(questions: dict[str, dict[str, Any]]) -> None:
    from jinja2.sandbox import SandboxedEnvironment

    template = SandboxedEnvironment().from_string(questions["dr_region"]["default"])
    for region in REGIONS:
        assert template.render(region=region) == DR_REGIONS[region], region


def test_plain_defaults_are_those_of_the_model(questions: dict[str, dict[str, Any]]) -> None:
    asked = {
        name: yaml.safe_load(question["default"])
        if question["type"] == "yaml" or question.get("multiselect")
        else question["default"]
        for name, question in questions.items()
        if "{{" not in str(question["default"])
    }
    assert {"services", "database", "profile", "vpc_cidrs"} <= set(asked)
    assert check(asked) == check({})


def test_address_ranges_are_those_of_the_settings() -> None:
    for profile in SETTINGS.values():
        for environment, settings in profile.items():
            assert check({}).vpc_cidrs[environment] == settings.vpc_cidr


def test_sizes_of_an_address_range_are_those_the_network_can_lay_out() -> None:
    assert set(VPC_PREFIXES) == set(PREFIXES)


def test_tables_kept_twice_are_the_same_in_the_stacks() -> None:
    assert services.RESERVED_NAMES == RESERVED
    sizes = {cpu: memory for cpu, memory in MEMORY_MB.items() if cpu != 32768}
    assert sizes == services.MEMORY_BY_CPU
    assert set(flows._LIMITED) == set(waf_rules.FLOW_RATES)
    assert set(flows._LARGE_BODIES) == set(waf_rules.LARGE_BODIES)


@pytest.mark.parametrize(
    "paths", [{"/login"}, {"/login", "/api/auth/*"}, {"/a.b/$x+y", "/?/*", "/~'@:&"}]
)
def test_the_length_of_a_pattern_is_that_of_the_waf(paths: set[str]) -> None:
    assert flows._pattern_length(paths) == len(edge_paths.regex("flows", paths))


@pytest.mark.parametrize(
    "kinds",
    [("web",), ("api",), ("static",), ("web", "api"), ("web", "static"), ("api", "static"),
     ("web", "api", "static")],
)  # fmt: skip
def test_a_service_without_paths_gets_those_the_stacks_give_it(kinds: tuple[str, ...]) -> None:
    mine = [Service(name=kind, kind=kind) for kind in kinds]
    theirs = [config_keys.ServiceConfig(name=kind, kind=kind) for kind in kinds]
    expected = edge_routes.routes(theirs)
    assert {s.name: routes._usual(s, mine) for s in mine} == expected


def test_variables_a_service_gets_are_those_of_the_stacks() -> None:
    code = Path(stores.__file__).read_text()
    found = set(re.findall(r'"((?:DATABASE|CACHE)_\w+)"', code))
    assert found == {*variables._OF_DATABASE, *variables._OF_CACHE}


def test_every_blueprint_describes_itself_and_uses_known_layers() -> None:
    found = blueprints()
    assert [blueprint.name for blueprint in found] == ["web_app"]
    for blueprint in found:
        assert blueprint.title
        assert blueprint.summary.endswith(".")
        assert set(blueprint.layers) <= set(LAYERS)
        folder = ROOT / "blueprints" / blueprint.name / "template"
        assert {p.parent.name for p in folder.glob("*/__main__.py")} == set(blueprint.layers)


def test_jinja_stands_only_in_data_and_text() -> None:
    templates = [
        path
        for path in (ROOT / "blueprints").rglob("*.jinja")
        if "stacks" not in path.parts and "tests" not in path.parts
    ]
    assert len(templates) > 10
    for path in templates:
        assert path.name.removesuffix(".jinja").endswith((".yaml", ".yml", ".md", ".toml")), path
        depth = 0
        for word in re.findall(r"{%-?\s*(if|endif)\b", path.read_text()):
            depth += 1 if word == "if" else -1
            assert depth <= 1, f"{path} nests conditions"


def test_no_stack_file_is_a_template() -> None:
    assert not list((ROOT / "stacks").rglob("*.jinja"))
    for path in (ROOT / "stacks").rglob("*.py"):
        ast.parse(path.read_text())


def test_every_example_is_a_valid_answers_file_with_a_comment_that_says_what_it_is() -> None:
    examples = sorted((ROOT / "blueprints").glob("*/examples/*.yml"))
    assert [path.name for path in examples] == ["full-stack-fastapi.yml", "saas.yml"]
    for path in examples:
        assert path.read_text().startswith("# "), path
        assert check(YAML(typ="safe", pure=True).load(path)).services
