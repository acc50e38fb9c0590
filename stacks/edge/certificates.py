"""Certificates of the public names, for CloudFront and for the load balancer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import EDGE_REGION, Context
from stacks.names import environment_domain


@dataclass(frozen=True, kw_only=True)
class CertificatesArgs:
    """Settings of the certificates. Free, and renewed by AWS."""

    context: Context
    """Who and where."""
    names: Sequence[str]
    """Public names, the main one first."""
    zone_id: pulumi.Input[str]
    """Hosted zone that answers for them; its name servers stand at the registrar."""


class Certificates(Component, token="groundplan:edge:Certificates"):
    """One certificate in us-east-1 for CloudFront and one in the home region.

    Both cover the same names: CloudFront forwards the visitor's host name to the load
    balancer, whose certificate must match it. AWS asks for the same DNS record for the
    same name in the same account, so one set of records proves both; they may be
    overwritten because a certificate made again asks for the same record too.

    AWS waits until it sees the records from outside. Without the delegation it would wait
    for nothing, which is what ``dns_delegated: false`` avoids.
    """

    edge_arn: pulumi.Output[str]
    """Issued certificate in us-east-1."""
    home_arn: pulumi.Output[str]
    """Issued certificate in the home region."""

    def __init__(
        self, name: str, args: CertificatesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        edge = self._certificate(f"{name}-edge", args.names, EDGE_REGION)
        home = self._certificate(f"{name}-home", args.names, args.context.region)
        records = [self._record(name, args, edge, domain) for domain in args.names]
        fqdns = [record.fqdn for record in records]
        self.edge_arn = self._issued(f"{name}-edge", edge, fqdns, EDGE_REGION)
        self.home_arn = self._issued(f"{name}-home", home, fqdns, args.context.region)
        self.register_outputs({"edge_arn": self.edge_arn, "home_arn": self.home_arn})

    def _certificate(self, role: str, names: Sequence[str], region: str) -> aws.acm.Certificate:
        return aws.acm.Certificate(
            f"{role}-certificate",
            domain_name=names[0],
            subject_alternative_names=list(names[1:]) or None,
            validation_method="DNS",
            key_algorithm="RSA_2048",
            region=region,
            opts=self._child(),
        )

    def _record(
        self, name: str, args: CertificatesArgs, certificate: aws.acm.Certificate, domain: str
    ) -> aws.route53.Record:
        # One record per configured name, made here and not inside apply(): the list AWS
        # answers has no order and is unknown in the first preview.
        options = certificate.domain_validation_options
        option = options.apply(lambda found: next(o for o in found if o.domain_name == domain))
        return aws.route53.Record(
            f"{name}-validation-{label(domain, args.names[0])}",
            zone_id=args.zone_id,
            name=option.apply(lambda o: str(o.resource_record_name)),
            type=option.apply(lambda o: str(o.resource_record_type)),
            records=[option.apply(lambda o: str(o.resource_record_value))],
            ttl=300,
            allow_overwrite=True,
            opts=self._child(),
        )

    def _issued(
        self,
        role: str,
        certificate: aws.acm.Certificate,
        fqdns: Sequence[pulumi.Output[str]],
        region: str,
    ) -> pulumi.Output[str]:
        return aws.acm.CertificateValidation(
            f"{role}-issued",
            certificate_arn=certificate.arn,
            validation_record_fqdns=list(fqdns),
            region=region,
            opts=self._child(custom_timeouts=pulumi.CustomTimeouts(create="45m")),
        ).certificate_arn


def label(domain: str, main: str) -> str:
    """Word for a name inside a logical name: ``main`` or its first part."""
    return "main" if domain == main else domain.removesuffix(f".{main}").replace(".", "-")


def public_names(domain: str, environment: str) -> tuple[str, ...]:
    """Names visitors use: the domain and www in prod, one name below it elsewhere."""
    name = environment_domain(domain, environment)
    return (name, f"www.{name}") if name == domain else (name,)
