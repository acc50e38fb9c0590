"""Where Pulumi keeps its state: a bucket and a key per account, made by `bootstrap`."""

from stacks.context import Context


def state_bucket(context: Context) -> str:
    """Name of the account's state bucket. `groundplan bootstrap` uses the same rule."""
    return f"{context.organization}-state-{context.account}-{context.region}"


def state_key_alias(context: Context) -> str:
    """Alias of the key that encrypts the state and the secrets in it."""
    return f"alias/{context.organization}-state"
