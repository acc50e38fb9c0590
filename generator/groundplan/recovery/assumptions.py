"""What the numbers rest on: each assumption by name, with its value and where it is from."""

from collections.abc import Mapping

FAILOVER_MINUTES = (1.0, 2.0)
RESTART_MINUTES = (5.0, 30.0)
LOG_MINUTES = 5.0
REPLICATION_MINUTES = 15.0
VERSION_MINUTES = (5.0, 60.0)
COPY_MINUTES = 120.0
RESTORE_BASE_MINUTES = (20.0, 60.0)
RESTORE_MINUTES_PER_GB = 0.5
REBUILD_MINUTES = (60.0, 180.0)
ACCOUNT_MINUTES = (240.0, 1440.0)
REISSUE_MINUTES = (60.0, 480.0)
BUCKET_RESTORE_MINUTES = (30.0, 720.0)

ASSUMPTIONS: Mapping[str, str] = {
    "clock": "Times count from the moment somebody acts; noticing and deciding come on top.",
    "failover": "A Multi-AZ database or cache fails over in 1 to 2 minutes, as AWS states; "
    "connections break and must be opened again.",
    "restart": "A single-AZ instance that dies is started again by AWS on other hardware, with "
    "its storage, in 5 to 30 minutes.",
    "logs": "RDS and DynamoDB can be restored to any second up to 5 minutes ago.",
    "replication": "S3 replicates 99.9 % of objects within 15 minutes (replication time "
    "control); and reports what it could not.",
    "versions": "Somebody knows which object or value it was and brings the old version back "
    "by hand.",
    "job": "A backup starts within its rule's start window, and its copy arrives within 2 "
    "hours after that.",
    "restore": "A restored database is available in 20 minutes at best and in 60 minutes and "
    "half a minute per GB that it may grow to at worst; it is slower than usual until its "
    "storage is warm. The log of the restore tests has the minutes your own data takes.",
    "bucket-restore": "AWS Backup restores a bucket at its own pace: 30 minutes to 12 hours, "
    "by number of objects.",
    "rebuild": "Foundation and application are deployed into the other region by one person "
    "with the runbook in 1 to 3 hours, and DNS has moved by then.",
    "account": "Somebody with the break-glass role makes a new account, deploys into it and "
    "copies recovery points out of the backup account: 4 to 24 hours.",
    "reissue": "Whoever issued the value (payment provider, mail service) issues a new one "
    "within 1 to 8 hours.",
    "instance": "A person makes an instance of the cluster in another zone, which is up within 5 "
    "to 30 minutes.",
    "unsized": "The storage of a cluster grows by itself, so the plan does not tell how much is "
    "to be restored; the time is that of a small one.",
    "rebuildable": "What is in the cache is filled again from the database, which carries its "
    "load until then; what stands in the cache alone, such as sessions, is gone.",
    "resend": "Messages in flight are lost unless the sender sends them again.",
    "detected": "The damage is noticed before the oldest recovery point has expired.",
}
"""Text of each assumption."""
