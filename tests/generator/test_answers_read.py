"""Answers files and settings: what is read, and what cannot be."""

from pathlib import Path

import pytest

from groundplan.answers import check, read_file, read_settings
from groundplan.answers.schedule import problem_of, suggestion
from groundplan.errors import AnswerError, Problem


def _refused(file: Path) -> Problem:
    with pytest.raises(AnswerError) as caught:
        read_file(file)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"---\n", "is empty"),
        (b"- organization: acme\n", "is not a map from question to answer"),
        (b"acme\n", "is not a map from question to answer"),
        (b"organization: [acme\n", "is not YAML (line 2)"),
        (b"organization: acme\n  app: shop\n", "is not YAML (line 2)"),
        (b"organization: acme\norganization: other\n", "is not YAML (line 2)"),
        (b"\x7fELF\x02\x01\x00\xff\xfe", "is not text"),
        (b"a: \x00\n", "is not YAML"),
        (b"a: !!python/object:os.system {}\n", "is not YAML (line 1)"),
        (b"a: *missing\n", "is not YAML (line 1)"),
        (b"a: 1\n---\nb: 2\n", "is not YAML (line 2)"),
    ],
)
def test_an_answers_file_that_is_not_a_map_is_refused(
    tmp_path: Path, content: bytes, what: str
) -> None:
    file = tmp_path / "answers.yml"
    file.write_bytes(content)
    problem = _refused(file)
    assert problem.where == str(file)
    assert problem.what.startswith(what)
    assert problem.fix or problem.allowed


def test_a_missing_answers_file_is_refused(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.yml").what == "does not exist"


def test_a_folder_is_no_answers_file(tmp_path: Path) -> None:
    assert _refused(tmp_path).what == "is a folder"


def test_a_file_of_a_megabyte_is_no_answers_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.yml"
    file.write_text("a: " + "x" * 1_000_001)
    assert _refused(file).what == "is larger than an answers file can be"


def test_yaml_that_multiplies_itself_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "answers.yml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    file.write_text("\n".join(lines))
    with pytest.raises(AnswerError, match="hold too much"):
        check(read_file(file))


def test_yaml_that_contains_itself_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "answers.yml"
    file.write_text("services: &again [*again]\n")
    with pytest.raises(AnswerError, match="nested too deeply"):
        check(read_file(file))


def test_account_ids_without_quotes_keep_their_digits(tmp_path: Path) -> None:
    file = tmp_path / "answers.yml"
    file.write_text("accounts: {dev: 012345670123, staging: 111122223333, prod: 0o12}\n")
    read = read_file(file)
    assert read["accounts"]["dev"] == "012345670123"
    assert read["accounts"]["staging"] == "111122223333"


def test_an_account_id_of_eleven_digits_in_a_file_is_shown_as_written(tmp_path: Path) -> None:
    file = tmp_path / "answers.yml"
    file.write_text("accounts: {dev: 01234567012}\n")
    with pytest.raises(AnswerError) as caught:
        check(read_file(file))
    assert caught.value.problems[0].got == "'01234567012'"


def test_settings_are_yaml() -> None:
    assert read_settings(["app=shop", "queues=[jobs]", "domain=a=b", "cache="]) == {
        "app": "shop",
        "queues": ["jobs"],
        "domain": "a=b",
        "cache": None,
    }


def test_every_wrong_setting_is_reported() -> None:
    with pytest.raises(AnswerError) as caught:
        read_settings(["app", "queues=[jobs", "=x"])
    assert [problem.where for problem in caught.value.problems] == [
        "--set",
        "--set queues",
        "--set",
    ]


@pytest.mark.parametrize(
    "schedule",
    [
        "cron(0 3 * * ? *)",
        "cron(0/15 * * * ? *)",
        "cron(0 8-18 ? * MON-FRI *)",
        "cron(0 8 ? * 2#1 *)",
        "cron(0 8 L * ? *)",
        "cron(0 8 15W JAN,JUL ? 2027)",
        "cron(*/5 * * * ? *)",
        "rate(1 hour)",
        "rate(5 minutes)",
        "rate(7 days)",
    ],
)
def test_a_schedule_of_eventbridge_is_taken(schedule: str) -> None:
    assert problem_of(schedule) is None


@pytest.mark.parametrize(
    ("schedule", "what"),
    [
        ("daily", "is neither cron(...) nor rate(...)"),
        ("0 3 * * *", "is neither cron(...) nor rate(...)"),
        ("cron(0 3 * * *)", "has 5 fields instead of 6"),
        ("cron(60 3 * * ? *)", "has no such minute: 60"),
        ("cron(0 24 * * ? *)", "has no such hour: 24"),
        ("cron(0 3 32 * ? *)", "has no such day of month: 32"),
        ("cron(0 3 ? * 0 *)", "has no such day of week: 0"),
        ("cron(0 3 * * ? 1969)", "has no such year: 1969"),
        ("cron(0 3 * * * *)", "needs ? in exactly one of day of month and day of week"),
        ("cron(0 3 ? * ? *)", "needs ? in exactly one of day of month and day of week"),
        ("cron(0/0 3 * * ? *)", "has no such minute: 0/0"),
        ("rate(0 minutes)", "has a rate below 1"),
        ("rate(1 minutes)", "says `1 minute` but `2 minutes`, and so for hours and days"),
        ("rate(5 minute)", "says `1 minute` but `2 minutes`, and so for hours and days"),
        ("rate(5 seconds)", "has a rate in another unit than minutes, hours or days"),
    ],
)
def test_a_schedule_that_eventbridge_refuses_is_refused(schedule: str, what: str) -> None:
    assert problem_of(schedule) == what


@pytest.mark.parametrize(
    ("crontab", "meant"),
    [
        ("0 3 * * *", "cron(0 3 * * ? *)"),
        ("cron(0 3 * * *)", "cron(0 3 * * ? *)"),
        ("*/5 * * * 1-5", "cron(*/5 * ? * MON-FRI *)"),
        ("0 3 1 * 0", ""),
        ("daily", ""),
    ],
)
def test_a_line_of_a_crontab_is_translated(crontab: str, meant: str) -> None:
    assert suggestion(crontab) == meant
