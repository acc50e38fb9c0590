"""Calls to AWS: each is shown before it is made, and a dry run makes only those that look."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    ProfileNotFound,
)
from botocore.exceptions import ConnectionError as ConnectionFailedError
from botocore.loaders import create_loader

from groundplan.errors import BootstrapError, Problem

ACCESS_ROLE = "OrganizationAccountAccessRole"
"""Role AWS makes in every account an organization creates."""

ONE_ENDPOINT = frozenset({"freetier", "organizations", "route53domains"})
"""Services that answer in us-east-1 only."""

Show = Callable[[str], None]

_LOADER = create_loader()


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, from where, and whether for real.

    Attributes:
        session: Credentials of one account.
        account: That account.
        region: Home region.
        show: Told of each call that changes something, before it is made.
        dry_run: Show those calls and make none of them.
    """

    session: Any
    account: str
    region: str
    show: Show
    dry_run: bool = False
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    def look(self, service: str, operation: str, /, **arguments: Any) -> Mapping[str, Any]:
        """Make a call that reads."""
        found: Mapping[str, Any] = getattr(self._client(service), operation)(**arguments)
        return found

    def pages(self, service: str, operation: str, key: str, /, **arguments: Any) -> Iterator[Any]:
        """Items of a paged list."""
        paginator = self._client(service).get_paginator(operation)
        for page in paginator.paginate(**arguments):
            yield from page.get(key, [])

    def change(self, service: str, operation: str, /, **arguments: Any) -> Mapping[str, Any]:
        """Show a call that changes something, then make it; in a dry run, only show it."""
        words = " ".join(f"{key}={_short(value)}" for key, value in arguments.items())
        self.show(f"{self.account} {self.region} {service} {operation} {words}".rstrip())
        if self.dry_run:
            return {}
        made: Mapping[str, Any] = getattr(self._client(service), operation)(**arguments)
        return made

    def within(self, account: str) -> "Caller":
        """The same in a member account, by the role its organization made there.

        Raises:
            ClientError: The role cannot be assumed (yet).
        """
        if account == self.account:
            return self
        keys = self.look(
            "sts",
            "assume_role",
            RoleArn=f"arn:aws:iam::{account}:role/{ACCESS_ROLE}",
            RoleSessionName="groundplan-bootstrap",
        )["Credentials"]
        session = boto3.Session(
            botocore_session=_sharing_models(),
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
            region_name=self.region,
        )
        return Caller(
            session=session,
            account=account,
            region=self.region,
            show=self.show,
            dry_run=self.dry_run,
        )

    def at(self, region: str) -> "Caller":
        """The same, in another region."""
        return self if region == self.region else replace(self, region=region)

    def _client(self, service: str) -> Any:
        region = "us-east-1" if service in ONE_ENDPOINT else self.region
        key = (service, region)
        if key not in self._clients:
            retries = Config(retries={"mode": "standard", "max_attempts": 8})
            self._clients[key] = self.session.client(service, region_name=region, config=retries)
        return self._clients[key]


def _sharing_models() -> Any:
    """A session that reads AWS's API models once for all accounts."""
    session = botocore.session.get_session()
    session.register_component("data_loader", _LOADER)
    return session


def caller(region: str, show: Show, *, dry_run: bool, profile: str = "") -> Caller:
    """The caller of the credentials at hand.

    Raises:
        BootstrapError: There are none, or AWS refuses them.
    """
    try:
        session = boto3.Session(
            botocore_session=_sharing_models(), profile_name=profile or None, region_name=region
        )
        identity = session.client("sts", region_name=region).get_caller_identity()
    except NoCredentialsError:
        raise BootstrapError(
            Problem(
                what="there are no AWS credentials",
                where="AWS",
                fix="sign in with `aws sso login` or `aws configure`, then name the profile"
                " with --profile or AWS_PROFILE",
            )
        ) from None
    except ProfileNotFound:
        raise BootstrapError(
            Problem(
                what=f"there is no profile {profile or os.environ.get('AWS_PROFILE', '')}",
                where="AWS",
                fix="`aws configure list-profiles` shows those there are; `aws configure sso"
                " --profile NAME` makes one",
            )
        ) from None
    except (ConnectionFailedError, HTTPClientError) as error:
        raise BootstrapError(
            Problem(
                what=f"AWS cannot be reached: {reason(error)}",
                where="AWS",
                fix="check the network; nothing was changed",
            )
        ) from None
    except (BotoCoreError, ClientError) as error:
        raise BootstrapError(
            Problem(
                what=f"AWS does not accept the credentials: {reason(error)}",
                where="AWS",
                fix="sign in again, and check the profile with `aws sts get-caller-identity`",
            )
        ) from None
    return Caller(
        session=session, account=identity["Account"], region=region, show=show, dry_run=dry_run
    )


def code(error: Exception) -> str:
    """Error code AWS answered with; empty for anything else."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", ""))
    return ""


def reason(error: Exception) -> str:
    """What AWS said, in one line."""
    if isinstance(error, ClientError):
        answer = error.response.get("Error", {})
        return f"{answer.get('Code', '')}: {answer.get('Message', '')}".strip(": ")
    return str(error)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 100 else f"{text[:97]}..."
