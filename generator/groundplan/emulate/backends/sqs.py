"""Queues: moto keeps no redrive-allow policy, and forgets the policy of a changed queue."""

from moto.sqs.models import sqs_backends

from groundplan.emulate.backends import Document, Request, mends, sends

_MEMBER = "RedriveAllowPolicy"


@mends("sqs", "CreateQueue", "SetQueueAttributes")
def remember(request: Request, answer: Document) -> None:
    """Keep the policy under the queue's URL."""
    attributes = request.params.get("Attributes") or {}
    url = answer.get("QueueUrl") or request.params.get("QueueUrl")
    if _MEMBER in attributes:
        request.table("redrive-allow")[str(url)] = {_MEMBER: attributes[_MEMBER]}


@sends("sqs", "SetQueueAttributes")
def keep_policy(request: Request, params: Document) -> None:
    """Moto takes a queue's policy away when anything else of it is set."""
    name = str(params["QueueUrl"]).rpartition("/")[2]
    queue = sqs_backends[request.account][request.region].queues.get(name)
    if queue is not None and queue.policy:
        params["Attributes"] = {"Policy": queue.policy, **params["Attributes"]}


@sends("sqs", "GetQueueAttributes")
def ask_for_all(_: Request, params: Document) -> None:
    """Moto refuses the attribute's name, so everything is asked for."""
    if _MEMBER in (params.get("AttributeNames") or ()):
        params["AttributeNames"] = ["All"]


@mends("sqs", "GetQueueAttributes")
def give_back(request: Request, answer: Document) -> None:
    """Put the policy into the answer, unless it was taken away; keep to what was asked for."""
    kept = request.table("redrive-allow").get(str(request.params.get("QueueUrl")), {})
    told = {**(answer.get("Attributes") or {}), **{k: v for k, v in kept.items() if v}}
    asked = request.params.get("AttributeNames") or ()
    answer["Attributes"] = {k: v for k, v in told.items() if "All" in asked or k in asked}
