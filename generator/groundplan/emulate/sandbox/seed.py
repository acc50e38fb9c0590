"""Seed data, so that the commands of the runbooks have something to show."""

from groundplan.emulate.deploy import Deployment


def seed(deployment: Deployment) -> tuple[str, ...]:
    """Put seed data into every deployed environment.

    Returns:
        What was put in, in words.
    """
    return ()
