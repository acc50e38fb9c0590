"""The whole botocore model is held against every call."""

from groundplan.emulate.model_check import check


def test_a_good_call_has_no_breach() -> None:
    assert check("kms", "create_alias", {"AliasName": "alias/a", "TargetKeyId": "k"}) == ()


def test_a_missing_member_a_wrong_enum_and_a_wrong_pattern_are_all_told_at_once() -> None:
    found = check(
        "backup",
        "put_backup_vault_notifications",
        {"BackupVaultName": "no spaces here", "BackupVaultEvents": ["NO_SUCH_EVENT"]},
    )
    assert {(b.path, b.what) for b in found} == {
        ("SNSTopicArn", "is required"),
        ("BackupVaultName", "does not match the pattern"),
        ("BackupVaultEvents[0]", "is not in the enum"),
    }


def test_upper_bounds_are_held_which_botocore_does_not() -> None:
    (breach,) = check("sqs", "receive_message", {"QueueUrl": "q", "MaxNumberOfMessages": "1"})
    assert (breach.path, breach.what) == ("MaxNumberOfMessages", "has the wrong type")
    (breach,) = check("kms", "create_alias", {"AliasName": "a" * 300, "TargetKeyId": "k"})
    assert (breach.what, breach.got) == ("has the wrong length", "300")


def test_an_unknown_member_is_named() -> None:
    (breach,) = check("sqs", "create_queue", {"QueueName": "q", "Colour": "red"})
    assert (breach.path, breach.what) == ("Colour", "is not a member")


def test_the_names_of_what_aws_backs_up_may_hold_spaces_though_the_model_says_no() -> None:
    params = {"ResourceTypeOptInPreference": {"Storage Gateway": True}}
    assert check("backup", "update_region_settings", params) == ()
