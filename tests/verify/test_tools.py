"""Terraform and the provider are found, or it is said what to install."""

from pathlib import Path

import pytest

from groundplan.verify.tools import MIRROR_VARIABLE, ToolsMissing, _machine, find_tools

VERSION = '#!/bin/sh\necho "Terraform v1.9.9"\n'


def program(folder: Path, text: str = VERSION) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "terraform"
    file.write_text(text)
    file.chmod(0o755)
    return file


def mirror(folder: Path, *versions: str) -> Path:
    for version in versions:
        home = folder / "registry.terraform.io/hashicorp/aws" / version / _machine()
        home.mkdir(parents=True)
        (home / f"terraform-provider-aws_v{version}_x5").write_text("")
    return folder


def environment(tmp_path: Path) -> dict[str, str]:
    return {"PATH": str(tmp_path / "bin")}


def test_the_newest_provider_that_fits_is_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin")
    folder = mirror(tmp_path / "mirror", "4.67.0", "5.9.0", "5.100.0", "7.0.0")
    found = find_tools(6, folder, environment(tmp_path))
    assert (found.version, found.name) == ("5.100.0", "Terraform 1.9.9")
    assert found.mirror == folder
    assert found.source == "registry.terraform.io/hashicorp/aws"


@pytest.mark.parametrize("variable", [MIRROR_VARIABLE, "TF_PLUGIN_CACHE_DIR"])
def test_the_mirror_can_stand_in_the_environment(tmp_path: Path, variable: str) -> None:
    program(tmp_path / "bin")
    folder = mirror(tmp_path / "mirror", "6.1.0")
    found = find_tools(6, None, {**environment(tmp_path), variable: str(folder)})
    assert found.version == "6.1.0"


def test_the_mirror_of_the_cli_config_is_used(tmp_path: Path) -> None:
    program(tmp_path / "bin")
    folder = mirror(tmp_path / "mirror", "6.2.0")
    config = tmp_path / "rc"
    config.write_text(
        f'provider_installation {{\n filesystem_mirror {{\n path = "{folder}"\n }}\n}}\n'
    )
    found = find_tools(6, None, {**environment(tmp_path), "TF_CLI_CONFIG_FILE": str(config)})
    assert found.mirror == folder


def test_both_missing_parts_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ToolsMissing) as caught:
        find_tools(6, tmp_path, environment(tmp_path))
    assert [problem.what for problem in caught.value.problems] == [
        "neither Terraform nor OpenTofu is installed",
        "no AWS provider plugin of a version that fits is installed",
    ]


def test_a_provider_of_another_major_version_is_named(tmp_path: Path) -> None:
    program(tmp_path / "bin")
    with pytest.raises(ToolsMissing) as caught:
        find_tools(6, mirror(tmp_path / "mirror", "4.67.0"), environment(tmp_path))
    (problem,) = caught.value.problems
    assert problem.got == "4.67.0"
    assert "version 6 or 5" in problem.allowed


def test_a_program_that_is_not_terraform_is_not_used(tmp_path: Path) -> None:
    program(tmp_path / "bin", "#!/bin/sh\necho hello\n")
    with pytest.raises(ToolsMissing, match="does not answer `version`"):
        find_tools(6, mirror(tmp_path / "mirror", "6.1.0"), environment(tmp_path))
