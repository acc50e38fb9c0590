"""Would AWS let them? An offline evaluator of policies, for tests written as sentences.

Modelled: service control policies by level, resource control policies, permissions
boundaries, identity policies, resource, key and trust policies, inside one account and
across two; services and web identities as callers; condition operators for strings, ARNs,
booleans, numbers and Null, with IfExists, ForAllValues and ForAnyValue.

Not modelled, and refused with an error where it would change the answer: NotPrincipal,
policy variables (``${...}``), IP address and date operators. Not modelled, and silently
absent: session policies, VPC endpoint policies, ACLs and S3's public access block, KMS
grants, tags read from resources (pass ``aws:ResourceTag/...`` as context), service-linked
roles' own permissions, and what a service checks beyond policies (backup vault lock,
object lock, declarative policies). An "allowed" is therefore "no policy here forbids it".
"""
