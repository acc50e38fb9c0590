"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer


class TextOrJson(StrEnum):
    """How a command answers."""

    text = "text"
    json = "json"


StackOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stack",
        metavar="LAYER/ENV",
        help="Only this stack, for example foundation/prod. May be repeated.",
    ),
]
FormatOption = Annotated[TextOrJson, typer.Option("--format", help="How to answer.")]
Profile = Annotated[
    str, typer.Option("--profile", metavar="NAME", help="Profile of the AWS command line.")
]
