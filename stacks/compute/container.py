"""The container of a task, written the way AWS gives it back.

AWS fills in defaults and the provider compares texts: what is left out here would show as
a new revision in every preview. Names are sorted for the same reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

SCRATCH = "/tmp"

STOP_TIMEOUT_SECONDS = 60
"""Between SIGTERM and SIGKILL. Fargate takes 2 to 120; at least the load balancer's
deregistration delay, so that no request is cut off."""


@dataclass(frozen=True, kw_only=True)
class Container:
    """One container, the only one of its task."""

    name: str
    """Name inside the task."""
    image: pulumi.Input[str]
    """Image with tag or digest."""
    log_group: pulumi.Input[str]
    """Name of the log group."""
    region: str
    """Region of the log group."""
    port: int | None = None
    """Port it listens on."""
    command: Sequence[str] = ()
    """Replaces the image's command."""
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Plain variables."""
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Variables whose value is read at start: name to ``valueFrom``."""
    readonly_root: bool = False
    """The root file system cannot be written; ``/tmp`` can."""

    def definitions(self) -> pulumi.Output[str]:
        """JSON text of the list AWS takes."""
        return pulumi.Output.json_dumps([self._definition()], sort_keys=True)

    def volumes(self) -> list[dict[str, Any]]:
        """Volumes its mount points name."""
        return [{"name": "tmp"}] if self.readonly_root else []

    def _definition(self) -> dict[str, Any]:
        definition: dict[str, Any] = {
            "name": self.name,
            "image": self.image,
            "cpu": 0,
            "essential": True,
            "environment": [
                {"name": name, "value": self.environment[name]} for name in sorted(self.environment)
            ],
            "secrets": [
                {"name": name, "valueFrom": self.secrets[name]} for name in sorted(self.secrets)
            ],
            "portMappings": []
            if self.port is None
            else [{"containerPort": self.port, "hostPort": self.port, "protocol": "tcp"}],
            "mountPoints": [{"sourceVolume": "tmp", "containerPath": SCRATCH, "readOnly": False}]
            if self.readonly_root
            else [],
            "volumesFrom": [],
            "systemControls": [],
            # A process of ours as number 1 passes signals on and collects orphans.
            "linuxParameters": {"initProcessEnabled": True},
            "readonlyRootFilesystem": self.readonly_root,
            "stopTimeout": STOP_TIMEOUT_SECONDS,
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": self.log_group,
                    "awslogs-region": self.region,
                    "awslogs-stream-prefix": self.name,
                    # Logs that cannot be delivered are dropped instead of stopping the app.
                    "mode": "non-blocking",
                    "max-buffer-size": "25m",
                },
            },
        }
        if self.command:
            definition["command"] = list(self.command)
        return definition
