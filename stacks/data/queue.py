"""Queues: encrypted, with a dead-letter queue that somebody watches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from stacks.component import Component
from stacks.context import Context
from stacks.data.key import Key
from stacks.data.queue_alarms import dead_letter_alarms, queue_alarms
from stacks.observability.alarm import Alarms, AlarmsArgs
from stacks.observability.notifications import Topics

_DEAD_LETTER_SECONDS = 14 * 24 * 3600
_MESSAGE_SECONDS = 4 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class QueueArgs:
    """Settings of a queue. 0.40 USD per million requests (FIFO 0.50), the first million free."""

    context: Context
    """Who and where."""
    topics: Topics
    """Where its alarms go."""
    page: bool
    """False sends pages to the ticket topic too."""
    visibility_timeout_seconds: int = 300
    """Longest time a worker needs for one message; then another worker gets it again."""
    max_receives: int = 5
    """Attempts before a message is put aside."""
    max_age_seconds: int = 900
    """How long a message may wait before the alarm; at least the visibility timeout."""
    fifo: bool = False
    """Keep the order within a message group, and drop what is sent twice within 5 minutes."""
    key: Key | None = None
    """Key of the messages; SQS's own unless told. With a key of your own, every sender and
    every AWS service that sends needs rights on it."""


class Queue(Component, token="groundplan:data:Queue"):
    """A queue and its dead-letter queue.

    Invariants: encrypted at rest; requests without TLS refused; a message is put aside
    after ``max_receives`` attempts and kept 14 days there, longer than in the queue (a
    standard queue counts from when the message was first sent); only this queue may use
    the dead-letter queue.
    """

    CHILDREN = ("queue", "dead-letter")

    name: pulumi.Output[str]
    """Physical name, the dimension of its metrics."""
    url: pulumi.Output[str]
    """What senders and workers address."""
    arn: pulumi.Output[str]
    """ARN of the queue."""
    dead_letter_name: pulumi.Output[str]
    """Physical name of the dead-letter queue."""
    dead_letter_arn: pulumi.Output[str]
    """ARN of the dead-letter queue."""

    def __init__(
        self,
        name: str,
        args: QueueArgs,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(name, opts, overrides)
        self._args = args
        common = {
            **_encryption(args.key),
            "fifo_queue": True if args.fifo else None,
            "region": args.context.region,
        }
        dead_letter = aws.sqs.Queue(
            f"{name}-dead-letter",
            **self._merged(
                "dead-letter", {"message_retention_seconds": _DEAD_LETTER_SECONDS}, common
            ),
            opts=self._child(),
        )
        queue = aws.sqs.Queue(
            f"{name}-queue",
            **self._merged(
                "queue",
                {
                    "message_retention_seconds": _MESSAGE_SECONDS,
                    "visibility_timeout_seconds": args.visibility_timeout_seconds,
                    # Long polling: fewer empty answers, each of which is paid.
                    "receive_wait_time_seconds": 20,
                    "content_based_deduplication": True if args.fifo else None,
                },
                {
                    **common,
                    "redrive_policy": pulumi.Output.json_dumps(
                        {
                            "deadLetterTargetArn": dead_letter.arn,
                            "maxReceiveCount": args.max_receives,
                        }
                    ),
                },
            ),
            opts=self._child(),
        )
        aws.sqs.RedriveAllowPolicy(
            f"{name}-redrive-allow",
            queue_url=dead_letter.url,
            redrive_allow_policy=pulumi.Output.json_dumps(
                {"redrivePermission": "byQueue", "sourceQueueArns": [queue.arn]}
            ),
            region=args.context.region,
            opts=self._child(),
        )
        self._refuse_plain_http(f"{name}-policy", queue)
        self._refuse_plain_http(f"{name}-dead-letter-policy", dead_letter)
        self.name, self.url, self.arn = queue.name, queue.url, queue.arn
        self.dead_letter_name, self.dead_letter_arn = dead_letter.name, dead_letter.arn
        self._watch(name)
        self.register_outputs({"url": self.url, "arn": self.arn})

    def _refuse_plain_http(self, name: str, queue: aws.sqs.Queue) -> None:
        aws.sqs.QueuePolicy(
            name,
            queue_url=queue.url,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "RefusePlainHttp",
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "sqs:*",
                            "Resource": queue.arn,
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        }
                    ],
                }
            ),
            region=self._args.context.region,
            opts=self._child(),
        )

    def _watch(self, name: str) -> None:
        args = self._args
        longest_wait = max(args.max_age_seconds, args.visibility_timeout_seconds)
        for suffix, specs, dimension in (
            ("", queue_alarms(longest_wait), self.name),
            ("-dead-letter", dead_letter_alarms(), self.dead_letter_name),
        ):
            Alarms(
                f"{name}{suffix}-alarms",
                AlarmsArgs(
                    context=args.context,
                    topics=args.topics,
                    specs=specs,
                    dimensions={"QueueName": dimension},
                    page=args.page,
                ),
                self._child(),
            )

    def exported(self) -> dict[str, pulumi.Input[str]]:
        """What the application layer reads."""
        return {
            "name": self.name,
            "url": self.url,
            "arn": self.arn,
            "dead_letter_name": self.dead_letter_name,
            "dead_letter_arn": self.dead_letter_arn,
        }

    def grant_send(self) -> list[dict[str, Any]]:
        """Policy statements that let a role send messages."""
        return send_statements(self.arn, *self._key_arns())

    def grant_consume(self) -> list[dict[str, Any]]:
        """Policy statements that let a role take messages and finish them."""
        return consume_statements(self.arn, *self._key_arns())

    def _key_arns(self) -> tuple[pulumi.Input[str], ...]:
        return (self._args.key.arn,) if self._args.key else ()


def _encryption(key: Key | None) -> dict[str, Any]:
    if key is None:
        return {"sqs_managed_sse_enabled": True}
    return {"kms_master_key_id": key.arn, "kms_data_key_reuse_period_seconds": 300}


def send_statements(arn: pulumi.Input[str], *key_arns: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Identity policy statements to send to a queue, with its key where it has one."""
    allowed = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
    return [
        {"Effect": "Allow", "Action": allowed, "Resource": [arn]},
        *_key_statement(key_arns, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]


def consume_statements(
    arn: pulumi.Input[str], *key_arns: pulumi.Input[str]
) -> list[dict[str, Any]]:
    """Identity policy statements to work off a queue, with its key where it has one."""
    allowed = [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
    ]
    return [
        {"Effect": "Allow", "Action": allowed, "Resource": [arn]},
        *_key_statement(key_arns, ["kms:Decrypt"]),
    ]


def _key_statement(
    key_arns: tuple[pulumi.Input[str], ...], actions: list[str]
) -> list[dict[str, Any]]:
    if not key_arns:
        return []
    return [{"Effect": "Allow", "Action": actions, "Resource": list(key_arns)}]
