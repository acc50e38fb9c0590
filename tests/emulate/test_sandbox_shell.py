"""Emulating in a shell that points at a sandbox, or at real accounts, stays in the process."""

import pytest

from groundplan.emulate.gateway import Gateway


def test_neither_endpoint_nor_profile_of_the_shell_has_a_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_PROFILE", "gone-with-the-sandbox")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    with Gateway() as gateway:
        sts = gateway.client("sts", "666666666666", "eu-west-1")
        assert sts.get_caller_identity()["Account"] == "666666666666"
        assert gateway.client("s3", "666666666666", "eu-west-1").list_buckets()["Buckets"] == []
