"""DNS questions of a network, written to logs."""

from groundplan.emulate.spec import Call, Read, Type
from groundplan.emulate.words import answer_of

_CONFIG = Read(
    "get_resolver_query_log_config",
    {"ResolverQueryLogConfigId": "{id}"},
    "ResolverQueryLogConfig",
)

TYPES = {
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": Type(
        service="route53resolver",
        create=Call(
            "create_resolver_query_log_config",
            params={"CreatorRequestId": "{physical}"},
            read=_CONFIG,
        ),
        id=answer_of("create_resolver_query_log_config", "ResolverQueryLogConfig.Id"),
        outputs={"arn": "@Arn"},
        tag_read=Read("list_tags_for_resource", {"ResourceArn": "{Arn}"}, "Tags"),
        delete=(
            Call("delete_resolver_query_log_config", params={"ResolverQueryLogConfigId": "{id}"}),
        ),
    ),
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": Type(
        service="route53resolver",
        create=Call(
            "associate_resolver_query_log_config",
            read=Read(
                "get_resolver_query_log_config_association",
                {"ResolverQueryLogConfigAssociationId": "{id}"},
                "ResolverQueryLogConfigAssociation",
            ),
        ),
        id=answer_of("associate_resolver_query_log_config", "ResolverQueryLogConfigAssociation.Id"),
        delete=(
            Call(
                "disassociate_resolver_query_log_config",
                params={
                    "ResolverQueryLogConfigId": "{resolverQueryLogConfigId}",
                    "ResourceId": "{resourceId}",
                },
            ),
        ),
    ),
}
