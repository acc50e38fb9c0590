"""Scalable targets: the tags moto forgets."""

from groundplan.emulate.backends import Document, Request, mends
from groundplan.emulate.own_tags import keeps_tags, table_of_tags

keeps_tags("application-autoscaling", table_of_tags)


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
