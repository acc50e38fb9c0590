"""Gives the user of the cache a new password, and the services the chance to take it.

The code of the function that `cache_rotation` makes: it runs in AWS Lambda, where boto3 is
part of the runtime, and imports nothing of `stacks`. Only its text is read here.

Secrets Manager calls it four times for one rotation, and where a step fails, begins again with the
first, several times. Each step may be repeated: it looks at what is there and goes on from it. The
user has two passwords all the time, the current and the next or the former, so no task loses its
way in while others already use the new one: a password lives for two intervals.

It does not log in to the cache to test a password. It would have to stand in the cache's network,
with ways out to three APIs, and to carry a client. ElastiCache tells by itself when a change has
reached every node: the user is active again. AWS's own sample relies on the same.
https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/tree/master/SecretsManagerElasticacheUserRotation

Nothing it writes to its log holds a password.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

PASSWORD_LENGTH = 64
"""Letters and digits; ElastiCache takes 16 to 128, and a URL takes them as they are."""
WAIT_SECONDS = 600
"""How long a change of the user may take until it has reached the cache; some seconds as a rule."""
PAUSE_SECONDS = 5
"""Pause between two looks."""

LOOKS = 6
"""How often a value that was just put in is asked for."""

_CURRENT, _PENDING = "AWSCURRENT", "AWSPENDING"
_GONE = ("ClusterNotFoundException", "ServiceNotActiveException", "ServiceNotFoundException")


class RotationError(Exception):
    """The password was not changed; the one before is still good."""


def handler(event: Mapping[str, Any], _context: object) -> str:
    """Take one step of a rotation.

    Args:
        event: ``Step``, ``SecretId`` and ``ClientRequestToken``, the new version's id.

    Returns:
        What was done, in words.

    Raises:
        RotationError: The step cannot be taken. Secrets Manager tries the rotation again, and
            tells of its failure.
    """
    rotation = Rotation(event["SecretId"], event["ClientRequestToken"])
    done = rotation.take(event["Step"])
    print(json.dumps({"step": event["Step"], "version": rotation.version, "done": done}))
    return done


class Rotation:
    """One rotation of one secret: from the current version to the one that is pending."""

    def __init__(self, secret: str, version: str) -> None:
        self.secret, self.version = secret, version
        self._secrets = boto3.client("secretsmanager")
        described = self._secrets.describe_secret(SecretId=secret)
        # Of a secret that never had a value, the pending version is the only one.
        self._stages: Mapping[str, list[str]] = described.get("VersionIdsToStages") or {}

    def take(self, step: str) -> str:
        """Take a step; what another run has already done is not done again."""
        steps: Mapping[str, Callable[[], str]] = {
            "createSecret": self.create,
            "setSecret": self.set,
            "testSecret": self.test,
            "finishSecret": self.finish,
        }
        mine = self._stages.get(self.version, ())
        if step not in steps or not {_CURRENT, _PENDING} & set(mine):
            raise RotationError(f"nothing to do for {step} of version {self.version}")
        if _CURRENT in mine and step != "finishSecret":
            return "already current"
        return steps[step]()

    def create(self) -> str:
        """Make a password and keep it as the pending version."""
        if self._password(self.version) is not None:
            return "a pending password is there"
        user, host, port = (os.environ[name] for name in ("USER_ID", "HOST", "PORT"))
        password = self._secrets.get_random_password(
            PasswordLength=PASSWORD_LENGTH, ExcludePunctuation=True
        )["RandomPassword"]
        value = {
            "username": user,
            "password": password,
            "host": host,
            "port": int(port),
            "url": f"rediss://{user}:{password}@{host}:{port}",
        }
        self._secrets.put_secret_value(
            SecretId=self.secret,
            ClientRequestToken=self.version,
            SecretString=json.dumps(value, sort_keys=True),
            VersionStages=[_PENDING],
        )
        return "made a pending password"

    def set(self) -> str:
        """Let the user in with the pending and with the current password."""
        passwords, cache = self._passwords(), boto3.client("elasticache")
        # AWS refuses a change while another is under way.
        _wait(cache)
        cache.modify_user(
            UserId=os.environ["USER_ID"],
            AuthenticationMode={"Type": "password", "Passwords": passwords},
        )
        return f"the user has {len(passwords)} passwords"

    def test(self) -> str:
        """Wait until the passwords have reached the cache, and see that they are as many as set."""
        wanted = len(self._passwords())
        seen = _wait(boto3.client("elasticache")).get("Authentication") or {}
        if (seen.get("Type"), seen.get("PasswordCount")) != ("password", wanted):
            raise RotationError(
                f"the user has {seen.get('PasswordCount')} passwords ({seen.get('Type')}), and "
                f"should have {wanted}"
            )
        return "the user is active"

    def finish(self) -> str:
        """Make the pending version the current one, and deploy the services anew.

        A task knows the password it started with. One that nobody replaces would live on until
        the next rotation takes that password away.
        """
        ecs, cluster = boto3.client("ecs"), os.environ["CLUSTER"]
        # Looked up first: where it cannot be, the rotation fails with nothing changed.
        services = list(_readers(ecs, cluster, self.secret))
        current = self._current()
        if current != self.version:
            former = {"RemoveFromVersionId": current} if current else {}
            self._secrets.update_secret_version_stage(
                SecretId=self.secret,
                VersionStage=_CURRENT,
                MoveToVersionId=self.version,
                **former,
            )
        failed = [name for name in services if not _deploy(ecs, cluster, name)]
        if failed:
            raise RotationError(
                f"the new password is current, but not deployed: {', '.join(failed)}"
            )
        return f"current; deployed anew: {', '.join(services) or 'nothing'}"

    def _current(self) -> str | None:
        return next((v for v, stages in self._stages.items() if _CURRENT in stages), None)

    def _passwords(self) -> list[str]:
        """The pending password, and the current one where there is one."""
        pending, current = self._pending(), self._current()
        former = self._password(current) if current else None
        return [pending] if former in (None, pending) else [pending, str(former)]

    def _pending(self) -> str:
        """The pending password; what was just put in may not be told at once."""
        for _ in range(LOOKS):
            if (password := self._password(self.version)) is not None:
                return password
            time.sleep(PAUSE_SECONDS)
        raise RotationError(f"version {self.version} holds no password")

    def _password(self, version: str) -> str | None:
        try:
            told = self._secrets.get_secret_value(SecretId=self.secret, VersionId=version)
        except ClientError as error:
            # The version is there from the start of the rotation, its value is not.
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return None
            raise
        try:
            value = json.loads(told.get("SecretString") or "{}")
        except ValueError:
            value = None
        if not isinstance(value, dict):
            # Without what stands there, which may be a password.
            raise RotationError(f"version {version} is no JSON object")
        return value.get("password")


def _user(cache: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = cache.describe_users(UserId=os.environ["USER_ID"])["Users"][0]
    return found


def _wait(cache: Any) -> Mapping[str, Any]:
    """The user, once it is active: then a change has reached the cache."""
    end = time.monotonic() + WAIT_SECONDS
    while (user := _user(cache))["Status"] != "active":
        if time.monotonic() > end:
            raise RotationError(f"the user is {user['Status']} after {WAIT_SECONDS} seconds")
        time.sleep(PAUSE_SECONDS)
    return user


def _readers(ecs: Any, cluster: str, secret: str) -> Iterator[str]:
    """Names of the services whose tasks read the secret; none before there is a cluster."""
    try:
        pages = [p["serviceArns"] for p in _pages(ecs, cluster)]
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return
        raise
    arns = [arn for page in pages for arn in page]
    # AWS describes ten at a time.
    for ten in (arns[start : start + 10] for start in range(0, len(arns), 10)):
        for service in ecs.describe_services(cluster=cluster, services=ten)["services"]:
            if service["status"] == "ACTIVE" and _reads(ecs, service["taskDefinition"], secret):
                yield service["serviceName"]


def _pages(ecs: Any, cluster: str) -> Iterator[Mapping[str, Any]]:
    pages: Iterator[Mapping[str, Any]] = ecs.get_paginator("list_services").paginate(
        cluster=cluster
    )
    return pages


def _reads(ecs: Any, definition: str, secret: str) -> bool:
    """Whether a task definition names the secret, or one key of it (``arn:key::``)."""
    told = ecs.describe_task_definition(taskDefinition=definition)["taskDefinition"]
    return any(
        entry["valueFrom"] == secret or entry["valueFrom"].startswith(f"{secret}:")
        for container in told["containerDefinitions"]
        for entry in container.get("secrets") or ()
    )


def _deploy(ecs: Any, cluster: str, service: str) -> bool:
    """Start a rolling deployment; False where AWS refuses."""
    try:
        ecs.update_service(cluster=cluster, service=service, forceNewDeployment=True)
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return True
        print(json.dumps({"service": service, "refused": error.response["Error"]["Code"]}))
        return False
    return True
