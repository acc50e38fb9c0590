"""Backup vaults, plans, selections and restore testing."""

from groundplan.emulate.spec import Call, Read, Type

_VAULT = {"BackupVaultName": "{name}"}
_OF_VAULT = {"BackupVaultName": "{backupVaultName}"}
_TAGS = Read("list_tags", {"ResourceArn": "{arnOf}"}, "Tags")
_PLAN = {
    "rules": "Rules",
    "rules.targetVaultName": "TargetBackupVaultName",
    "rules.schedule": "ScheduleExpression",
    "rules.startWindow": "StartWindowMinutes",
    "rules.completionWindow": "CompletionWindowMinutes",
    "rules.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
    "rules.lifecycle.deleteAfter": "DeleteAfterDays",
    "rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
    "rules.copyActions.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
    "rules.copyActions.lifecycle.deleteAfter": "DeleteAfterDays",
    "name": "BackupPlanName",
    "tags": "^BackupPlanTags",
}


TYPES = {
    "aws:backup/vault:Vault": Type(
        service="backup",
        create=Call(
            "create_backup_vault",
            names={"name": "BackupVaultName", "kmsKeyArn": "EncryptionKeyArn"},
            read=Read("describe_backup_vault", _VAULT),
        ),
        words={"arnOf": "arn:aws:backup:{region}:{account}:backup-vault:{name}"},
        id="{name}",
        outputs={"arn": "@BackupVaultArn", "recoveryPoints": 0},
        tag_read=_TAGS,
        delete=(Call("delete_backup_vault", params=_VAULT),),
        survives=lambda w: "" if w.get("forceDestroy") else "AWS deletes only empty vaults",
        provider_only={"forceDestroy": "how the provider deletes the vault"},
    ),
    "aws:backup/vaultPolicy:VaultPolicy": Type(
        service="backup",
        create=Call(
            "put_backup_vault_access_policy", read=Read("get_backup_vault_access_policy", _OF_VAULT)
        ),
        id="{backupVaultName}",
        outputs={"backupVaultArn": "@BackupVaultArn"},
        update=(Call("put_backup_vault_access_policy"),),
        replaces=("backupVaultName",),
        delete=(Call("delete_backup_vault_access_policy", params=_OF_VAULT),),
    ),
    "aws:backup/vaultNotifications:VaultNotifications": Type(
        service="backup",
        create=Call(
            "put_backup_vault_notifications", read=Read("get_backup_vault_notifications", _OF_VAULT)
        ),
        id="{backupVaultName}",
        update=(Call("put_backup_vault_notifications"),),
        replaces=("backupVaultName",),
        delete=(Call("delete_backup_vault_notifications", params=_OF_VAULT),),
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": Type(
        service="backup",
        create=Call(
            "put_backup_vault_lock_configuration",
            read=Read(
                "describe_backup_vault",
                _OF_VAULT,
                never={"ChangeableForDays": "AWS returns the date it ends, not the days"},
            ),
        ),
        id="{backupVaultName}",
        update=(Call("put_backup_vault_lock_configuration"),),
        replaces=("backupVaultName",),
        delete=(Call("delete_backup_vault_lock_configuration", params=_OF_VAULT),),
    ),
    "aws:backup/plan:Plan": Type(
        service="backup",
        create=Call(
            "create_backup_plan",
            wrap="BackupPlan",
            names=_PLAN,
            read=Read(
                "get_backup_plan",
                {"BackupPlanId": "{id}"},
                "BackupPlan",
                back={"BackupPlanTags": "Tags"},
                elsewhere={
                    "BackupPlanTags": Read(
                        "list_tags",
                        {"ResourceArn": "{BackupPlanArn}"},
                        back={"BackupPlanTags": "Tags"},
                    )
                },
            ),
        ),
        id="{BackupPlanId}",
        outputs={"arn": "{BackupPlanArn}", "version": "{VersionId}"},
        update=(
            Call(
                "update_backup_plan",
                wrap="BackupPlan",
                names={**_PLAN, "tags": ""},
                params={"BackupPlanId": "{id}"},
            ),
        ),
        delete=(Call("delete_backup_plan", params={"BackupPlanId": "{id}"}),),
    ),
    "aws:backup/selection:Selection": Type(
        service="backup",
        create=Call(
            "create_backup_selection",
            wrap="BackupSelection",
            names={
                "name": "SelectionName",
                "planId": "^BackupPlanId",
                "selectionTags": "ListOfTags",
                "selectionTags.type": "ConditionType",
                "selectionTags.key": "ConditionKey",
                "selectionTags.value": "ConditionValue",
                "conditions.stringEquals.key": "ConditionKey",
                "conditions.stringEquals.value": "ConditionValue",
                "conditions.stringNotEquals.key": "ConditionKey",
                "conditions.stringNotEquals.value": "ConditionValue",
                "conditions.stringLikes.key": "ConditionKey",
                "conditions.stringLikes.value": "ConditionValue",
                "conditions.stringNotLikes.key": "ConditionKey",
                "conditions.stringNotLikes.value": "ConditionValue",
            },
            read=Read(
                "get_backup_selection",
                {"BackupPlanId": "{planId}", "SelectionId": "{id}"},
                "BackupSelection",
            ),
        ),
        id="{SelectionId}",
        delete=(
            Call(
                "delete_backup_selection",
                params={"BackupPlanId": "{planId}", "SelectionId": "{id}"},
            ),
        ),
    ),
    "aws:backup/regionSettings:RegionSettings": Type(
        service="backup",
        create=Call("update_region_settings", read=Read("describe_region_settings")),
        id="{region}",
        update=(Call("update_region_settings"),),
        survives="settings of a region cannot be deleted",
    ),
    "aws:backup/globalSettings:GlobalSettings": Type(
        service="backup",
        create=Call("update_global_settings", read=Read("describe_global_settings")),
        id="{account}",
        update=(Call("update_global_settings"),),
        survives="settings of an account cannot be deleted",
    ),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": Type(
        service="backup",
        create=Call(
            "create_restore_testing_plan",
            wrap="RestoreTestingPlan",
            names={"name": "RestoreTestingPlanName", "tags": "^Tags"},
            read=Read(
                "get_restore_testing_plan",
                {"RestoreTestingPlanName": "{name}"},
                "RestoreTestingPlan",
            ),
        ),
        update=(
            Call(
                "update_restore_testing_plan",
                wrap="RestoreTestingPlan",
                params={"RestoreTestingPlanName": "{name}"},
            ),
        ),
        tag_read=Read("list_tags", {"ResourceArn": "{RestoreTestingPlanArn}"}, "Tags"),
        outputs={"arn": "@RestoreTestingPlanArn"},
        delete=(Call("delete_restore_testing_plan", params={"RestoreTestingPlanName": "{name}"}),),
    ),
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": Type(
        service="backup",
        create=Call(
            "create_restore_testing_selection",
            wrap="RestoreTestingSelection",
            names={
                "name": "RestoreTestingSelectionName",
                "restoreTestingPlanName": "^RestoreTestingPlanName",
            },
            read=Read(
                "get_restore_testing_selection",
                {
                    "RestoreTestingPlanName": "{restoreTestingPlanName}",
                    "RestoreTestingSelectionName": "{name}",
                },
                "RestoreTestingSelection",
            ),
        ),
        id="{restoreTestingPlanName}:{name}",
        update=(
            Call(
                "update_restore_testing_selection",
                wrap="RestoreTestingSelection",
                params={
                    "RestoreTestingPlanName": "{restoreTestingPlanName}",
                    "RestoreTestingSelectionName": "{name}",
                },
            ),
        ),
        delete=(
            Call(
                "delete_restore_testing_selection",
                params={
                    "RestoreTestingPlanName": "{restoreTestingPlanName}",
                    "RestoreTestingSelectionName": "{name}",
                },
            ),
        ),
    ),
}
