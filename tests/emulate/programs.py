"""Hand-made Pulumi programs, for tests of one part of the emulation."""

from pathlib import Path

from groundplan.engine.program import Program

ACCOUNT = "666666666666"
REGION = "eu-west-1"
_HEAD = f"""
import json
import pulumi
import pulumi_aws as aws

provider = aws.Provider(
    "aws",
    region="{REGION}",
    allowed_account_ids=["{ACCOUNT}"],
    default_tags=aws.ProviderDefaultTagsArgs(tags={{"app": "shop"}}),
)
here = pulumi.ResourceOptions(provider=provider)
"""


def program(folder: Path, source: str, stack: str = "foundation/prod") -> Program:
    """A stack whose program is ``source``, with ``here`` as options of every resource."""
    layer, _, environment = stack.partition("/")
    home = folder / layer
    home.mkdir(exist_ok=True)
    main = home / "__main__.py"
    main.write_text(_HEAD + source)
    return Program(
        stack=stack,
        layer=layer,
        environment=environment,
        root=folder,
        main=main,
        config_file=home / f"Pulumi.{environment}.yaml",
        config={},
        account=ACCOUNT,
        region=REGION,
    )
