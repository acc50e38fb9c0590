"""Databases, buckets, queues and tables."""

from collections.abc import Iterator

from groundplan.answers.model import Answers
from groundplan.answers.shapes import DATABASE_VERSIONS
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


def stores_have_names_of_their_own(answers: Answers) -> Iterator[Problem]:
    """A service names what it uses: a bucket and a queue of one name would be one word."""
    taken = {"database": "the database", "cache": "the cache"}
    taken |= {bucket.name: f"the bucket {bucket.name}" for bucket in answers.buckets}
    for question, name in (
        *(("buckets", b.name) for b in answers.buckets if b.name in ("database", "cache")),
        *(("queues", q.name) for q in answers.queues if q.name in taken),
    ):
        yield Problem(
            what=f"is the name of {taken[name]} too",
            where=f"{question}.{name}.name",
            got=name,
            allowed="another name",
        )


def services_use_what_there_is(answers: Answers) -> Iterator[Problem]:
    """What a service uses is a store of this application."""
    known = _stores(answers)
    for service in answers.services:
        for name in service.uses or ():
            if name not in known:
                yield Problem(
                    what="names a store that was not answered",
                    where=f"services.{service.name}.uses",
                    got=name,
                    allowed=", ".join(known) or "nothing, since there is no store",
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


def _stores(answers: Answers) -> list[str]:
    """Words that `uses` of a service may hold."""
    return [
        *(["database"] if answers.database is not None else []),
        *(["cache"] if answers.cache is not None else []),
        *(bucket.name for bucket in answers.buckets),
        *(queue.name for queue in answers.queues),
    ]
