"""Backups: selections, vault policies and notifications, settings, restore testing."""

from datetime import UTC, datetime

from moto.backup.models import backup_backends

from groundplan.emulate.backends import BackendError, Document, Request, answers, new_id
from groundplan.emulate.own_tags import keeps_tags, table_of_tags

keeps_tags("backup", table_of_tags, tell="ListTags")


def _vault(request: Request) -> Document:
    """The vault a call is about; AWS refuses one that is not there."""
    name = str(request.params["BackupVaultName"])
    return request.call("backup", "describe_backup_vault", BackupVaultName=name)


@answers("backup", "PutBackupVaultAccessPolicy")
def put_policy(request: Request) -> Document:
    """Keep a vault's policy."""
    vault = _vault(request)
    request.table("policy")[vault["BackupVaultName"]] = {
        "BackupVaultName": vault["BackupVaultName"],
        "BackupVaultArn": vault["BackupVaultArn"],
        "Policy": request.params.get("Policy", ""),
    }
    return {}


@answers("backup", "GetBackupVaultAccessPolicy")
def get_policy(request: Request) -> Document:
    """A vault's policy."""
    return dict(request.find("policy", request.params["BackupVaultName"]))


@answers("backup", "DeleteBackupVaultAccessPolicy")
def delete_policy(request: Request) -> Document:
    """Forget a vault's policy."""
    request.table("policy").pop(request.params["BackupVaultName"], None)
    return {}


@answers("backup", "PutBackupVaultNotifications")
def put_notifications(request: Request) -> Document:
    """Keep which events of a vault go to which topic."""
    vault = _vault(request)
    request.table("notifications")[vault["BackupVaultName"]] = {
        "BackupVaultName": vault["BackupVaultName"],
        "BackupVaultArn": vault["BackupVaultArn"],
        "SNSTopicArn": request.params["SNSTopicArn"],
        "BackupVaultEvents": list(request.params["BackupVaultEvents"]),
    }
    return {}


@answers("backup", "GetBackupVaultNotifications")
def get_notifications(request: Request) -> Document:
    """Notifications of a vault."""
    return dict(request.find("notifications", request.params["BackupVaultName"]))


@answers("backup", "DeleteBackupVaultNotifications")
def delete_notifications(request: Request) -> Document:
    """Forget the notifications of a vault."""
    request.table("notifications").pop(request.params["BackupVaultName"], None)
    return {}


@answers("backup", "CreateBackupSelection")
def create_selection(request: Request) -> Document:
    """Keep what a plan backs up."""
    plan = str(request.params["BackupPlanId"])
    request.call("backup", "get_backup_plan", BackupPlanId=plan)
    made = {
        "BackupPlanId": plan,
        "SelectionId": new_id(),
        "CreationDate": datetime.now(UTC),
    }
    selection = dict(request.params["BackupSelection"])
    request.table("selection")[f"{plan}/{made['SelectionId']}"] = {
        **made,
        "BackupSelection": selection,
    }
    return made


@answers("backup", "GetBackupSelection")
def get_selection(request: Request) -> Document:
    """One selection of a plan."""
    params = request.params
    return dict(request.find("selection", f"{params['BackupPlanId']}/{params['SelectionId']}"))


@answers("backup", "ListBackupSelections")
def list_selections(request: Request) -> Document:
    """Selections of a plan."""
    return {
        "BackupSelectionsList": [
            {
                "SelectionId": kept["SelectionId"],
                "SelectionName": kept["BackupSelection"]["SelectionName"],
                "BackupPlanId": kept["BackupPlanId"],
                "CreationDate": kept["CreationDate"],
                "IamRoleArn": kept["BackupSelection"]["IamRoleArn"],
            }
            for kept in request.table("selection").values()
            if kept["BackupPlanId"] == request.params["BackupPlanId"]
        ]
    }


@answers("backup", "DeleteBackupSelection")
def delete_selection(request: Request) -> Document:
    """Forget a selection."""
    params = request.params
    key = f"{params['BackupPlanId']}/{params['SelectionId']}"
    request.find("selection", key)
    del request.table("selection")[key]
    return {}


@answers("backup", "UpdateBackupPlan")
def update_plan(request: Request) -> Document:
    """Keep a plan's new version in place of the old one."""
    plan_id = str(request.params["BackupPlanId"])
    request.call("backup", "get_backup_plan", BackupPlanId=plan_id)
    plan = backup_backends[request.account][request.region].plans[plan_id]
    plan.backup_plan = dict(request.params["BackupPlan"])
    plan.version_id = new_id()
    return {
        "BackupPlanId": plan_id,
        "BackupPlanArn": plan.backup_plan_arn,
        "VersionId": plan.version_id,
        "CreationDate": datetime.now(UTC),
    }


_OPT_IN = {
    "Aurora": True,
    "CloudFormation": False,
    "DocumentDB": True,
    "DynamoDB": True,
    "EBS": True,
    "EC2": True,
    "EFS": True,
    "FSx": True,
    "Neptune": True,
    "RDS": True,
    "Redshift": False,
    "S3": False,
    "SAP HANA on Amazon EC2": False,
    "Storage Gateway": True,
    "Timestream": False,
    "VirtualMachine": True,
}


@answers("backup", "UpdateRegionSettings")
def update_region_settings(request: Request) -> Document:
    """Keep which services a region backs up."""
    settings = request.table("settings").setdefault("region", {})
    for name in ("ResourceTypeOptInPreference", "ResourceTypeManagementPreference"):
        settings[name] = {**settings.get(name, {}), **(request.params.get(name) or {})}
    return {}


