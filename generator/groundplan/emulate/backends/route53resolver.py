"""DNS query logging: tags, and its end."""

from moto.route53resolver.models import route53resolver_backends

from groundplan.emulate.backends import (
    BackendError,
    Document,
    Request,
    answers,
    mends,
)
from groundplan.emulate.own_tags import keeps_tags, table_of_tags

keeps_tags("route53resolver", table_of_tags)


@mends("route53resolver", "CreateResolverQueryLogConfig")
def remember_tags(request: Request, answer: Document) -> None:
    """Keep the tags of a new configuration."""
    tags = request.params.get("Tags") or ()
    arn = str(answer["ResolverQueryLogConfig"]["Arn"])
    request.table("tags")[arn] = {tag["Key"]: tag["Value"] for tag in tags}


@answers("route53resolver", "DisassociateResolverQueryLogConfig")
def disassociate(request: Request) -> Document:
    """Log the questions of a network no more."""
    backend = route53resolver_backends[request.account][request.region]
    table = backend.resolver_query_log_config_associations
    for key, found in list(table.items()):
        if found.resource_id == request.params["ResourceId"]:
            gone = table.pop(key).description()
            return {"ResolverQueryLogConfigAssociation": {**gone, "Status": "DELETING"}}
    raise BackendError("ResourceNotFoundException", str(request.params["ResourceId"]), 404)


@answers("route53resolver", "DeleteResolverQueryLogConfig")
def delete(request: Request) -> Document:
    """Forget a configuration."""
    backend = route53resolver_backends[request.account][request.region]
    key = str(request.params["ResolverQueryLogConfigId"])
    if key not in backend.resolver_query_log_configs:
        raise BackendError("ResourceNotFoundException", key, 404)
    gone = backend.resolver_query_log_configs.pop(key).description()
    return {"ResolverQueryLogConfig": {**gone, "Status": "DELETING"}}
