"""Whole-process times of the commands a person waits for: ``make bench``.

Every figure is the median of several processes, started from outside, after one that
is not counted. The machine stands beside the numbers: they mean nothing without it.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from groundplan.engine.cache import VARIABLE

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "blueprints" / "web_app" / "examples" / "saas.yml"
TOOL = (sys.executable, "-m", "groundplan")
LAYERS = ("foundation", "application")
ENVIRONMENTS = ("dev", "staging", "prod")
COPY = (
    "import sys, warnings; warnings.simplefilter('ignore'); from copier import run_copy; "
    "run_copy(sys.argv[1], sys.argv[2], data={'blueprint': 'web_app'}, defaults=True, "
    "quiet=True, vcs_ref='HEAD')"
)


def median_seconds(
    command: Sequence[str],
    runs: int,
    before: Callable[[], object] = lambda: None,
    environment: Mapping[str, str] | None = None,
) -> float:
    """Median wall time of a command; the first run does not count."""
    times = []
    for _ in range(runs + 1):
        before()
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def repository(folder: Path, factor: int) -> Path:
    """The example's repository with its services ``factor`` times."""
    yaml = YAML(typ="safe")
    answers = yaml.load(EXAMPLE)
    services = answers["services"]
    answers["services"] = [
        {**service, "name": f"{service['name']}{n}" if n else service["name"], **_paths(service, n)}
        for n in range(factor)
        for service in services
    ]
    file = folder / f"answers-{factor}.yml"
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(answers, stream)
    target = folder / f"repository-{factor}"
    subprocess.run(
        [*TOOL, "new", str(target), "--answers", str(file)],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    return target


def _paths(service: dict[str, object], n: int) -> dict[str, object]:
    return {"url_paths": [f"/part{n}/{service['name']}/*"]} if n and "port" in service else {}


def resources(folder: Path, environment: str = "") -> int:
    """How many AWS resources a repository previews, or one environment of it."""
    from groundplan.engine.estate import preview
    from groundplan.repository import open_repository

    plans = preview(open_repository(folder)).plans
    wanted = [plan for plan in plans if environment in ("", plan.environment)]
    return sum(1 for plan in wanted for _ in plan.aws())


def emulation_costs(folder: Path) -> Table:
    """CPU time and calls of an emulated resource, by service, the dearest service first."""
    from groundplan.emulate.cloud import EmulatedCloud
    from groundplan.emulate.deploy import accounts
    from groundplan.engine.cloud import Answer, Registration
    from groundplan.repository import open_repository, placeholder_accounts, programs

    seconds: Counter[str] = Counter()

    class Timed(EmulatedCloud):
        def create(self, registration: Registration) -> Answer:
            started = time.thread_time()
            try:
                return super().create(registration)
            finally:
                seconds[registration.type.split(":")[1].partition("/")[0]] += (
                    time.thread_time() - started
                )

    found = open_repository(folder)
    with accounts() as deployment:
        deployment.cloud = Timed(deployment.gateway)
        deployment.up(
            programs(found, found.stacks), placeholders=placeholder_accounts(found.stacks)
        )
        reports = deployment.report.resources
    table = Table("emulated service", "resources", "calls each", "ms CPU each", "s CPU")
    for service, spent in seconds.most_common():
        mine = [r for r in reports if r.type.startswith(f"aws:{service}/")]
        count = len(mine) or 1
        table.add_row(
            service,
            str(len(mine)),
            f"{sum(r.calls for r in mine) / count:.1f}",
            f"{spent / count * 1e3:.1f}",
            f"{spent:.2f}",
        )
    total = sum(seconds.values())
    each = f"{total / len(reports) * 1e3:.1f}"
    table.add_row("all", str(len(reports)), "", each, f"{total:.2f}")
    return table


def machine() -> str:
    """What the numbers were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, Python {platform.python_version()}, {platform.system()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    runs = parser.parse_args().runs
    console = Console()
    # A plan found in the cache costs next to nothing; what is timed is making it.
    os.environ[VARIABLE] = "off"
    console.print(f"Machine: {machine()}. Medians of {runs} whole processes.")
    with tempfile.TemporaryDirectory(prefix="groundplan-bench-") as name:
        work = Path(name)
        out = work / "out"

        def clean() -> None:
            shutil.rmtree(out, ignore_errors=True)

        commands = Table("command", "seconds", "note")
        commands.add_row("--help", f"{median_seconds([*TOOL, '--help'], runs):.2f}")
        made = median_seconds([*TOOL, "new", str(out), "--defaults"], runs, clean)
        copied = median_seconds([sys.executable, "-c", COPY, str(ROOT), str(out)], runs, clean)
        commands.add_row("new", f"{made:.2f}", f"{made / copied:.2f} times a bare Copier copy")
        base = repository(work, 1)
        stacks = [f"--stack={layer}/{env}" for layer in LAYERS for env in ENVIRONMENTS]
        six = [*TOOL, "-C", str(base), "preview", *stacks]
        commands.add_row("preview, six stacks", f"{median_seconds(six, runs):.2f}")
        preview = median_seconds([*TOOL, "-C", str(base), "preview"], runs)
        commands.add_row("preview, all stacks", f"{preview:.2f}", f"{resources(base)} resources")
        kept = {**os.environ, VARIABLE: str(work / "kept")}
        again = median_seconds([*TOOL, "-C", str(base), "preview"], runs, environment=kept)
        commands.add_row("preview again", f"{again:.2f}", "nothing changed, from the cache")
        emulate = [*TOOL, "-C", str(base), "emulate", "--env", "prod"]
        commands.add_row("emulate, prod", f"{median_seconds(emulate, runs):.2f}")
        shared = ["organization/main", "security/main", "recovery/main"]
        touching = [f"{layer}/prod" for layer in ("foundation", "application")]
        emulate = [*TOOL, "-C", str(base), "emulate"]
        every = [f"--stack={stack}" for stack in (*shared, *touching)]
        taken = median_seconds([*emulate, *every], runs)
        commands.add_row("emulate, every layer that touches prod", f"{taken:.2f}")
        commands.add_row("emulate, whole estate", f"{median_seconds(emulate, runs):.2f}")
        console.print(commands)

        growth = Table("services", "previewed", "s", "ms each", "emulated, prod", "s", "ms each")
        for factor in (1, 4, 16):
            folder = base if factor == 1 else repository(work, factor)
            tool, few = [*TOOL, "-C", str(folder)], max(1, runs // 2)
            cells = []
            for command, count in (
                (["preview"], resources(folder)),
                (["emulate", "--env", "prod"], resources(folder, "prod")),
            ):
                seconds = median_seconds([*tool, *command], few)
                cells += [str(count), f"{seconds:.2f}", f"{seconds / count * 1e3:.2f}"]
            growth.add_row(f"{factor}x", *cells)
        console.print(growth)
        console.print(emulation_costs(base))


if __name__ == "__main__":
    main()
