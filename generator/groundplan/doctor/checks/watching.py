"""Whether what watches is on, and reaches somebody."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import code
from groundplan.doctor.check import EVERYWHERE, MANAGEMENT, Check, Found, Place, missing, ok
from groundplan.engine.plan import Resource


def trail(place: Place) -> Iterator[Found]:
    """Whether the organization's trail logs and delivers."""
    for planned in place.planned("aws:cloudtrail/trail:Trail"):
        name = planned.inputs["name"]
        try:
            status = place.aws.look("cloudtrail", "get_trail_status", Name=name)
        except ClientError as error:
            if code(error) != "TrailNotFoundException":
                raise
            yield missing(f"there is no trail {name}", "pulumi up in organization/")
            continue
        if not status["IsLogging"]:
            yield missing(f"{name} does not log", f"aws cloudtrail start-logging --name {name}")
        elif status.get("LatestDeliveryError"):
            yield missing(
                f"{name} cannot deliver: {status['LatestDeliveryError']}",
                "compare the bucket's policy in security/ with the trail's name: pulumi up there",
            )
        else:
            yield ok(f"{name} logs and delivers")


def mails(place: Place) -> Iterator[Found]:
    """Whether somebody confirmed the address of each notification topic."""
    confirmed = 0
    for planned in place.planned("aws:sns/topicSubscription:TopicSubscription"):
        if planned.inputs["protocol"] != "email":
            continue
        found = list(_subscription(place, planned))
        yield from found
        confirmed += not found
    if confirmed:
        yield ok(f"{confirmed} subscriptions are confirmed")


def _subscription(place: Place, planned: Resource) -> Iterator[Found]:
    """What is missing of one address on one topic; nothing where it is confirmed."""
    aws, address = place.aws.at(planned.region), planned.inputs["endpoint"]
    topic = (
        f"arn:aws:sns:{planned.region}:{aws.account}:{planned.inputs['topic'].rpartition(':')[2]}"
    )
    name = topic.rpartition(":")[2]
    try:
        rows: list[dict[str, Any]] = list(
            aws.pages("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=topic)
        )
    except ClientError as error:
        if code(error) not in {"NotFound", "NotFoundException"}:
            raise
        yield missing(
            f"there is no topic {name} in {planned.region}",
            f"pulumi up in {_layer(place, planned)}/",
        )
        return
    states = {row["SubscriptionArn"] for row in rows if row["Endpoint"] == address}
    if any(arn.startswith("arn:") for arn in states):
        return
    again = (
        f"aws sns subscribe --region {planned.region} --profile {place.profile} --topic-arn"
        f" {topic} --protocol email --notification-endpoint {address}"
    )
    if states:
        yield missing(
            f"{address} has not confirmed {name} in {planned.region}",
            f"open the link in AWS's mail to {address}; it is valid for two days, and this sends"
            f" another: {again}",
        )
    else:
        yield missing(
            f"{address} is not subscribed to {name} in {planned.region}",
            f"{again}; then open the link in the mail",
        )


def _layer(place: Place, planned: Resource) -> str:
    return next(p.layer for p in place.plans if planned in p.resources)


CHECKS = (
    Check(
        id="trail",
        step=7,
        why="Without it nobody can say who did what.",
        roles=MANAGEMENT,
        look=trail,
    ),
    Check(
        id="mails",
        step=9,
        why="AWS sends no alarm to an address nobody confirmed, and says nothing about it.",
        roles=EVERYWHERE,
        look=mails,
    ),
)
