"""What was asked: the answers, read from a file or a dialogue, and every rule about them."""

from groundplan.answers.check import check
from groundplan.answers.model import Answers
from groundplan.answers.read import read_file, read_settings

__all__ = ["Answers", "check", "read_file", "read_settings"]
