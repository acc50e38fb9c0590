"""Database engines: versions, ports, parameters and logs, one row each.

Only the major version is chosen; AWS installs minor ones in the maintenance window. A
minor version in the program would read as a downgrade after the first of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

EngineName = Literal["postgres", "mysql", "aurora-postgresql"]

_STATIC = frozenset({"track_activity_query_size"})
"""Parameters AWS applies at a restart only; it refuses to apply them at once."""


@dataclass(frozen=True, kw_only=True)
class Engine:
    """What differs between engines."""

    name: EngineName
    """Name in config and in RDS."""
    versions: tuple[str, ...]
    """Major versions AWS supports without extra charge, oldest first."""
    port: int
    """TCP port."""
    logs: tuple[str, ...]
    """Logs sent to CloudWatch; deadlocks are written to the first. ``iam-db-auth-error`` is not
    among them: older minor versions do not have it, and RDS refuses a log it does not know."""
    parameters: Mapping[str, str]
    """Parameters of every version."""
    by_version: Mapping[str, Mapping[str, str]]
    """Parameters of one version."""
    bytes_per_connection: int
    """AWS's default of ``max_connections``: usable memory divided by this."""
    clustered: bool = False
    """Aurora: a cluster over shared storage, with instances that come and go."""

    def family(self, version: str) -> str:
        """Parameter group family of a major version."""
        return f"{self.name}{version}"

    def parameters_of(self, version: str) -> dict[str, str]:
        """Parameters of a major version, sorted by name."""
        return dict(sorted({**self.parameters, **self.by_version.get(version, {})}.items()))


_POSTGRES_PARAMETERS = {
    # TLS or no connection. The default differs between versions and Aurora.
    "rds.force_ssl": "1",
    # Statements over a second, in milliseconds. log_statement stays off: it writes the
    # passwords of CREATE ROLE into the log.
    "log_min_duration_statement": "1000",
    "log_disconnections": "1",
    "log_lock_waits": "1",
    # Sorts that spill over 10 MB to disk, in kB.
    "log_temp_files": "10240",
    # A forgotten transaction blocks vacuum and holds locks; milliseconds.
    "idle_in_transaction_session_timeout": "300000",
    # A migration that needs longer sets its own.
    "statement_timeout": "300000",
    "track_io_timing": "1",
    "track_activity_query_size": "4096",
}
_POSTGRES_BY_VERSION = {
    "16": {"log_connections": "1"},
    "17": {"log_connections": "1"},
    # PostgreSQL 18 takes words here, and RDS refuses "1".
    "18": {"log_connections": "all"},
}

ENGINES: Mapping[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            name="postgres",
            versions=("16", "17", "18"),
            port=5432,
            logs=("postgresql", "upgrade"),
            parameters=_POSTGRES_PARAMETERS,
            by_version=_POSTGRES_BY_VERSION,
            bytes_per_connection=9531392,
        ),
        Engine(
            name="aurora-postgresql",
            versions=("16", "17", "18"),
            port=5432,
            logs=("postgresql",),
            parameters=_POSTGRES_PARAMETERS,
            by_version=_POSTGRES_BY_VERSION,
            bytes_per_connection=9531392,
            clustered=True,
        ),
        Engine(
            name="mysql",
            versions=("8.4",),
            port=3306,
            logs=("error", "slowquery"),
            parameters={
                "require_secure_transport": "1",
                "slow_query_log": "1",
                "long_query_time": "1",
                # To a file, or there is nothing to export.
                "log_output": "FILE",
                # 3 adds connections that were refused or broke off.
                "log_error_verbosity": "3",
                "innodb_print_all_deadlocks": "1",
                # Seconds.
                "wait_timeout": "3600",
                "interactive_timeout": "3600",
            },
            by_version={},
            bytes_per_connection=12582880,
        ),
    )
}
"""Engines by the name used in config."""

DEFAULT_VERSIONS: Mapping[str, str] = {
    "postgres": "17",
    "aurora-postgresql": "17",
    "mysql": "8.4",
}
"""Version when the answers name none."""


def apply_method(parameter: str) -> Literal["immediate", "pending-reboot"]:
    """How RDS applies a change of the parameter."""
    return "pending-reboot" if parameter in _STATIC else "immediate"
