"""Pulumi's AWS SDK, loaded file by file, offers what it offers when it is loaded whole."""

import json
import subprocess
import sys
from typing import Any

SCRIPT = """
import json, sys
if sys.argv[1] == "on demand":
    from groundplan.engine.sdk import load_on_demand
    load_on_demand()
    load_on_demand()
import pulumi_aws as aws
from pulumi_aws.sqs import Queue
from pulumi_aws.sqs import *
before = [name for name in sys.modules if name.startswith("pulumi_aws.sns.")]
topic = aws.sns.Topic.__module__
loaded = [name for name in sys.modules if name.startswith("pulumi_aws.sns.")]
def kind(value):
    return f"{type(value).__name__} {getattr(value, '__module__', '')}"
def offered(service):
    names = getattr(service, "__all__", None) or dir(service)
    found = {name: kind(getattr(service, name)) for name in names if not name.startswith("_")}
    # What the file of a service uses itself is not what it offers.
    return {name: what for name, what in found.items() if not what.startswith("module")}
print(json.dumps({
    "sqs": offered(aws.sqs),
    "sns": offered(aws.sns),
    "star": [kind(QueuePolicy), kind(get_queue), kind(Queue)],
    "outputs": [kind(aws.acm.outputs), hasattr(aws.sns, "outputs")],
    "unknown": hasattr(aws.sns, "Topics"),
    "topic": topic,
    "loaded": sorted(set(loaded) - set(before)),
}))
"""


def _told(how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, how], check=True, capture_output=True, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_service_offers_the_same_names_and_loads_only_what_is_asked_for() -> None:
    on_demand, whole = _told("on demand"), _told("whole")
    loaded = on_demand.pop("loaded")
    assert "pulumi_aws.sns.topic" in loaded
    assert "pulumi_aws.sns.platform_application" not in loaded
    assert "pulumi_aws.sns.platform_application" in whole.pop("loaded")
    assert on_demand == whole
    assert len(whole["sqs"]) > 8
    assert whole["sqs"]["get_queue"].startswith("function")
