"""Databases, buckets, queues and tables."""

from collections.abc import Iterator

from groundplan.answers.model import DATABASE_VERSIONS, Answers
from groundplan.errors import Problem

_REPLICA = "-replica"


def database_version_exists(answers: Answers) -> Iterator[Problem]:
    """AWS offers a few major versions of each engine without extra charge."""
    database = answers.database
    if database is not None and database.version not in DATABASE_VERSIONS[database.engine]:
        yield Problem(
            what=f"is not a version AWS offers for {database.engine}",
            where="database.version",
            got=database.version,
            allowed=", ".join(sorted(DATABASE_VERSIONS[database.engine])),
        )


def replicas_keep_their_names(answers: Answers) -> Iterator[Problem]:
    """A bucket's copy in the DR region is called like it, with an ending."""
    for bucket in answers.buckets:
        if bucket.name.endswith(_REPLICA):
            yield Problem(
                what=f"ends in {_REPLICA}, which names the copies in the DR region",
                where=f"buckets.{bucket.name}.name",
                got=bucket.name,
                allowed="another name",
            )


def keys_of_a_table_differ(answers: Answers) -> Iterator[Problem]:
    """DynamoDB refuses one attribute as both keys."""
    for table in answers.tables:
        if table.range_key == table.hash_key:
            yield Problem(
                what="is the hash key already",
                where=f"tables.{table.name}.range_key",
                got=table.range_key,
                allowed="another attribute, or none",
            )
