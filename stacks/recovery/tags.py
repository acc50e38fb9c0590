"""The tag by which AWS Backup finds what holds data."""

from stacks.context import Context

BACKUP_TAG = "backup"
"""Tag key; its value names the plan, so that two plans never fight over one resource."""


def plan_name(context: Context) -> str:
    """Name of the environment's backup plan, and value of the tag."""
    return context.physical("backup", 50)


def backup_tags(context: Context) -> dict[str, str]:
    """Tags that put a resource into the environment's backup plan.

    Every component that holds data sets them; a test fails for one that does not.
    """
    return {BACKUP_TAG: plan_name(context)}


NO_BACKUP_TAGS = {BACKUP_TAG: "none"}
"""Tags of what is left out on purpose: logs that age out, files that a release puts back."""
