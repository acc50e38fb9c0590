"""The organization: accounts, guardrails, access, budgets."""
