"""What a change of the estate does, for the terminal."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from groundplan.diff.compare import Action, Change

_STYLES = {
    Action.created: "green",
    Action.updated: "yellow",
    Action.replaced: "red",
    Action.deleted: "red",
}


def print_changes(changes: Sequence[Change], ref: str, console: Console) -> None:
    """Counts, every change but creations one by one, and loudly what takes data with it."""
    counts = Counter(change.action for change in changes)
    summary = ", ".join(f"{counts[action]} {action}" for action in Action)
    console.print(Text(f"Against {ref}: {summary}"), soft_wrap=True)
    for action in (Action.replaced, Action.deleted, Action.updated):
        for change in changes:
            if change.action is action:
                console.print(_line(change), soft_wrap=True)
    print_data_lost(
        [
            (change.stack, change.name, change.type, change.action is Action.replaced)
            for change in changes
            if change.loses_data
        ],
        console,
    )


def _line(change: Change) -> Text:
    line = Text(f"  {change.action}: ", style=_STYLES[change.action])
    kind = change.type.rpartition(":")[2]
    line.append(f"{change.stack} {change.name} ({kind})", style="default")
    if change.forced_by:
        names = ", ".join(change.forced_by)
        line.append(f", as only a new one can take another {names}", style="default")
    elif change.inputs:
        line.append(f", in {', '.join(change.inputs)}", style="default")
    if change.outage:
        line.append(f"; unreachable for minutes, {change.outage}", style="default")
    if change.protected:
        line.append("; protected: Pulumi refuses it", style="default")
    return line


def print_data_lost(gone: Sequence[tuple[str, str, str, bool]], console: Console) -> None:
    """What takes data with it: stack, name, type, and whether an empty one comes after it."""
    if not gone:
        return
    head = f"\nDATA LOST: {len(gone)} that hold data would not survive this change"
    console.print(Text(head, style="bold red"), soft_wrap=True)
    for stack, name, kind, replaced in gone:
        what = "replaced by an empty one" if replaced else "deleted"
        console.print(Text(f"  {stack} {name} ({kind.rpartition(':')[2]}): {what}"), soft_wrap=True)
    console.print(
        Text(
            "  fix: undo the change; or make the new one beside the old one under another name, "
            "bring the data over, and take the old one away last"
        ),
        soft_wrap=True,
    )
