"""The steps of `docs/day-0.md`, by number."""

STEPS = {
    1: "The management account",
    2: "Identity Center",
    3: "State of the management account",
    4: "The organization and its accounts",
    5: "State of every account",
    6: "The security account",
    7: "The trail",
    8: "The backup account",
    9: "Confirm mails",
    10: "The environments",
    11: "GitHub",
}