@answers("backup", "DescribeRegionSettings")
def describe_region_settings(request: Request) -> Document:
    """Which services a region backs up."""
    kept = request.table("settings").get("region", {})
    return {
        "ResourceTypeOptInPreference": {
            **_OPT_IN,
            **kept.get("ResourceTypeOptInPreference", {}),
        },
        "ResourceTypeManagementPreference": {
            "DynamoDB": False,
            "EFS": False,
            **kept.get("ResourceTypeManagementPreference", {}),
        },
    }


@answers("backup", "UpdateGlobalSettings")
def update_global_settings(request: Request) -> Document:
    """Keep settings of the whole organization."""
    request.store.table(request.account, "", "backup:settings")["global"] = dict(
        request.params.get("GlobalSettings") or {}
    )
    return {}


@answers("backup", "DescribeGlobalSettings")
def describe_global_settings(request: Request) -> Document:
    """Settings of the whole organization."""
    kept = request.store.table(request.account, "", "backup:settings").get("global", {})
    return {"GlobalSettings": {"isCrossAccountBackupEnabled": "false", **kept}}


@answers("backup", "CreateRestoreTestingPlan")
def create_testing_plan(request: Request) -> Document:
    """Keep a restore-testing plan."""
    plan = dict(request.params["RestoreTestingPlan"])
    name = plan["RestoreTestingPlanName"]
    if name in request.table("testing-plan"):
        raise BackendError("AlreadyExistsException", f"restore testing plan {name} exists")
    arn = request.arn(f"restore-testing-plan:{name}-{new_id()}")
    made = {
        "RestoreTestingPlanArn": arn,
        "RestoreTestingPlanName": name,
        "CreationTime": datetime.now(UTC),
    }
    request.table("testing-plan")[name] = {**plan, **made}
    request.table("tags")[arn] = dict(request.params.get("Tags") or {})
    return made


@answers("backup", "GetRestoreTestingPlan")
def get_testing_plan(request: Request) -> Document:
    """A restore-testing plan."""
    return {
        "RestoreTestingPlan": request.find("testing-plan", request.params["RestoreTestingPlanName"])
    }


@answers("backup", "ListRestoreTestingPlans")
def list_testing_plans(request: Request) -> Document:
    """All restore-testing plans."""
    return {"RestoreTestingPlans": list(request.table("testing-plan").values())}


@answers("backup", "UpdateRestoreTestingPlan")
def update_testing_plan(request: Request) -> Document:
    """Change a restore-testing plan."""
    plan = request.find("testing-plan", request.params["RestoreTestingPlanName"])
    plan.update(request.params["RestoreTestingPlan"])
    return {**plan, "UpdateTime": datetime.now(UTC)}


@answers("backup", "DeleteRestoreTestingPlan")
def delete_testing_plan(request: Request) -> Document:
    """Forget a restore-testing plan; AWS wants its selections gone first."""
    name = request.params["RestoreTestingPlanName"]
    request.find("testing-plan", name)
    if any(key.startswith(f"{name}/") for key in request.table("testing-selection")):
        raise BackendError("InvalidRequestException", f"{name} still has selections")
    del request.table("testing-plan")[name]
    return {}


@answers("backup", "CreateRestoreTestingSelection")
def create_testing_selection(request: Request) -> Document:
    """Keep what a restore-testing plan restores."""
    plan_name = request.params["RestoreTestingPlanName"]
    plan = request.find("testing-plan", plan_name)
    selection = dict(request.params["RestoreTestingSelection"])
    made = {
        "RestoreTestingPlanName": plan_name,
        "RestoreTestingSelectionName": selection["RestoreTestingSelectionName"],
        "CreationTime": datetime.now(UTC),
    }
    key = f"{plan_name}/{made['RestoreTestingSelectionName']}"
    request.table("testing-selection")[key] = {**selection, **made}
    return {**made, "RestoreTestingPlanArn": plan["RestoreTestingPlanArn"]}


@answers("backup", "GetRestoreTestingSelection")
def get_testing_selection(request: Request) -> Document:
    """One selection of a restore-testing plan."""
    params = request.params
    key = f"{params['RestoreTestingPlanName']}/{params['RestoreTestingSelectionName']}"
    return {"RestoreTestingSelection": request.find("testing-selection", key)}


@answers("backup", "ListRestoreTestingSelections")
def list_testing_selections(request: Request) -> Document:
    """Selections of a restore-testing plan."""
    name = request.params["RestoreTestingPlanName"]
    table = request.table("testing-selection")
    return {"RestoreTestingSelections": [v for k, v in table.items() if k.startswith(f"{name}/")]}


@answers("backup", "UpdateRestoreTestingSelection")
def update_testing_selection(request: Request) -> Document:
    """Change what a restore-testing plan restores, and how long it stays for validation."""
    params = request.params
    key = f"{params['RestoreTestingPlanName']}/{params['RestoreTestingSelectionName']}"
    kept = request.find("testing-selection", key)
    kept.update(params["RestoreTestingSelection"])
    plan = request.find("testing-plan", str(params["RestoreTestingPlanName"]))
    names = ("RestoreTestingPlanName", "RestoreTestingSelectionName", "CreationTime")
    told = {name: kept[name] for name in names}
    arn = plan["RestoreTestingPlanArn"]
    return {**told, "RestoreTestingPlanArn": arn, "UpdateTime": datetime.now(UTC)}


@answers("backup", "DeleteRestoreTestingSelection")
def delete_testing_selection(request: Request) -> Document:
    """Forget a selection of a restore-testing plan."""
    params = request.params
    key = f"{params['RestoreTestingPlanName']}/{params['RestoreTestingSelectionName']}"
    request.find("testing-selection", key)
    del request.table("testing-selection")[key]
    return {}
