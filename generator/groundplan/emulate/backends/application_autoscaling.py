"""Scalable targets: the tags moto forgets."""

from groundplan.emulate.backends import Document, Request, knows, mends


@mends("application-autoscaling", "RegisterScalableTarget")
def remember_tags(request: Request, answer: Document) -> None:
    """Keep the tags of a new target; registering it again does not change them."""
    told = request.call(
        "application-autoscaling",
        "describe_scalable_targets",
        ServiceNamespace=request.params["ServiceNamespace"],
        ResourceIds=[request.params["ResourceId"]],
        ScalableDimension=request.params["ScalableDimension"],
    )["ScalableTargets"]
    for target in told:
        answer["ScalableTargetARN"] = target["ScalableTargetARN"]
        request.table("tags").setdefault(
            target["ScalableTargetARN"], dict(request.params.get("Tags") or {})
        )


@knows("application-autoscaling", "ListTagsForResource")
def list_tags(request: Request) -> Document | None:
    """Tags of a scalable target."""
    kept = request.table("tags").get(str(request.params["ResourceARN"]))
    return None if kept is None else {"Tags": dict(kept)}


@knows("application-autoscaling", "TagResource")
def tag(request: Request) -> Document | None:
    """Add tags to a scalable target."""
    kept = request.table("tags").get(str(request.params["ResourceARN"]))
    if kept is None:
        return None
    kept.update(request.params["Tags"])
    return {}


@knows("application-autoscaling", "UntagResource")
def untag(request: Request) -> Document | None:
    """Take tags from a scalable target."""
    kept = request.table("tags").get(str(request.params["ResourceARN"]))
    if kept is None:
        return None
    for key in request.params["TagKeys"]:
        kept.pop(key, None)
    return {}
