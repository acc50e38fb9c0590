"""Budgets: moto forgets who is told, and tags."""

from groundplan.emulate.backends import Document, Request, answers, mends


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


@answers("budgets", "ListTagsForResource")
def list_tags(request: Request) -> Document:
    """Tags of a budget."""
    name = str(request.params["ResourceARN"]).rpartition("/")[2]
    kept = request.table("tags").get(name, {})
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in kept.items()]}
