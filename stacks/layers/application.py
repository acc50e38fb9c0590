"""Application of one environment: what every release touches."""

from stacks import config, local
from stacks.layers.provider import account_provider, with_provider


class ApplicationLayer:
    """Components of the application, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load()
        with_provider(account_provider(self.config.context))


def deploy() -> None:
    """Deploy the layer, then the owner's additions."""
    local.application(ApplicationLayer())
