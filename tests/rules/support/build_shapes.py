"""Makes `groundplan/rules/shapes/<service>.json` from pulumi-aws, botocore and cfn-lint.

Run ``python -m tests.rules.support.build_shapes`` after one of the three moved.
A shape says of each input of a type: its kind, whether it is required, and what the
service's API model (or, where that is silent, the CloudFormation registry) allows.
"""

import gzip
import importlib
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args, get_origin

import botocore
from pulumi import _types

from groundplan.engine.schema import resource_class
from tests.rules.support.cfnlint_data import cfnlint_folder
from tests.rules.support.shape_sources import (
    ALIASES,
    DOCUMENTS,
    EMPTY,
    IDS,
    IGNORED,
    NAMES,
    SOURCES,
)

FOLDER = Path(__file__).resolve().parents[3] / "generator/groundplan/rules/shapes"


@cache
def model(service: str) -> Mapping[str, Any]:
    """Newest API model of a service."""
    home = Path(botocore.__file__).parent / "data" / service
    version = sorted(p.name for p in home.iterdir() if p.is_dir())[-1]
    file = home / version / "service-2.json.gz"
    loaded: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    return loaded


@cache
def registry(type_name: str) -> Mapping[str, Any]:
    """CloudFormation registry schema as cfn-lint ships it."""
    home = cfnlint_folder() / "data/schemas"
    names = json.loads((home / "providers/us-east-1.json").read_text())
    loaded: dict[str, Any] = json.loads(
        (home / "resources" / f"{names[type_name]}.json").read_text()
    )
    return loaded


def plain(name: str) -> str:
    """A property name without what Pulumi and AWS spell differently."""
    low = re.sub(r"[^a-z0-9]", "", name.lower())
    return re.sub(r"(?<=[a-z]{3})s$", "", low.replace("ies", "y") if low.endswith("ies") else low)


class Botocore:
    """A shape of an API model as a source of constraints."""

    def __init__(self, service: str, shape: str) -> None:
        self.service, self.name = service, shape
        self.shape = model(service)["shapes"][shape]

    def member(self, name: str, parent: str) -> "Botocore | None":
        """The member that a Pulumi property stands for."""
        members: Mapping[str, Any] = self.shape.get("members", {})
        by_name = {plain(key): value["shape"] for key, value in members.items()}
        for candidate in (plain(ALIASES.get(f"{parent}.{name}", name)), plain(name)):
            if candidate in by_name:
                return Botocore(self.service, by_name[candidate])
        return None

    def inner(self) -> "Botocore":
        """The shape below wrappers that Pulumi leaves out."""
        here = self
        if here.shape["type"] == "structure" and {"Items", "Quantity"} == set(
            here.shape["members"]
        ):
            here = Botocore(self.service, here.shape["members"]["Items"]["shape"])
        return here

    def item(self) -> "Botocore | None":
        """Shape of a list's items."""
        here = self.inner()
        if here.shape["type"] == "list":
            return Botocore(self.service, here.shape["member"]["shape"])
        return None

    def limits(self) -> dict[str, Any]:
        """Constraints in the words of the shape files."""
        s = self.inner().shape
        found: dict[str, Any] = {}
        if s["type"] == "string":
            if s.get("enum"):
                found["e"] = sorted(s["enum"])
            if s.get("pattern"):
                found["p"] = s["pattern"]
            if s.get("min"):
                found["min"] = s["min"]
            if "max" in s:
                found["max"] = s["max"]
        elif s["type"] in ("integer", "long", "double", "float"):
            found = {k: s[v] for k, v in (("lo", "min"), ("hi", "max")) if v in s}
        elif s["type"] == "list":
            found = {k: s[v] for k, v in (("min", "min"), ("max", "max")) if s.get(v)}
        return found


