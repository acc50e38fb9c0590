"""Switches of AWS Backup that no plan shows: off, it skips what it should copy."""

import json
from collections.abc import Iterator

from botocore.exceptions import ClientError

from groundplan.bootstrap.caller import code
from groundplan.doctor.check import (
    ENVIRONMENTS,
    MANAGEMENT,
    Check,
    Found,
    Place,
    missing,
    ok,
)


def sharing(place: Place) -> Iterator[Found]:
    """Whether accounts may copy backups to one another."""
    for planned in place.planned("aws:backup/globalSettings:GlobalSettings"):
        wanted = planned.inputs["globalSettings"]
        found = place.aws.look("backup", "describe_global_settings")["GlobalSettings"]
        key = "isCrossAccountBackupEnabled"
        if found.get(key) == wanted[key]:
            yield ok("accounts may copy backups to one another")
        else:
            yield missing(
                "accounts may not copy backups to one another", "pulumi up in organization/"
            )


def opt_in(place: Place) -> Iterator[Found]:
    """Whether AWS Backup may back up what holds data, in each region."""
    for planned in place.planned("aws:backup/regionSettings:RegionSettings"):
        wanted = {k for k, on in planned.inputs["resourceTypeOptInPreference"].items() if on}
        settings = place.aws.at(planned.region).look("backup", "describe_region_settings")
        on = {k for k, value in settings["ResourceTypeOptInPreference"].items() if value}
        if wanted - on:
            layer = next(p.layer for p in place.plans if planned in p.resources)
            yield missing(
                f"off in {planned.region}: {', '.join(sorted(wanted - on))}",
                f"pulumi up in {layer}/",
            )
        else:
            yield ok(f"{len(wanted)} types of data are backed up in {planned.region}")


def policy(place: Place) -> Iterator[Found]:
    """Whether the organization backs an environment up as well."""
    management = place.everywhere.get("management")
    if management is None:
        return
    named = management.config.get("protected_environments") or ()
    if place.role not in named:
        yield missing(
            "the organization does not back it up yet",
            "when its foundation is deployed, in organization/: pulumi config set --stack main"
            f" --path 'groundplan:protected_environments[{len(named)}]' {place.role}"
            " && pulumi up --stack main",
        )
        return
    try:
        effective = management.aws.look(
            "organizations",
            "describe_effective_policy",
            PolicyType="BACKUP_POLICY",
            TargetId=place.account,
        )["EffectivePolicy"]
    except ClientError as error:
        if code(error) != "EffectivePolicyNotFoundException":
            raise
        yield missing(
            "the organization's backup policy is not attached", "pulumi up in organization/"
        )
    else:
        plans = ", ".join(json.loads(effective["PolicyContent"])["plans"])
        yield ok(f"the organization backs it up by {plans}")


CHECKS = (
    Check(
        id="backup-sharing",
        step=4,
        why="Every copy into the backup account fails while this is off.",
        roles=MANAGEMENT,
        look=sharing,
    ),
    Check(
        id="backup-opt-in",
        step=10,
        why="AWS Backup skips a type that is off when it selects by tag, and says nothing.",
        roles=ENVIRONMENTS | {"backup"},
        look=opt_in,
    ),
    Check(
        id="backup-policy",
        step=10,
        why="Whoever deploys could turn off the account's own backup plan, but not this one.",
        roles=frozenset({"prod"}),
        look=policy,
    ),
)
