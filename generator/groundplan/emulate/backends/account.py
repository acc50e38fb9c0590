"""Accounts: their names, which moto keeps with the organization."""

from moto.organizations.models import organizations_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers


@answers("account", "PutAccountName")
def rename(request: Request) -> Document:
    """Rename an account of the organization the caller manages."""
    wanted = str(request.params.get("AccountId") or request.account)
    for account in organizations_backends[request.account]["aws"].accounts:
        if account.id == wanted:
            account.name = str(request.params["AccountName"])
            return {}
    raise BackendError(
        "AccessDeniedException", f"{wanted} is no account of the caller's organization", 403
    )
