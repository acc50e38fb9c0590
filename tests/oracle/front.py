"""Fresh emulated accounts over HTTP: `python -m tests.oracle.front ACCOUNT…`.

Prints one line of JSON, the address and the keys of each account, and serves until killed.
It is what `groundplan sandbox` serves, with nothing deployed into it.
"""

import json
import sys
import warnings
from collections.abc import Mapping

from groundplan.emulate.deploy import accounts
from groundplan.emulate.gateway import Gateway
from groundplan.emulate.sandbox import defaults
from groundplan.emulate.sandbox.answer import Answering
from groundplan.emulate.sandbox.server import HOST, Server


def main() -> None:
    """Serve until killed."""
    warnings.filterwarnings("ignore", message=".* does not match an error shape")
    with accounts() as deployment:
        defaults.refuse_nobody()
        server = Server(0, "oracle", lambda: None)
        server.answering = Answering(deployment.gateway)
        keys = {account: _keys(deployment.gateway, account) for account in sys.argv[1:]}
        print(json.dumps({"endpoint": f"http://{HOST}:{server.port}", "keys": keys}), flush=True)
        server.serve()


def _keys(gateway: Gateway, account: str) -> Mapping[str, str]:
    told = gateway.client("sts", account, "us-east-1").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/oracle", RoleSessionName="oracle"
    )["Credentials"]
    return {name: told[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}


if __name__ == "__main__":
    main()
