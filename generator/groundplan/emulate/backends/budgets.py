"""Budgets: moto forgets who is told, and tags, and changes none."""

from moto.budgets.models import Budget, budgets_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers, mends
from groundplan.emulate.own_tags import Tags, keeps_tags


@mends("budgets", "CreateBudget")
def remember_tags(request: Request, _: Document) -> None:
    """Keep the tags, and whom the first notifications tell."""
    params = request.params
    name = str(params["Budget"]["BudgetName"])
    tags = params.get("ResourceTags") or ()
    request.table("tags")[name] = {tag["Key"]: tag["Value"] for tag in tags}
    notices = list(params.get("NotificationsWithSubscribers") or ())
    request.table("notices")[name] = {"all": notices}


@mends("budgets", "CreateNotification")
def remember_subscribers(request: Request, _: Document) -> None:
    """Keep whom a notification tells."""
    params = request.params
    kept = request.table("notices").setdefault(str(params["BudgetName"]), {"all": []})
    kept["all"].append({name: params[name] for name in ("Notification", "Subscribers")})


@answers("budgets", "DescribeSubscribersForNotification")
def subscribers(request: Request) -> Document:
    """Who is told when one threshold is crossed."""
    kept = request.table("notices").get(str(request.params["BudgetName"]), {"all": []})
    wanted = request.params["Notification"]
    for notice in kept["all"]:
        known = notice["Notification"]
        if all(known.get(key) == value for key, value in wanted.items() if key in known):
            return {"Subscribers": list(notice["Subscribers"])}
    return {"Subscribers": []}


@mends("budgets", "DeleteNotification")
def forget_subscribers(request: Request, _: Document) -> None:
    """Nobody is told any more."""
    gone = request.params["Notification"]
    kept = request.table("notices").get(str(request.params["BudgetName"]), {"all": []})
    kept["all"] = [notice for notice in kept["all"] if notice["Notification"] != gone]


@answers("budgets", "UpdateBudget")
def update(request: Request) -> Document:
    """Put a budget in the place of another of its name; who is told stays."""
    new = dict(request.params["NewBudget"])
    account, name = str(request.params["AccountId"]), str(new["BudgetName"])
    known = budgets_backends[request.account]["aws"].budgets[account]
    if name not in known:
        raise BackendError("NotFoundException", f"Unable to update budget {name}: no such budget")
    notifications = known[name].notifications
    known[name] = Budget(new, [])
    known[name].notifications = notifications
    return {}


def _tags(request: Request, arn: str) -> Tags | None:
    return request.table("tags").get(arn.rpartition("/")[2])


keeps_tags("budgets", _tags)
