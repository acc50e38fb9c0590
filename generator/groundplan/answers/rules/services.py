"""What each service needs to run."""

from collections.abc import Iterator

from groundplan.answers import schedule
from groundplan.answers.model import Answers
from groundplan.answers.shapes import Service
from groundplan.errors import Problem

RESERVED_NAMES = frozenset(
    {
        "access-logs",
        "alb",
        "aws",
        "cdn",
        "certificates",
        "cluster",
        "database-user",
        "headers",
        "outage",
        "waf",
    }
)
"""What the application layer calls its own parts, as `stacks/compute/checks.py` lists them."""
# Sizes of a Fargate task: memory in MiB by CPU units, as AWS lists them. 32 vCPU tasks
# are left out: they exist in some regions only.
MEMORY_BY_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
}
_REQUESTS = ("web", "api")
_FILES_ONLY = (
    "uses",
    "port",
    "image",
    "schedule",
    "command",
    "migration_command",
    "secrets",
    "environment",
)


def names_are_unique(answers: Answers) -> Iterator[Problem]:
    """Services, buckets, queues and flows are each found by name."""
    for question, items in (
        ("services", answers.services),
        ("buckets", answers.buckets),
        ("queues", answers.queues),
        ("tables", answers.tables),
        ("critical_flows", answers.critical_flows),
    ):
        names = [item.name for item in items]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                yield Problem(
                    what=f"stands {names.count(name)} times",
                    where=f"{question}.{name}.name",
                    got=name,
                    allowed="each name once",
                )


def names_are_free(answers: Answers) -> Iterator[Problem]:
    """A service's resources start with its name; so do the platform's own."""
    names = {service.name for service in answers.services}
    for service in answers.services:
        parent = next((n for n in names if service.name in (f"{n}-task", f"{n}-registry")), None)
        if service.name in RESERVED_NAMES or parent is not None:
            yield _problem(
                service,
                "name",
                f"is what a part of {parent or 'the platform'} is called",
                got=service.name,
                allowed="another name",
            )


def requests_need_a_port(answers: Answers) -> Iterator[Problem]:
    """The load balancer sends requests to a port; nothing else listens."""
    for service in answers.services:
        if service.kind in _REQUESTS and service.port is None:
            yield _problem(
                service,
                "port",
                "is missing",
                allowed="the port the container listens on, for example 8000",
            )
        if service.kind in ("worker", "cron") and service.port is not None:
            yield _problem(
                service,
                "port",
                f"has no meaning for a {service.kind}: nothing sends it requests",
                got=str(service.port),
                fix="remove it, or make the service a web or api",
            )


def sizes_exist(answers: Answers) -> Iterator[Problem]:
    """Fargate offers pairs of CPU and memory, not any number."""
    for service in answers.services:
        if service.kind == "static":
            continue
        memories = MEMORY_BY_CPU.get(service.cpu)
        if memories is None:
            yield _problem(
                service,
                "cpu",
                "is not a size of Fargate",
                got=str(service.cpu),
                allowed=", ".join(str(cpu) for cpu in MEMORY_BY_CPU),
            )
        elif service.memory not in memories:
            yield _problem(
                service,
                "memory",
                f"does not go with cpu {service.cpu}",
                got=str(service.memory),
                allowed=_memories(memories),
            )


def schedules_are_for_crons(answers: Answers) -> Iterator[Problem]:
    """A cron runs on a schedule that EventBridge Scheduler takes."""
    for service in answers.services:
        if service.kind != "cron":
            if service.schedule:
                yield _problem(
                    service,
                    "schedule",
                    f"has no meaning for a {service.kind}",
                    got=service.schedule,
                    fix="remove it, or make the service a cron",
                )
        elif not service.schedule:
            yield _problem(service, "schedule", "is missing", allowed=schedule.EXAMPLE)
        elif (wrong := schedule.problem_of(service.schedule)) is not None:
            better = schedule.suggestion(service.schedule)
            yield _problem(
                service,
                "schedule",
                wrong,
                got=service.schedule,
                allowed=schedule.EXAMPLE,
                fix=f"did you mean {better}?" if better else "",
            )


def code_has_one_source(answers: Answers) -> Iterator[Problem]:
    """Either an image somebody built, or a folder that releases build from."""
    for service in answers.services:
        if service.image and service.path:
            yield _problem(
                service,
                "image",
                "stands beside path",
                got=service.image,
                allowed="one of them: image for a finished image, path to build one",
            )
        if service.path.startswith("/") or ".." in service.path.split("/"):
            yield _problem(
                service,
                "path",
                "leaves the application's repository",
                got=service.path,
                allowed="a path from the root of the repository, like backend",
            )


def files_run_nothing(answers: Answers) -> Iterator[Problem]:
    """A static service is files behind the CDN: no container, no variables."""
    for service in answers.services:
        if service.kind == "static":
            for key in _FILES_ONLY:
                if getattr(service, key):
                    yield _problem(
                        service,
                        key,
                        "has no meaning for a static service: its files are only delivered",
                        fix="remove it, or make the service a web",
                    )


def migrations_need_a_database(answers: Answers) -> Iterator[Problem]:
    """A migration without a database is a misunderstanding."""
    for service in answers.services:
        if service.migration_command and answers.database is None:
            yield _problem(
                service,
                "migration_command",
                "has no database to migrate",
                fix="answer database: postgres, or remove it",
            )


def _memories(memories: tuple[int, ...]) -> str:
    if len(memories) <= 4:
        return ", ".join(str(memory) for memory in memories)
    return f"{memories[0]} to {memories[-1]} in steps of {memories[1] - memories[0]}"


def _problem(
    service: Service, key: str, what: str, *, got: str = "", allowed: str = "", fix: str = ""
) -> Problem:
    return Problem(
        what=what, where=f"services.{service.name}.{key}", got=got, allowed=allowed, fix=fix
    )
