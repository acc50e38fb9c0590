"""Examples of the rules, a table for each file of rules."""
