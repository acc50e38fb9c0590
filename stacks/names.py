"""Physical names: deterministic where another account or an alarm must know them."""

import hashlib
import re

from stacks.errors import ArgumentError


def fit(text: str, limit: int) -> str:
    """The text, cut to ``limit`` characters with a hash of the whole where it is longer.

    Args:
        text: A name.
        limit: Most characters AWS takes, at least 16.
    """
    if len(text) <= limit:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    return f"{text[: limit - 7].rstrip('-_')}-{digest}"


def bucket_name(org: str, app: str, environment: str, role: str, account: str, region: str) -> str:
    """Name of a bucket, unique in AWS because account and region stand in it.

    Raises:
        ArgumentError: A part has characters S3 refuses.
    """
    head = f"{org}-{app}-{environment}-{role}"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", head):
        raise ArgumentError("bucket name", head, "lowercase letters, digits and hyphens")
    tail = f"-{account}-{region}"
    return fit(head, 63 - len(tail)) + tail


def database_name(app: str) -> str:
    """Name of the database inside the engine: letters, digits, underscore, letter first."""
    text = re.sub(r"[^a-z0-9_]", "_", app.lower())
    return (text if text[:1].isalpha() else f"db_{text}")[:63]


def environment_domain(domain: str, environment: str) -> str:
    """Name under which an environment answers: prod owns the domain, the others a part of it."""
    return domain if environment == "prod" else f"{environment}.{domain}"


def vault_arn(region: str, account: str, name: str) -> str:
    """ARN of a backup vault, known before it exists."""
    return f"arn:aws:backup:{region}:{account}:backup-vault:{name}"


def central_vault_name(organization: str, app: str) -> str:
    """Vault of the backup account: made by `recovery`, filled by every `foundation`."""
    return fit(f"{organization}-{app}-central", 50)
