"""Certificates."""

from groundplan.emulate.spec import Call, Read, Type, Words
from groundplan.emulate.words import answer_of

_OPTIONS = (
    "@DomainValidationOptions[].{domainName: DomainName, resourceRecordName: ResourceRecord.Name, "
    "resourceRecordType: ResourceRecord.Type, resourceRecordValue: ResourceRecord.Value}"
)


_issued_at = answer_of("describe_certificate", "Certificate.IssuedAt")


def _issued(w: Words) -> str:
    """The provider calls a validation by the time the certificate was issued at."""
    issued = _issued_at(w)
    return f"{issued:%Y-%m-%d %H:%M:%S} +0000 UTC" if issued else str(w["certificateArn"])


TYPES = {
    "aws:acm/certificate:Certificate": Type(
        service="acm",
        create=Call(
            "request_certificate",
            names={"options.export": "Export"},
            read=Read(
                "describe_certificate",
                {"CertificateArn": "{id}"},
                "Certificate",
                back={
                    "ValidationMethod": "DomainValidationOptions[0].ValidationMethod",
                    "SubjectAlternativeNames": lambda d: [
                        n for n in d["SubjectAlternativeNames"] if n != d["DomainName"]
                    ],
                },
            ),
        ),
        id="{CertificateArn}",
        outputs={"arn": "{id}", "domainValidationOptions": _OPTIONS, "status": "@Status"},
        tag_read=Read("list_tags_for_certificate", {"CertificateArn": "{id}"}, "Tags"),
        delete=(Call("delete_certificate", params={"CertificateArn": "{id}"}),),
    ),
    "aws:acm/certificateValidation:CertificateValidation": Type(
        service="acm",
        create=Call(
            "describe_certificate",
            names={"validationRecordFqdns": ""},
            read=Read(
                "describe_certificate",
                {"CertificateArn": "{certificateArn}"},
                "Certificate",
            ),
        ),
        id=_issued,
        survives="is a wait, not a thing",
    ),
}
