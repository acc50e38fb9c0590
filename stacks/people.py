"""People as the config names them: addresses, contacts, and where they sign in."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from stacks.errors import ArgumentError

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
ContactKind = Literal["billing", "operations", "security"]
"""What AWS writes about."""
EMAIL_CHARACTERS = 64
"""AWS takes 6 to 64 ASCII characters as the address of an account."""


def _base_email(text: str) -> str:
    if not text:
        return text
    if not _EMAIL.fullmatch(text):
        raise ValueError("must be an e-mail address in ASCII, as in aws@example.com")
    if "+" in text:
        raise ValueError(
            "must have no plus sign: each account gets its own address by adding +<role>;"
            " where your mail cannot do that, write each address under account_emails"
        )
    return text


BaseEmail = Annotated[str, AfterValidator(_base_email)]


class Contact(BaseModel):
    """Whom AWS writes to about one subject."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=50)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)
    phone: str = Field(pattern=r"^[\s0-9()+-]+$", max_length=25)


class IdentityCenter(BaseModel):
    """The instance a person enabled; AWS has no call for that in the management account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    instance_arn: str = Field(pattern=r"^arn:aws:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}$")
    identity_store_id: str = Field(pattern=r"^d-[0-9a-f]{10}$|^[0-9a-f-]{36}$")
    region: str = Field(pattern=r"^[a-z]{2}-[a-z]+-[0-9]$")


def account_email(base: str, organization: str, role: str) -> str:
    """Address of one account: ``aws@example.com`` gives ``aws+acme-prod@example.com``.

    Raises:
        ArgumentError: There is no base address, or the result is longer than AWS takes.
    """
    name, _, domain = base.partition("@")
    email = f"{name}+{organization}-{role}@{domain}"
    if not base or len(email) > EMAIL_CHARACTERS:
        raise ArgumentError(
            "groundplan:base_email",
            base,
            f"an address that gives at most {EMAIL_CHARACTERS} characters with"
            f" +{organization}-{role} added",
            fix="choose a shorter one, or write the address under groundplan:account_emails",
        )
    return email
