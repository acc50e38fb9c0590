"""Database and cache of an environment, wired from config."""

from typing import Any

import pulumi

from stacks.config import StackConfig
from stacks.config_keys import CACHE_LOGIN, DATABASE_LOGIN
from stacks.data.aurora import Aurora
from stacks.data.cache import Cache, CacheArgs
from stacks.data.cache_classes import CACHE_ENGINES
from stacks.data.cache_rotation import CacheRotation, CacheRotationArgs
from stacks.data.database import Database
from stacks.data.database_engines import ENGINES
from stacks.data.database_parts import DatabaseArgs
from stacks.data.home import DataHome
from stacks.data.key import Key
from stacks.data.proxy import Proxy, ProxyArgs
from stacks.data.secret import Secret, SecretArgs
from stacks.names import database_name
from stacks.network.network import Network
from stacks.recovery.restore_testing import DatabaseRestore

RESTORE_CLASS = "db.t4g.medium"
"""Class of a database restored as a test: it only has to start."""


def database(
    config: StackConfig, home: DataHome, opts: pulumi.ResourceOptions
) -> Database | Aurora | None:
    """The database, where the answers name one."""
    if config.values.database is None:
        return None
    settings, wanted = config.settings, config.values.database
    engine = ENGINES[wanted.engine]
    args = DatabaseArgs(
        home=home,
        engine=engine,
        version=wanted.version,
        instance_class=settings.aurora_class if engine.clustered else settings.database_class,
        database_name=database_name(home.context.app),
        storage_gb=0 if engine.clustered else settings.database_storage_gb,
        max_storage_gb=0 if engine.clustered else settings.database_max_storage_gb,
        multi_az=settings.database_multi_az,
        readers=settings.aurora_readers if engine.clustered else 0,
        min_acu=settings.aurora_min_acu,
        max_acu=settings.aurora_max_acu,
        backup_days=settings.database_backup_days,
        backup_elsewhere=settings.backup_continuous_days > 0,
        deletion_protection=settings.deletion_protection,
        disposable=settings.force_destroy,
        overrides=config.values.overrides.get("database", {}),
    )
    return Aurora("database", args, opts) if engine.clustered else Database("database", args, opts)


def login(
    config: StackConfig, key: Key, replica_key: Key | None, opts: pulumi.ResourceOptions
) -> Secret | None:
    """Box for the login of the services, who are not the master user.

    AWS keeps the master user's password; this one a person puts in, and the one-off task
    of the application layer makes the user.
    """
    if config.values.database is None:
        return None
    return Secret(
        "database-login",
        SecretArgs(
            context=config.context,
            variable=DATABASE_LOGIN,
            key=key,
            recovery_days=config.settings.secret_recovery_days,
            replica_key=replica_key,
            protect=config.settings.protect,
        ),
        opts,
    )


def secret_arns(
    store: Database | Aurora | None, user: Secret | None, cache_user: Secret | None
) -> list[pulumi.Input[str]]:
    """Secrets of database and cache: the master user's, which AWS changes, and the services'."""
    database = [] if store is None or user is None else [store.exported()["secret_arn"], user.arn]
    return [*database, *([cache_user.arn] if cache_user else [])]


def proxy(
    config: StackConfig,
    home: DataHome,
    store: Database | Aurora | None,
    user: Secret | None,
    opts: pulumi.ResourceOptions,
) -> Proxy | None:
    """The pool in front of the database, where the settings want one."""
    if store is None or user is None or not config.settings.database_proxy:
        return None
    values, is_cluster = store.exported(), isinstance(store, Aurora)
    return Proxy(
        "database-proxy",
        ProxyArgs(
            home=home,
            engine=store.engine,
            access=store.access,
            # Migrations come as the master user.
            secret_arns=[values["secret_arn"], user.arn],
            instance=None if is_cluster else values["identifier"],
            cluster=values["identifier"] if is_cluster else None,
        ),
        opts,
    )


def exported(
    store: Database | Aurora | None, user: Secret | None, pool: Proxy | None
) -> dict[str, Any] | None:
    """How the application reaches the database: through the pool, where there is one."""
    if store is None or user is None:
        return None
    return {
        **store.exported(),
        "login_secret_arn": user.arn,
        **(pool.exported() if pool else {}),
    }


def cache(config: StackConfig, home: DataHome, opts: pulumi.ResourceOptions) -> Cache | None:
    """The cache, where the answers name one."""
    if config.values.cache is None:
        return None
    settings = config.settings
    return Cache(
        "cache",
        CacheArgs(
            home=home,
            engine=CACHE_ENGINES[config.values.cache.engine],
            node_type=settings.cache_class,
            nodes=settings.cache_nodes,
            snapshot_days=settings.cache_snapshot_days,
            overrides=config.values.overrides.get("cache", {}),
        ),
        opts,
    )


def cache_login(config: StackConfig, key: Key, opts: pulumi.ResourceOptions) -> Secret | None:
    """Where the login to the cache is kept.

    No copy of it lies in the DR region: it names a host and a user of this one, and a cache made
    there gets a login of its own.
    """
    if config.values.cache is None:
        return None
    return Secret(
        "cache-login",
        SecretArgs(
            context=config.context,
            variable=CACHE_LOGIN,
            key=key,
            recovery_days=config.settings.secret_recovery_days,
            protect=config.settings.protect,
        ),
        opts,
    )


def rotate_cache(
    home: DataHome, store: Cache | None, user: Secret | None, opts: pulumi.ResourceOptions
) -> None:
    """The rotation that fills the login to the cache, and changes it."""
    if store is None or user is None:
        return
    CacheRotation("cache-rotation", CacheRotationArgs(home=home, cache=store, secret=user), opts)


def exported_cache(store: Cache | None, user: Secret | None) -> dict[str, Any] | None:
    """How the application reaches the cache."""
    if store is None or user is None:
        return None
    return {
        **store.exported(),
        "login_secret_arn": user.arn,
        "secret_key_arn": user.key_arn,
    }


def restore_target(network: Network, store: Database | Aurora | None) -> DatabaseRestore | None:
    """Where restore tests put the database; a cluster is restored without instances."""
    if store is None:
        return None
    return DatabaseRestore(
        vpc_id=network.vpc_id,
        subnet_group_name=store.subnets.name,
        instance_class=RESTORE_CLASS if isinstance(store, Database) else "",
    )
