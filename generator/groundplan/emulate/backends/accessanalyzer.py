"""Access Analyzer: moto has no such service."""

from datetime import UTC, datetime

from groundplan.emulate.backends import BackendError, Document, Request, answers
from groundplan.emulate.own_tags import Tags, keeps_tags

_KIND = "analyzer"


@answers("accessanalyzer", "CreateAnalyzer")
def create(request: Request) -> Document:
    """Keep an analyzer; AWS has room for one of each type in a region."""
    params = request.params
    name = str(params["analyzerName"])
    table = request.table(_KIND)
    if name in table:
        raise BackendError("ConflictException", f"analyzer {name} exists", 409)
    table[name] = {
        "arn": request.arn(f"analyzer/{name}", service="access-analyzer"),
        "name": name,
        "type": params["type"],
        "createdAt": datetime.now(UTC),
        "tags": dict(params.get("tags") or {}),
        "status": "ACTIVE",
        **({"configuration": params["configuration"]} if params.get("configuration") else {}),
    }
    return {"arn": table[name]["arn"]}


@answers("accessanalyzer", "GetAnalyzer")
def get(request: Request) -> Document:
    """One analyzer."""
    return {"analyzer": dict(request.find(_KIND, request.params["analyzerName"]))}


@answers("accessanalyzer", "ListAnalyzers")
def list_all(request: Request) -> Document:
    """All analyzers of the region, or those of a type."""
    wanted = request.params.get("type")
    found = [a for a in request.table(_KIND).values() if wanted in (None, a["type"])]
    return {"analyzers": found}


@answers("accessanalyzer", "DeleteAnalyzer")
def delete(request: Request) -> Document:
    """Forget an analyzer."""
    request.find(_KIND, request.params["analyzerName"])
    del request.table(_KIND)[request.params["analyzerName"]]
    return {}


@answers("accessanalyzer", "ListFindings", "ListFindingsV2")
def no_findings(_: Request) -> Document:
    """Nothing is analyzed here."""
    return {"findings": []}


@answers("accessanalyzer", "ListArchiveRules")
def no_rules(_: Request) -> Document:
    """No archive rule can be made here."""
    return {"archiveRules": []}


def _tags(request: Request, arn: str) -> Tags:
    for analyzer in request.table(_KIND).values():
        if analyzer["arn"] == arn:
            kept: Tags = analyzer["tags"]
            return kept
    raise BackendError("ResourceNotFoundException", arn, 404)


keeps_tags("accessanalyzer", _tags)