class Registry:
    """A CloudFormation schema node as a source of constraints."""

    def __init__(self, root: Mapping[str, Any], node: Mapping[str, Any]) -> None:
        self.root = root
        while "$ref" in node:
            target: Any = root
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        self.node = node

    def member(self, name: str, parent: str) -> "Registry | None":
        """The property that a Pulumi property stands for."""
        by_name = {plain(key): value for key, value in self.node.get("properties", {}).items()}
        found = by_name.get(plain(ALIASES.get(f"{parent}.{name}", name)))
        return Registry(self.root, found) if found is not None else None

    def item(self) -> "Registry | None":
        """Schema of a list's items."""
        items = self.node.get("items")
        return Registry(self.root, items) if isinstance(items, Mapping) else None

    def limits(self) -> dict[str, Any]:
        """Constraints in the words of the shape files."""
        names = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
        kind = self.node.get("type")
        found: dict[str, Any] = {}
        if kind in ("integer", "number"):
            pairs = (("lo", "minimum"), ("hi", "maximum"))
        else:
            low, high = names.get(kind if isinstance(kind, str) else "", ("", ""))
            pairs = (("min", low), ("max", high))
        found |= {key: self.node[word] for key, word in pairs if self.node.get(word) is not None}
        if found.get("min") == 0:
            del found["min"]
        if kind == "string" and self.node.get("enum"):
            found["e"] = sorted(map(str, self.node["enum"]))
        if kind == "string" and self.node.get("pattern"):
            found["p"] = self.node["pattern"]
        return found


Source = Botocore | Registry


class Builder:
    """Shapes of one service: types and the objects nested in them."""

    def __init__(self) -> None:
        self.types: dict[str, Any] = {}
        self.objects: dict[str, Any] = {}

    def add(self, token: str) -> None:
        """Describe one type."""
        found = resource_class(token)
        assert found is not None, token
        module = importlib.import_module(found.__module__)
        # Pulumi calls the arguments InitArgs where a nested object took the plain name.
        args = getattr(module, f"{found.__name__}InitArgs", None) or getattr(
            module, f"{found.__name__}Args"
        )
        self.types[token] = self._object(args, _sources(token), token.rpartition(":")[2])

    def _object(self, args: type, sources: list[Source], parent: str) -> dict[str, Any]:
        kinds = _types.input_type_types(args)
        names = _types.input_type_py_to_pulumi_names(args)
        required = {
            names.get(key, key)
            for key, parameter in inspect.signature(args.__init__).parameters.items()  # type: ignore[misc]
            if key in names and parameter.default is inspect.Parameter.empty
        }
        result = {}
        for name, kind in sorted(kinds.items()):
            inner = [m for s in sources if (m := s.member(name, parent)) is not None]
            node = self._node(kind, inner, f"{parent}.{name}")
            if name in required:
                node["r"] = 2 if _named(name, node, f"{parent}.{name}") else 1
                if node["t"] == "list" and f"{parent}.{name}" not in EMPTY:
                    node.setdefault("min", 1)
            result[name] = node
        return result

    def _node(self, kind: Any, sources: list[Source], path: str) -> dict[str, Any]:
        kind = _unwrapped(kind)
        origin = get_origin(kind)
        if (origin is not None and issubclass(origin, Mapping)) or kind is dict:
            inner = _unwrapped(get_args(kind)[1]) if len(get_args(kind)) == 2 else str
            return {"t": "map"} if inner in (str, int, bool) else {"t": "map", "any": 1}
        if origin in (list,) or (origin is not None and origin.__name__ == "Sequence"):
            items = [i for s in sources if (i := s.item()) is not None]
            node: dict[str, Any] = {"t": "list", **self._limits(sources, path, ("min", "max"))}
            node["i"] = self._node(get_args(kind)[0], items, path)
            return node
        if inspect.isclass(kind) and _types.is_input_type(kind):
            name = kind.__name__.removesuffix("Args")
            if name not in self.objects:
                self.objects[name] = {}
                flat = [(s.item() or s) for s in sources]
                self.objects[name] = self._object(kind, flat, name)
            return {"t": "obj", "o": name}
        word = {str: "str", int: "int", float: "float", bool: "bool"}.get(kind, "any")
        if word == "bool" or word == "any":
            return {"t": word}
        keys = ("lo", "hi") if word in ("int", "float") else ("e", "p", "min", "max")
        limits = self._limits(sources, path, keys)
        if word == "str" and "e" not in limits and "p" not in limits and (form := form_of(path)):
            limits["p"] = form
        if path in DOCUMENTS:
            service, shape = DOCUMENTS[path]
            limits["j"] = {"t": "list", "i": self._api(Botocore(service, shape))}
        return {"t": word, **limits}

    def _api(self, source: Botocore) -> dict[str, Any]:
        """A shape of an API model as it is: what stands in a document."""
        s = source.shape
        inner = partial(Botocore, source.service)
        if s["type"] == "structure":
            if source.name not in self.objects:
                self.objects[source.name] = {"*": {"t": "any"}}
                for key, value in s["members"].items():
                    node = self._api(inner(value["shape"]))
                    if key in s.get("required", ()):
                        node["r"] = 1
                    self.objects[source.name][key] = node
            return {"t": "obj", "o": source.name}
        if s["type"] == "list":
            return {"t": "list", "i": self._api(inner(s["member"]["shape"]))}
        if s["type"] == "map":
            return {"t": "map"}
        words = {"string": "str", "integer": "int", "long": "int", "boolean": "bool"}
        word = words.get(s["type"], "any")
        if word == "any":
            return {"t": "any"}
        return {"t": word, "s": 1, **{k: v for k, v in source.limits().items() if usable(k, v)}}

    def _limits(self, sources: list[Source], path: str, keys: tuple[str, ...]) -> dict[str, Any]:
        if path in IGNORED:
            return {}
        found: dict[str, Any] = {}
        for source in sources:
            for key, value in source.limits().items():
                if key in keys and f"{path}#{key}" not in IGNORED and usable(key, value):
                    found.setdefault(key, value)
        return found


