"""Environment variables and secrets."""

import re
from collections.abc import Iterator
from itertools import combinations

from groundplan.answers.model import Answers
from groundplan.answers.shapes import Service
from groundplan.errors import Problem

_SECRET_NAME = re.compile(
    r"(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|APIKEY|PRIVATE_?KEY|"
    r"(API|ACCESS|SECRET|SIGNING|ENCRYPTION|LICENSE|SERVICE|AUTH|ADMIN)_KEY|DSN_SECRET)(_|$)"
)
# A name that ends so describes a secret (its lifetime, its place) without being one.
_ABOUT_A_SECRET = re.compile(
    r"_(ID|NAME|ARN|URL|URI|PATH|FILE|TTL|LENGTH|ALGORITHM|ISSUER|AUDIENCE|HEADER|TYPE|"
    r"(EXPIRE|EXPIRES|EXPIRY|EXPIRATION|LIFETIME|MAX_AGE|VALID)(_\w+)?|SECONDS|MINUTES|HOURS|DAYS|"
    r"ENABLED|REQUIRED|LIMIT|COUNT)$"
)
_SECRET_VALUE = re.compile(
    r"(AKIA|ASIA)[A-Z0-9]{16}"  # AWS access keys
    r"|(sk|rk|pk)_live_\w{8,}|sk_test_\w{8,}|whsec_\w{8,}"  # Stripe
    r"|gh[pousr]_\w{20,}|github_pat_\w{20,}"  # GitHub
    r"|glpat-[\w-]{16,}"  # GitLab
    r"|xox[abposr]-[\w-]{10,}|https://hooks\.slack\.com/services/\S+"  # Slack
    r"|sk-(proj-|ant-)?[\w-]{20,}"  # OpenAI, Anthropic
    r"|SG\.[\w-]{16,}\.[\w-]{16,}"  # SendGrid
    r"|AIza[\w-]{30,}"  # Google
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*"  # JSON web token
    r"|[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s:@]+@"  # password inside a URL
)
_REFERENCE = re.compile(r"\$\{(\w+)\}")
_OF_DATABASE = tuple(
    f"DATABASE_{n}" for n in ("HOST", "NAME", "PASSWORD", "PORT", "READER_HOST", "SSLMODE", "USER")
)
_OF_CACHE = tuple(f"CACHE_{n}" for n in ("HOST", "PASSWORD", "PORT", "TLS", "URL", "USER"))
_KEYS_OF_AWS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})


def secrets_stay_out_of_files(answers: Answers) -> Iterator[Problem]:
    """Variables stand in git and in the AWS console; a secret there is public."""
    for service in answers.services:
        for name, value in service.environment.items():
            upper = name.upper()
            named = _SECRET_NAME.search(upper) and not _ABOUT_A_SECRET.search(upper)
            if name in _KEYS_OF_AWS or not value or _REFERENCE.fullmatch(value):
                continue
            if named or _SECRET_VALUE.search(value):
                yield Problem(
                    what="looks like a secret, and environment stands in git for all to read",
                    where=f"services.{service.name}.environment.{name}",
                    got="a value that is not shown here",
                    fix=f"move {name} to secrets of {service.name}; if it was real, replace it",
                )


def references_name_what_there_is(answers: Answers) -> Iterator[Problem]:
    """``${NAME}`` takes a variable that the service gets anyway."""
    for service in answers.services:
        known = _given(service, answers)
        for name, value in service.environment.items():
            found = _REFERENCE.fullmatch(value)
            if found is not None and found[1] not in known:
                yield Problem(
                    what="takes a variable that the service does not get",
                    where=f"services.{service.name}.environment.{name}",
                    got=value,
                    allowed=", ".join(sorted(known)),
                )


def tasks_have_roles_not_keys(answers: Answers) -> Iterator[Problem]:
    """A task has a role; keys of a person in it would win over the role, and leak."""
    for service in answers.services:
        for name in sorted(_KEYS_OF_AWS & {*service.environment, *service.secrets}):
            key = "environment" if name in service.environment else "secrets"
            yield Problem(
                what="is not needed: the service has a role of its own in AWS",
                where=f"services.{service.name}.{key}.{name}",
                fix="remove it; the AWS libraries find the role by themselves",
            )


def variables_have_one_value(answers: Answers) -> Iterator[Problem]:
    """ECS refuses a name that stands in both lists, or twice."""
    for service in answers.services:
        for name in sorted(set(service.secrets) & set(service.environment)):
            yield _problem(service, name, "stands in environment and in secrets")
        for name in sorted({n for n in service.secrets if service.secrets.count(n) > 1}):
            yield _problem(service, name, "stands in secrets more than once")


def secrets_leave_the_stores_their_names(answers: Answers) -> Iterator[Problem]:
    """What a store gives, a secret of the same name would hide: a password that opens nothing."""
    for service in answers.services:
        for name in sorted(set(service.secrets) & _reached(service, answers)):
            yield Problem(
                what="is given to the service by its stores already",
                where=f"services.{service.name}.secrets.{name}",
                fix=f"remove {name}; a secret of yours beside it takes another name",
            )


def secrets_differ_in_more_than_case(answers: Answers) -> Iterator[Problem]:
    """Secrets of all services share one list in AWS, named in lowercase there."""
    names = sorted({name for service in answers.services for name in service.secrets})
    for first, second in combinations(names, 2):
        if first.lower() == second.lower():
            yield Problem(
                what=f"differs from {first} only in upper and lower case",
                where="services",
                got=second,
                fix="write the same name in every service",
            )


def _problem(service: Service, name: str, what: str) -> Problem:
    return Problem(
        what=what, where=f"services.{service.name}.secrets.{name}", allowed="each name once"
    )


def _given(service: Service, answers: Answers) -> set[str]:
    """Variables of a service, as `stacks/compute/stores.py` gives them."""
    port = ("PORT",) if service.port is not None else ()
    return {"APP_ENVIRONMENT", *port, *service.secrets, *_reached(service, answers)}


def _reached(service: Service, answers: Answers) -> set[str]:
    """Variables of the stores a service uses."""
    beside_api = service.kind == "web" and any(s.kind == "api" for s in answers.services)
    stores: dict[str, tuple[str, ...]] = {}
    if answers.database is not None:
        stores["database"] = _OF_DATABASE
    if answers.cache is not None:
        stores["cache"] = _OF_CACHE
    stores |= {b.name: (f"BUCKET_{_upper(b.name)}",) for b in answers.buckets}
    stores |= {q.name: (f"QUEUE_{_upper(q.name)}_URL",) for q in answers.queues}
    usual = () if beside_api else tuple(stores)
    used = usual if service.uses is None else service.uses
    return {name for store in used for name in stores.get(store, ())}


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")
