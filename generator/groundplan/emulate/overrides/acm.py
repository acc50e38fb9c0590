"""Certificates."""

from groundplan.emulate.spec import Call, Read, Type

_OPTIONS = (
    "@DomainValidationOptions[].{domainName: DomainName, resourceRecordName: ResourceRecord.Name, "
    "resourceRecordType: ResourceRecord.Type, resourceRecordValue: ResourceRecord.Value}"
)

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
        id="{certificateArn}",
        survives="is a wait, not a thing",
    ),
}
