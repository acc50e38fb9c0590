"""Parameters of databases."""

from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import added, dropped

_TAGS = Read("list_tags_for_resource", {"ResourceName": "{arnOf}"}, "TagList")
_new, _old = added("parameters"), dropped("parameters")


def _left_out(w: Words) -> list[dict[str, Any]] | None:
    """Parameters that a change does not set any more."""
    names = {p["name"] for p in w["after"].get("parameters") or ()}
    found = [
        {"ParameterName": p["name"], "ApplyMethod": p.get("applyMethod", "immediate")}
        for p in _old(w) or ()
        if p["name"] not in names
    ]
    return found or None


def _parameters(noun: str, read: str, group: str, path: str) -> Call:
    def parameters(w: Words) -> list[dict[str, Any]]:
        return [
            {
                "ParameterName": p["name"],
                "ParameterValue": str(p["value"]),
                "ApplyMethod": p.get("applyMethod", "immediate"),
            }
            for p in _new(w) or ()
        ]

    return Call(
        f"modify_{noun}",
        ("parameters",),
        params={group: "{name}", "Parameters": parameters},
        match=False,
        when=_new,
        read=Read(read, {group: "{name}"}, back={"Parameters": path}),
        undo=Call(
            f"reset_{noun}", params={group: "{name}", "Parameters": _left_out}, when=_left_out
        ),
        anew=True,
    )


TYPES = {
    "aws:rds/parameterGroup:ParameterGroup": Type(
        service="rds",
        create=Call(
            "create_db_parameter_group",
            names={"name": "DBParameterGroupName", "family": "DBParameterGroupFamily"},
            params={"Description": lambda w: w.get("description") or "Managed by Pulumi"},
            read=Read(
                "describe_db_parameter_groups",
                {"DBParameterGroupName": "{name}"},
                "DBParameterGroups[0]",
            ),
        ),
        then=(
            _parameters(
                "db_parameter_group",
                "describe_db_parameters",
                "DBParameterGroupName",
                "Parameters",
            ),
        ),
        words={"arnOf": "arn:aws:rds:{region}:{account}:pg:{name}"},
        outputs={"arn": "{arnOf}"},
        tag_read=_TAGS,
        provider_only={"skipDestroy": "how the provider deletes it"},
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": Type(
        service="rds",
        create=Call(
            "create_db_cluster_parameter_group",
            names={"name": "DBClusterParameterGroupName", "family": "DBParameterGroupFamily"},
            params={"Description": lambda w: w.get("description") or "Managed by Pulumi"},
            read=Read(
                "describe_db_cluster_parameter_groups",
                {"DBClusterParameterGroupName": "{name}"},
                "DBClusterParameterGroups[0]",
            ),
        ),
        then=(
            _parameters(
                "db_cluster_parameter_group",
                "describe_db_cluster_parameters",
                "DBClusterParameterGroupName",
                "Parameters",
            ),
        ),
        words={"arnOf": "arn:aws:rds:{region}:{account}:cluster-pg:{name}"},
        outputs={"arn": "{arnOf}"},
        tag_read=_TAGS,
    ),
}