def _named(name: str, node: Mapping[str, Any], path: str) -> bool:
    """True for a required text that names something, so that an empty one is none."""
    return node["t"] == "str" and path not in EMPTY and re.search(NAMES, name) is not None


def form_of(path: str) -> str:
    """The form an id has by the name of its property; empty where the name tells none."""
    name = path.rpartition(".")[2]
    if path in IGNORED or f"{path}#p" in IGNORED:
        return ""
    prefix = IDS.get(name, "")
    return f"{prefix}-[0-9a-f]{{8,17}}" if prefix else ""


def usable(key: str, value: Any) -> bool:
    """False for limits that say nothing or that Python cannot read."""
    if key == "p":
        if value in (".*", "[\\s\\S]*", "[\\s\\S]+", "^.*$", "(?s).*", ".*\\S.*"):
            return value == ".*\\S.*"
        try:
            re.compile(value)
        except re.error:
            return False
        return len(value) < 700
    if key == "hi":
        return bool(value < 2**31)
    return True


def _unwrapped(kind: Any) -> Any:
    while True:
        arguments = [a for a in get_args(kind) if a is not type(None)]
        origin = get_origin(kind)
        if origin is not None and getattr(origin, "__name__", "") in ("Union", "UnionType"):
            kind = arguments[0]
            continue
        return kind


def _sources(token: str) -> list[Source]:
    found: list[Source] = []
    for text in SOURCES[token]:
        if text.startswith("AWS::"):
            schema = registry(text)
            found.append(Registry(schema, schema))
        else:
            service, _, shape = text.partition(":")
            operation = model(service)["operations"].get(shape)
            shape = operation["input"]["shape"] if operation else shape
            found.append(Botocore(service, shape))
    return found


def build() -> dict[str, str]:
    """Text of each shape file by name."""
    builders: dict[str, Builder] = {}
    for token in sorted(SOURCES):
        service = token.split(":")[1].split("/")[0]
        builders.setdefault(service, Builder()).add(token)
    return {
        f"{service}.json": json.dumps(
            {"types": b.types, "objects": dict(sorted(b.objects.items()))},
            separators=(",", ":"),
            sort_keys=True,
        )
        + "\n"
        for service, b in builders.items()
    }


def limits_of(shapes: Mapping[str, Any]) -> Iterator[str]:
    """Every constraint as a line, for reading."""
    for group in ("types", "objects"):
        for owner, inputs in shapes[group].items():
            for name, node in inputs.items():
                inner = {**node, **{f"i{k}": v for k, v in node.get("i", {}).items()}}
                for key in ("r", "o", "io", "i", "t", "it"):
                    inner.pop(key, None)
                if inner:
                    yield f"{owner.rpartition(':')[2]}.{name} {json.dumps(inner)[:220]}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in build().items():
        (FOLDER / name).write_text(text)
