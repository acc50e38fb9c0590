"""Computed outputs of acm."""

from typing import Any


def _validation_options(words: Any) -> list[dict[str, str]]:
    names = [words["domainName"], *words.get("subjectAlternativeNames", [])]
    return [
        {
            "domainName": name,
            "resourceRecordName": f"_{words['hex32']}.{name.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{words['hex16']}.acm-validations.aws.",
        }
        for name in names
    ]


TYPES: dict[str, dict[str, Any]] = {
    "aws:acm/certificate:Certificate": {
        "id": "arn:aws:acm:{region}:{account}:certificate/{uuid}",
        "arn": "{id}",
        "domainValidationOptions": _validation_options,
    },
    "aws:acm/certificateValidation:CertificateValidation": {"id": "{certificateArn}"},
}
