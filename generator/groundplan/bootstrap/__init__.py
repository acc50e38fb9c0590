"""Prepares real AWS accounts: what must exist before Pulumi can run in them.

Every step looks first and changes only what is missing, so a run that was interrupted
anywhere is finished by the next one, and a run that has nothing to do changes nothing.
"""
