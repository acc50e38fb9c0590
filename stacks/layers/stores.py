"""What an environment stores besides its database, wired from config."""

import pulumi

from stacks.config import StackConfig
from stacks.data.bucket import Bucket, BucketArgs
from stacks.data.key import Key, KeyArgs
from stacks.data.malware_scan import MalwareScan, MalwareScanArgs
from stacks.data.queue import Queue, QueueArgs
from stacks.data.replication import Replication, ReplicationArgs
from stacks.data.secret import Secret, SecretArgs
from stacks.data.table import Table, TableArgs
from stacks.names import environment_domain
from stacks.observability.notifications import Notifications
from stacks.recovery.tags import backup_tags


class Stores:
    """Buckets, queues, secrets and tables by the names config gives them."""

    def __init__(
        self,
        config: StackConfig,
        key: Key,
        notifications: Notifications,
        opts: pulumi.ResourceOptions,
    ) -> None:
        self._config, self._key, self._opts = config, key, opts
        self._notifications, topics = notifications, notifications.home
        self.dr_key = self._make_dr_key()
        values = config.values
        self.buckets = {b.name: self._bucket(b.name, b.purpose) for b in values.buckets}
        for scanned in values.buckets:
            if scanned.malware_scan:
                self._scan(scanned.name)
        self.queues = {
            q.name: Queue(
                f"queue-{q.name}",
                QueueArgs(
                    context=config.context,
                    topics=topics,
                    page=config.settings.alarm_page,
                    fifo=q.fifo,
                    visibility_timeout_seconds=q.visibility_timeout_seconds,
                ),
                opts,
            )
            for q in values.queues
        }
        self.secrets = {
            variable: Secret(
                f"secret-{variable.lower().replace('_', '-')}",
                SecretArgs(
                    context=config.context,
                    variable=variable,
                    key=key,
                    recovery_days=config.settings.secret_recovery_days,
                    replica_key=self.dr_key,
                    protect=config.settings.protect,
                ),
                opts,
            )
            for variable in values.secrets
        }
        self.tables = {
            t.name: Table(
                f"table-{t.name}",
                TableArgs(
                    context=config.context,
                    key=key,
                    topics=topics,
                    page=config.settings.alarm_page,
                    hash_key=t.hash_key,
                    hash_key_type=t.hash_key_type,
                    range_key=t.range_key,
                    range_key_type=t.range_key_type,
                    ttl_attribute=t.ttl_attribute,
                    recovery_days=config.settings.database_backup_days,
                    deletion_protection=config.settings.deletion_protection,
                    protect=config.settings.protect,
                    tags=backup_tags(config.context),
                ),
                opts,
            )
            for t in values.tables
        }

    def _make_dr_key(self) -> Key | None:
        if not self._config.settings.dr_replication:
            return None
        return Key(
            "data-dr",
            KeyArgs(
                context=self._config.context,
                description="Replicas of buckets and secrets",
                region=self._config.context.dr_region,
                protect=self._config.settings.protect,
            ),
            self._opts,
        )

    def _bucket(self, name: str, purpose: str) -> Bucket:
        context, settings = self._config.context, self._config.settings
        uploads = purpose == "uploads"
        bucket = Bucket(
            f"bucket-{name}",
            BucketArgs(
                context=context,
                role=name,
                key=self._key,
                noncurrent_days=settings.bucket_noncurrent_days,
                abort_upload_days=1 if uploads else 7,
                upload_origins=self._origins() if uploads else (),
                tags=backup_tags(context),
                force_destroy=settings.force_destroy,
                protect=settings.protect,
            ),
            self._opts,
        )
        if self.dr_key:
            self._replicate(name, bucket, self.dr_key)
        return bucket

    def _scan(self, name: str) -> None:
        MalwareScan(
            f"bucket-{name}-scan",
            MalwareScanArgs(
                context=self._config.context,
                bucket=self.buckets[name],
                topics=self._notifications.home,
                page=self._config.settings.alarm_page,
            ),
            self._opts,
        )

    def _replicate(self, name: str, bucket: Bucket, dr_key: Key) -> None:
        context, settings = self._config.context, self._config.settings
        replica = Bucket(
            f"bucket-{name}-replica",
            BucketArgs(
                context=context,
                role=f"{name}-replica",
                key=dr_key,
                noncurrent_days=settings.bucket_noncurrent_days,
                force_destroy=settings.force_destroy,
                protect=settings.protect,
                region=context.dr_region,
            ),
            self._opts,
        )
        Replication(
            f"bucket-{name}-replication",
            ReplicationArgs(
                context=context,
                source=bucket,
                target=replica,
                region=context.region,
                target_region=context.dr_region,
                topic=self._notifications.home.ticket,
                topic_policies=(self._notifications,),
            ),
            self._opts,
        )

    def _origins(self) -> tuple[str, ...]:
        if not self._config.values.domain:
            return ()
        host = environment_domain(self._config.values.domain, self._config.context.environment)
        return f"https://{host}", f"https://*.{host}"
