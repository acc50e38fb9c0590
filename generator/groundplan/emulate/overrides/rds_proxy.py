"""Connection pools in front of databases."""

from groundplan.emulate.spec import Call, Read, Type, Words

_TAGS = Read("list_tags_for_resource", {"ResourceName": "{DBProxyArn}"}, "TagList")
_GROUP = {"DBProxyName": "{dbProxyName}", "TargetGroupName": "{targetGroupName}"}


def _database(w: Words) -> str:
    return str(w.get("dbInstanceIdentifier") or w.get("dbClusterIdentifier"))


TYPES = {
    "aws:rds/proxy:Proxy": Type(
        service="rds",
        create=Call(
            "create_db_proxy",
            names={"name": "DBProxyName", "auths": "Auth"},
            read=Read("describe_db_proxies", {"DBProxyName": "{name}"}, "DBProxies[0]"),
        ),
        update=(
            Call(
                "modify_db_proxy",
                names={
                    "name": "DBProxyName",
                    "auths": "Auth",
                    "vpcSecurityGroupIds": "SecurityGroups",
                },
            ),
        ),
        replaces=("name", "engineFamily", "vpcSubnetIds"),
        outputs={"arn": "@DBProxyArn", "endpoint": "@Endpoint"},
        tag_read=_TAGS,
        delete=(Call("delete_db_proxy", params={"DBProxyName": "{name}"}),),
    ),
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": Type(
        service="rds",
        create=Call(
            "modify_db_proxy_target_group",
            params={"TargetGroupName": "default"},
            read=Read(
                "describe_db_proxy_target_groups",
                {"DBProxyName": "{dbProxyName}"},
                "TargetGroups[0]",
            ),
        ),
        id="{dbProxyName}",
        outputs={"arn": "@TargetGroupArn", "name": "default"},
        replaces=("dbProxyName",),
        survives="goes with its proxy",
    ),
    "aws:rds/proxyTarget:ProxyTarget": Type(
        service="rds",
        create=Call(
            "register_db_proxy_targets",
            names={
                "dbInstanceIdentifier": "DBInstanceIdentifiers",
                "dbClusterIdentifier": "DBClusterIdentifiers",
            },
            read=Read(
                "describe_db_proxy_targets",
                _GROUP,
                "Targets[0]",
                back={
                    "DBInstanceIdentifiers": "[RdsResourceId]",
                    "DBClusterIdentifiers": "[RdsResourceId]",
                },
            ),
        ),
        id=lambda w: f"{w['dbProxyName']}/{w['targetGroupName']}/{_database(w)}",
        replaces=("dbProxyName", "targetGroupName", "dbInstanceIdentifier", "dbClusterIdentifier"),
        delete=(
            Call(
                "deregister_db_proxy_targets",
                params={
                    **_GROUP,
                    "DBInstanceIdentifiers": lambda w: (
                        [w["dbInstanceIdentifier"]] if w.get("dbInstanceIdentifier") else None
                    ),
                    "DBClusterIdentifiers": lambda w: (
                        [w["dbClusterIdentifier"]] if w.get("dbClusterIdentifier") else None
                    ),
                },
            ),
        ),
    ),
}
