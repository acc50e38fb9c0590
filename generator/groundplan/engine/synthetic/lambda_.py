"""Computed outputs of lambda."""

from typing import Any

_ARN = "arn:aws:lambda:{region}:{account}:function:{physical}"

AUTO_NAMED: dict[str, str] = {"aws:lambda/permission:Permission": "statementId"}

TYPES: dict[str, dict[str, Any]] = {
    "aws:lambda/function:Function": {
        "arn": _ARN,
        "qualifiedArn": f"{_ARN}:$LATEST",
        "invokeArn": "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/"
        f"{_ARN}/invocations",
        "version": "$LATEST",
    },
}
