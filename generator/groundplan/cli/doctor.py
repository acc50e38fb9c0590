"""``groundplan doctor``: what people do by hand, looked up in the real accounts."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from groundplan.cli.options import FormatOption, Profile, TextOrJson

if TYPE_CHECKING:
    from groundplan.doctor.examine import Answer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(
    context: typer.Context, answer: FormatOption = TextOrJson.text, profile: Profile = ""
) -> None:
    """Look in the real accounts for what nobody can deploy. Changes nothing.

    Exit code 1 while something is missing, or could not be looked at.
    """
    from functools import partial

    from groundplan.bootstrap.caller import caller
    from groundplan.cli.progress import stack_progress
    from groundplan.doctor.examine import examine
    from groundplan.engine.estate import preview
    from groundplan.repository import NAMESPACE, open_repository

    repository = open_repository(context.obj.directory)
    region = str(repository.stacks[0].config[f"{NAMESPACE}:region"])
    with stack_progress("planning") as progress:
        estate = preview(repository, progress=progress)
    sign_in = partial(caller, region, lambda _: None, dry_run=True, profile=profile)
    answers = examine(repository, estate, sign_in)
    if answer is TextOrJson.json:
        typer.echo(json.dumps([asdict(row) for row in answers], indent=2))
    else:
        _echo(answers)
    if any(row.state in {"missing", "unseen"} for row in answers):
        raise typer.Exit(1)


def _echo(answers: Sequence["Answer"]) -> None:
    from groundplan.doctor.steps import STEPS

    shared = _shared(answers)
    for (what, fix), number in shared.items():
        typer.echo(f"{number} lines below were not looked at: {what}")
        if fix:
            typer.echo(f"  next: {fix}")
    for step, title in STEPS.items():
        rows = [row for row in answers if row.step == step]
        if not rows:
            continue
        typer.echo(f"{step}. {title}")
        for same in _same(rows):
            row = same[0]
            where = ", ".join(dict.fromkeys(other.account for other in same))
            if (row.what, row.fix) in shared:
                typer.echo(f"  {row.state:<8} {row.check}, {where}")
                continue
            typer.echo(f"  {row.state:<8} {row.check}, {where}: {row.what}")
            if row.state in {"missing", "by-hand"}:
                typer.echo(f"{'':11}why: {row.why}")
            if row.fix:
                typer.echo(f"{'':11}next: {row.fix}")
    counts = {
        "ok": "fine",
        "missing": "missing",
        "unseen": "not looked at",
        "by-hand": "for you to look at",
    }
    typer.echo(
        ", ".join(f"{sum(r.state == s for r in answers)} {w}" for s, w in counts.items())
        + ". Numbers are the steps of docs/day-0.md."
    )


def _shared(answers: Sequence["Answer"]) -> dict[tuple[str, str], int]:
    """Reasons that kept the doctor from looking at several things, with how many lines."""
    lines = {(row.step, row.check, row.what, row.fix) for row in answers if row.state == "unseen"}
    counts = Counter((what, fix) for _, _, what, fix in lines)
    return {reason: number for reason, number in counts.most_common() if number > 2}


def _same(rows: Sequence["Answer"]) -> list[list["Answer"]]:
    """Answers that differ in their account only, together."""
    found: dict[tuple[str, str, str, str], list[Answer]] = {}
    for row in rows:
        found.setdefault((row.check, row.state, row.what, row.fix), []).append(row)
    return list(found.values())
