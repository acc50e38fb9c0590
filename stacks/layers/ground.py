"""What every part of the application layer stands on."""

from stacks import config
from stacks.account.boundary import bound_roles, boundary_arn
from stacks.compute.checks import check_services
from stacks.context import EDGE_REGION
from stacks.edge.certificates import public_names
from stacks.edge.routes import routes
from stacks.layers.provider import account_provider, with_provider
from stacks.observability.notifications import Topics
from stacks.references import Foundation


class Ground:
    """Config, provider, and what the foundation of the same environment gives."""

    def __init__(self) -> None:
        self.config = config.load()
        context, values = self.config.context, self.config.values
        check_services(values.services)
        if values.repository:
            bound_roles(boundary_arn(context))
        self.opts = with_provider(account_provider(context))
        self.foundation = Foundation(context.environment)
        self.topics = Topics.of(self.foundation.mapping("topics", context.region))
        self.edge_topics = Topics.of(self.foundation.mapping("topics", EDGE_REGION))
        # Certificates and public names exist once the domain points to our name servers.
        delegated = bool(values.domain) and values.dns_delegated
        self.names = public_names(values.domain, context.environment) if delegated else ()
        self.routes = routes(values.services)
