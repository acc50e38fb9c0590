"""Where alarms go: a topic for what wakes somebody and one for what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi


@dataclass(frozen=True, kw_only=True)
class Topics:
    """ARNs of the notification topics of one region, by severity.

    Alarms and their topics must be in one region, so alarms on CloudFront use another
    pair than the rest.
    """

    page: pulumi.Input[str]
    """Wakes somebody."""
    ticket: pulumi.Input[str]
    """Waits until morning."""

    def arn(self, severity: Literal["page", "ticket"]) -> pulumi.Input[str]:
        """Topic of a severity."""
        return self.page if severity == "page" else self.ticket

    @classmethod
    def of(cls, arns: pulumi.Output[Mapping[str, str]]) -> "Topics":
        """Topics from the foundation's output for one region."""
        return cls(page=arns.apply(lambda a: a["page"]), ticket=arns.apply(lambda a: a["ticket"]))
