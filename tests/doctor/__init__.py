"""The doctor, check by check, against emulated accounts."""
