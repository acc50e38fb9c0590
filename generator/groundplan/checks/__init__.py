"""Controls: one rule, one function, one id, checked on the estate."""
