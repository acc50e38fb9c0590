"""The organization: policy types and principals moto refuses, ids of what exists already."""

from typing import Any

from moto.organizations import models
from moto.organizations.models import organizations_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers, mends, new_id

_PRINCIPALS = (
    "access-analyzer.amazonaws.com",
    "account.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "config.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "detective.amazonaws.com",
    "fms.amazonaws.com",
    "guardduty.amazonaws.com",
    "inspector2.amazonaws.com",
    "iam.amazonaws.com",
    "ipam.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
    "ram.amazonaws.com",
    "reporting.trustedadvisor.amazonaws.com",
    "servicequotas.amazonaws.com",
    "ssm.amazonaws.com",
    "cost-optimization-hub.bcm.amazonaws.com",
    "macie.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
    "resource-explorer-2.amazonaws.com",
    "securityhub.amazonaws.com",
    "sso.amazonaws.com",
    "storage-lens.s3.amazonaws.com",
)
_POLICY_TYPES = (
    "AISERVICES_OPT_OUT_POLICY",
    "BACKUP_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "RESOURCE_CONTROL_POLICY",
    "SECURITYHUB_POLICY",
    "SERVICE_CONTROL_POLICY",
    "TAG_POLICY",
)


def _widen() -> None:
    """Moto knows six delegated administrators and a few policy types; AWS knows more."""
    kinds: Any = models
    _add(kinds.FakeDelegatedAdministrator.SUPPORTED_SERVICES, _PRINCIPALS)
    _add(kinds.FakeServiceAccess.TRUSTED_SERVICES, _PRINCIPALS)
    _add(kinds.FakeRoot.SUPPORTED_POLICY_TYPES, _POLICY_TYPES)
    _add(kinds.FakePolicy.SUPPORTED_POLICY_TYPES, _POLICY_TYPES)
    original = kinds.FakePolicy.__init__

    def make(self: Any, organization: Any, **params: Any) -> None:
        try:
            original(self, organization, **params)
        except NotImplementedError:
            kind = params["Type"]
            original(self, organization, **{**params, "Type": "TAG_POLICY"})
            self.type = kind
            self._arn_format = self._arn_format.replace("tag_policy", kind.lower())

    kinds.FakePolicy.__init__ = make


def _add(known: list[str], more: tuple[str, ...]) -> None:
    known.extend(name for name in more if name not in known)


def _backend(request: Request) -> Any:
    return organizations_backends[request.account]["aws"]


@mends("organizations", "CreateAccount")
def take_known_account_id(request: Request, answer: Document) -> None:
    """An account that exists already keeps its id."""
    known, status = request.store.imported, answer["CreateAccountStatus"]
    if not known:
        return
    backend = _backend(request)
    account = backend.get_account_by_id(status["AccountId"])
    masters: Any = organizations_backends.master_accounts
    masters[known] = masters.pop(account.id)
    account.id = status["AccountId"] = known


@mends("organizations", "CreateOrganizationalUnit")
def take_known_unit_id(request: Request, answer: Document) -> None:
    """A unit that exists already keeps its id."""
    known, unit = request.store.imported, answer["OrganizationalUnit"]
    if known:
        _backend(request).get_organizational_unit_by_id(unit["Id"]).id = known
        unit["Arn"], unit["Id"] = unit["Arn"].replace(unit["Id"], known), known


@mends("organizations", "CreateOrganization")
def take_known_organization_id(request: Request, answer: Document) -> None:
    """An organization that exists already keeps its id."""
    known, organization = request.store.imported, answer["Organization"]
    if known:
        _backend(request).org.id = known
        organization["Arn"] = organization["Arn"].replace(organization["Id"], known)
        organization["Id"] = known


@answers("organizations", "EnableAllFeatures")
def begin_all_features(request: Request) -> Document:
    """Begin the change; it stays so until a person finalizes it."""
    organization = _backend(request).org
    if organization.feature_set == "ALL":
        raise BackendError(
            "HandshakeConstraintViolationException",
            "ORGANIZATION_ALREADY_HAS_ALL_FEATURES: All features are already enabled.",
        )
    handshake = f"h-{new_id().replace('-', '')}"
    return {"Handshake": {"Id": handshake, "Action": "ENABLE_ALL_FEATURES", "State": "REQUESTED"}}


_widen()
