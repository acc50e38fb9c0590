"""Fresh emulated accounts over HTTP: `python -m tests.oracle.front NAME=ACCOUNT…`.

Prints one line of JSON, the address and the keys of each account, and serves until killed.
It is what `groundplan sandbox` serves, with nothing deployed into it. An account created
under one of the names gets the id that the estate imports it by.
"""

import importlib
import json
import sys
import warnings
from collections.abc import Mapping

from groundplan.emulate.backends import Document, Request, mends, sends
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
        known = dict(argument.split("=") for argument in sys.argv[1:])
        _import_accounts(known)
        keys = {account: _keys(deployment.gateway, account) for account in known.values()}
        print(json.dumps({"endpoint": f"http://{HOST}:{server.port}", "keys": keys}), flush=True)
        server.serve()


def _import_accounts(known: Mapping[str, str]) -> None:
    """Have a new account of a known name keep the id it has in the estate."""
    importlib.import_module("groundplan.emulate.backends.organizations")

    @sends("organizations", "CreateAccount")
    def begin(request: Request, params: Document) -> None:
        request.store.imported = known.get(str(params["AccountName"]), "")

    @mends("organizations", "CreateAccount")
    def end(request: Request, _: Document) -> None:
        request.store.imported = ""


def _keys(gateway: Gateway, account: str) -> Mapping[str, str]:
    told = gateway.client("sts", account, "us-east-1").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/oracle", RoleSessionName="oracle"
    )["Credentials"]
    return {name: told[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}


if __name__ == "__main__":
    main()
