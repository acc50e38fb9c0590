"""Names that AWS or the database refuse."""

import re
from collections.abc import Iterator
from typing import get_args

from groundplan.answers.model import Answers
from groundplan.answers.shapes import Role
from groundplan.blueprints import blueprints
from groundplan.errors import Problem

_ORGANIZATIONS = {
    "internal": "AWS refuses load balancers whose name starts with internal-",
    "aws": "AWS keeps names that start with aws for itself",
    "amazon": "AWS keeps names that start with amazon for itself",
    "ssm": "AWS refuses parameters whose name starts with ssm",
    "sthree": "AWS refuses buckets whose name starts with sthree-",
    "amzn": "AWS keeps names that start with amzn for itself",
}

_SQL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """all analyse analyze and any array as asc asymmetric authorization binary both case cast
    check collate collation column concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user default
    deferrable desc distinct do else end except false fetch for foreign freeze from full grant
    group having ilike in initially inner intersect into is isnull join lateral leading left like
    limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps
    placing primary references returning right select session_user similar some symmetric
    system_user table tablesample then to trailing true union unique user using variadic verbose
    when where window with""",
    )
)
"""Reserved words of PostgreSQL, appendix C of its manual."""
_MYSQL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """call change condition describe explain function groups index interval key keys kill lead
        load match natural option range rank read release rename replace require return row rows
        schema schemas set show signal system trigger update usage use values write""",
    )
)
"""Those of MySQL 8.4 that are not PostgreSQL's and that an application might be called."""
_DATABASES = frozenset({"postgres", "rdsadmin", "template0", "template1", "mysql", "sys"})


def blueprint_exists(answers: Answers) -> Iterator[Problem]:
    """A blueprint is a folder that this installation has."""
    known = [blueprint.name for blueprint in blueprints()]
    if known and answers.blueprint not in known:
        yield Problem(
            what="is not a blueprint",
            where="blueprint",
            got=answers.blueprint,
            allowed=", ".join(known),
        )


def account_emails_fit(answers: Answers) -> Iterator[Problem]:
    """AWS takes 64 characters as the address of an account."""
    longest = max(len(role) for role in get_args(Role))
    most = 64 - len(f"+{answers.organization}-") - longest
    if len(answers.base_email) > most:
        yield Problem(
            what="is too long for the addresses of the accounts that are made from it",
            where="base_email",
            got=answers.base_email,
            allowed=f"an e-mail address of at most {most} characters",
        )


def organization_may_start_names(answers: Answers) -> Iterator[Problem]:
    """The organization starts every physical name."""
    start = answers.organization.partition("-")[0]
    if start in _ORGANIZATIONS:
        yield Problem(
            what="cannot start names in AWS",
            where="organization",
            got=answers.organization,
            allowed="another short name",
            fix=_ORGANIZATIONS[start],
        )


def app_may_name_the_database(answers: Answers) -> Iterator[Problem]:
    """The database inside the engine is called like the app."""
    if answers.database is None:
        return
    name = answers.app.replace("-", "_")
    if name in _SQL_WORDS | _MYSQL_WORDS | _DATABASES or name.startswith("pg_"):
        yield Problem(
            what="is a word that databases keep, and the database is called like the app",
            where="app",
            got=answers.app,
            allowed="another short name",
        )


def domain_is_an_apex_or_below(answers: Answers) -> Iterator[Problem]:
    """The site stands on the domain itself, so www. belongs to the redirect."""
    if answers.domain.startswith("www."):
        yield Problem(
            what="starts with www.",
            where="domain",
            got=answers.domain,
            fix=f"did you mean {answers.domain.removeprefix('www.')}?",
        )
