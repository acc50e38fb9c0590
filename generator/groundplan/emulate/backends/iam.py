"""AWS's own policies, which moto holds all or none; root features; a provider's clients."""

import json
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data as text
from moto.iam.models import AWSManagedPolicy, iam_backends
from moto.organizations.models import organizations_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers, sends

_PREFIX = "arn:aws:iam::aws:policy/"


@sends("iam", "AttachRolePolicy", "GetPolicy", "GetPolicyVersion", "ListEntitiesForPolicy")
def load_policy(request: Request, params: Document) -> None:
    """Load the one policy that is asked for, where AWS has it."""
    arn = str(params.get("PolicyArn", ""))
    if not arn.startswith(_PREFIX):
        return
    backend = iam_backends[request.account]["aws"]
    data = None if arn in backend.managed_policies else managed_policy(arn)
    if data is not None:
        name = arn.rpartition("/")[2]
        policy = AWSManagedPolicy.from_data(name, request.account, "us-east-1", data)
        backend.managed_policies[policy.arn] = policy


@sends("iam", "UpdateRole")
def leave_the_rest(request: Request, params: Document) -> None:
    """Moto takes away of a role what an update does not tell."""
    role = iam_backends[request.account]["aws"].get_role(str(params["RoleName"]))
    params.setdefault("Description", role.description or "")
    params.setdefault("MaxSessionDuration", int(role.max_session_duration or 3600))


def managed_policy(arn: str) -> Any:
    """One policy out of moto's text of all policies, without reading the others."""
    name = arn.rpartition("/")[2]
    mark = f'\n "{name}":'
    start = text.find(mark)
    if start < 0:
        return None
    data, _ = json.JSONDecoder().raw_decode(text, start + len(mark))
    path = "/" + arn.removeprefix(_PREFIX).removesuffix(name)
    return data if data.get("Path", "/") == path else None


@answers(
    "iam",
    "EnableOrganizationsRootCredentialsManagement",
    "EnableOrganizationsRootSessions",
)
def enable_root_feature(request: Request) -> Document:
    """Manage the root users of all members from here."""
    feature = request.operation.removeprefix("EnableOrganizations")
    kept = request.store.table(request.account, "", "iam:organization")
    kept.setdefault("features", {})[feature] = True
    return list_root_features(request)


@answers(
    "iam",
    "DisableOrganizationsRootCredentialsManagement",
    "DisableOrganizationsRootSessions",
)
def disable_root_feature(request: Request) -> Document:
    """Leave the root users to the members again."""
    feature = request.operation.removeprefix("DisableOrganizations")
    kept = request.store.table(request.account, "", "iam:organization")
    kept.setdefault("features", {}).pop(feature, None)
    return list_root_features(request)


@answers("iam", "ListOrganizationsFeatures")
def list_root_features(request: Request) -> Document:
    """What is managed from here."""
    kept = request.store.table(request.account, "", "iam:organization")
    organization = organizations_backends[request.account]["aws"].org
    if organization is None:
        raise BackendError("OrganizationNotFoundException", "the account is in no organization")
    return {
        "OrganizationId": organization.id,
        "EnabledFeatures": sorted(kept.get("features", {})),
    }


@answers("iam", "AddClientIDToOpenIDConnectProvider", "RemoveClientIDFromOpenIDConnectProvider")
def change_clients(request: Request) -> Document:
    """Trust a client, or trust it no more; AWS does not mind if that is so already."""
    arn, client = str(request.params["OpenIDConnectProviderArn"]), request.params["ClientID"]
    provider = iam_backends[request.account]["aws"].open_id_providers.get(arn)
    if provider is None:
        raise BackendError("NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}", 404)
    others = [known for known in provider.client_id_list if known != client]
    adds = request.operation.startswith("Add")
    provider.client_id_list = [*others, client] if adds else others
    return {}
