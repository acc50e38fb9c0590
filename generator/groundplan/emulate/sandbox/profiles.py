"""AWS profiles of the sandbox, in files of its own: the user's are never touched."""

import configparser
import io
import shlex
from collections.abc import Mapping
from pathlib import Path

from groundplan.emulate.gateway import Gateway
from groundplan.emulate.sandbox.state import Place, State, write

_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE")
"""Variables that win over a profile."""


def write_profiles(place: Place, state: State, gateway: Gateway) -> None:
    """Two profiles for each account: its role, and the name that the documents use for it.

    Its keys are what leads into the account.
    """
    config, credentials = _parser(), _parser()
    for role, account in state.accounts.items():
        keys = gateway.client("sts", account, "us-east-1").assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/sandbox", RoleSessionName=role
        )["Credentials"]
        for name in (role, f"{state.organization}-{role}"):
            config[f"profile {name}"] = {
                "region": state.region,
                "output": "json",
                "endpoint_url": state.endpoint,
                # Otherwise s3control and a few others put the account before the host.
                "disable_host_prefix_injection": "true",
            }
            credentials[name] = {
                "aws_access_key_id": keys["AccessKeyId"],
                "aws_secret_access_key": keys["SecretAccessKey"],
                "aws_session_token": keys["SessionToken"],
            }
    for file, parser in ((place.config, config), (place.credentials, credentials)):
        text = io.StringIO(
            "# Written by `groundplan sandbox up`; gone with `groundplan sandbox down`.\n"
        )
        text.seek(0, io.SEEK_END)
        parser.write(text)
        write(file, text.getvalue())


def variables(place: Place, state: State, profile: str = "") -> Mapping[str, str]:
    """What a shell needs so that every AWS tool in it talks to the sandbox."""
    return {
        "AWS_ENDPOINT_URL": state.endpoint,
        "AWS_CONFIG_FILE": str(place.config),
        "AWS_SHARED_CREDENTIALS_FILE": str(place.credentials),
        "AWS_PROFILE": profile or state.profile,
        "AWS_REGION": state.region,
        "AWS_DEFAULT_REGION": state.region,
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def exports(place: Place, state: State, profile: str = "") -> str:
    """Shell lines for ``eval``; keys of real accounts are taken out of the shell."""
    told = variables(place, state, profile)
    lines = [f"unset {' '.join(_KEYS)}"]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in told.items()]
    return "\n".join(lines)


def unsets() -> str:
    """Shell line that undoes `exports`."""
    return f"unset {' '.join(variables(Place(Path()), State(pid=0, port=0)))}"


def _parser() -> configparser.RawConfigParser:
    return configparser.RawConfigParser(default_section="groundplan-has-no-defaults")
