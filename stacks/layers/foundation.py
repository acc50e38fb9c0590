"""Foundation of one environment: what changes rarely and holds the data."""

from stacks import config, local
from stacks.data.key import Key, KeyArgs, logs_statement
from stacks.layers.provider import account_provider, with_provider


class FoundationLayer:
    """Components of the foundation, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load()
        context, settings = self.config.context, self.config.settings
        opts = with_provider(account_provider(context))
        self.data_key = Key(
            "data",
            KeyArgs(
                context=context,
                description="Database, cache, buckets and queues",
                protect=settings.protect,
            ),
            opts,
        )
        self.logs_key = Key(
            "logs",
            KeyArgs(
                context=context,
                description="Log groups",
                statements=(logs_statement(context.account, context.region),),
            ),
            opts,
        )


def deploy() -> None:
    """Deploy the layer, then the owner's additions."""
    local.foundation(FoundationLayer())
