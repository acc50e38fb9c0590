"""Functions and who may call them."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundplan.emulate.spec import Call, Read, Type, Words

_FUNCTION = {"FunctionName": "{name}"}
_MADE = (1980, 1, 1, 0, 0, 0)
"""Earliest time a zip file knows: the same files make the same archive."""


def zipped(archive: Mapping[str, Any]) -> bytes:
    """The archive a program hands over, as the provider uploads it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, asset in sorted((archive.get("assets") or {}).items()):
            content = asset["text"] if "text" in asset else Path(asset["path"]).read_bytes()
            made.writestr(zipfile.ZipInfo(name, _MADE), content)
    return target.getvalue()


def _code(w: Words) -> dict[str, bytes]:
    return {"ZipFile": zipped(w["code"])}


def _statement(document: Any) -> dict[str, Any]:
    """The newest statement of a function's policy, in the words of the call."""
    found: dict[str, Any] = json.loads(document["Policy"])["Statement"][-1]
    return found


TYPES = {
    "aws:lambda/function:Function": Type(
        service="lambda",
        create=Call(
            "create_function",
            names={"name": "FunctionName", "code": ""},
            params={"Code": _code},
            read=Read(
                "get_function_configuration",
                _FUNCTION,
                never={"Code": "AWS returns a link to the code, not the code"},
                elsewhere={"Tags": Read("list_tags", {"Resource": "{FunctionArn}"})},
            ),
        ),
        id="{name}",
        outputs={"arn": "@FunctionArn", "version": "@Version"},
        update=(
            Call(
                "update_function_code",
                takes=("code", "architectures"),
                names={"code": ""},
                params={**_FUNCTION, "ZipFile": lambda w: zipped(w["code"])},
            ),
            Call(
                "update_function_configuration",
                params=_FUNCTION,
            ),
        ),
        replaces=("name", "packageType"),
        delete=(Call("delete_function", params=_FUNCTION),),
        provider_only={
            "skipDestroy": "how the provider deletes the function",
            "sourceCodeHash": "how the provider notices a change",
        },
        not_emulated={
            "deadLetterConfig": "moto forgets it",
            "fileSystemConfig": "moto forgets it",
            "loggingConfig": "moto forgets it",
            "snapStart": "moto forgets it",
        },
    ),
    "aws:lambda/permission:Permission": Type(
        service="lambda",
        create=Call(
            "add_permission",
            names={"function": "FunctionName", "statementId": "StatementId"},
            read=Read(
                "get_policy",
                {"FunctionName": "{function}"},
                back={
                    "FunctionName": lambda d: _statement(d)["Resource"].rpartition(":")[2],
                    "StatementId": lambda d: _statement(d)["Sid"],
                    "Action": lambda d: _statement(d)["Action"],
                    "Principal": lambda d: _statement(d)["Principal"]["Service"],
                    "SourceArn": lambda d: _statement(d)["Condition"]["ArnLike"]["AWS:SourceArn"],
                    "SourceAccount": lambda d: _statement(d)["Condition"]["StringEquals"][
                        "AWS:SourceAccount"
                    ],
                },
            ),
        ),
        id="{statementId}",
        delete=(
            Call(
                "remove_permission",
                params={"FunctionName": "{function}", "StatementId": "{statementId}"},
            ),
        ),
    ),
}
