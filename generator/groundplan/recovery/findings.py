"""Promises the estate cannot keep: no backup, no copy, or a copy that cannot work."""

from collections.abc import Iterable, Iterator

from groundplan.engine.plan import Estate, Resource
from groundplan.recovery.model import Copy, Finding, Kind, Rule, Store
from groundplan.recovery.policies import Request, allows
from groundplan.recovery.stores import find_stores
from groundplan.recovery.world import World, by_tag_only, read_world, selects

COPIED = ("prod",)
"""Environments whose data must survive their region and their account."""

_CONTINUOUS_DAYS = 35
_COLD_DAYS = 90
# AWS Backup encrypts copies of these with the vault's key; the rest keep their own.
_FULLY_MANAGED = frozenset({"S3", "EFS", "DynamoDB"})
_KEY_ACTIONS = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey")
_POLICY = "arn:aws:iam::aws:policy/"
_ROLE_POLICIES = {
    "": f"{_POLICY}service-role/AWSBackupServiceRolePolicyForBackup",
    "S3": f"{_POLICY}AWSBackupServiceRolePolicyForS3Backup",
}


def find_problems(estate: Estate) -> tuple[Finding, ...]:
    """Every finding of the estate, by stack, resource and code, each once."""
    world = read_world(estate)
    found: set[Finding] = set()
    for store in find_stores(estate):
        if store.backup_type:
            found.update(_store_findings(world, store, estate))
        elif store.kind is Kind.other:
            found.add(
                _of(
                    store,
                    "no-way-back",
                    "holds data that AWS Backup cannot take: nothing here brings it back",
                    "give it a backup of its own kind, or the tag backup=none where it can be "
                    "made again from another store",
                )
            )
    for selection in world.selections:
        for rule in selection.rules:
            found.update(_rule_findings(world, rule))
            found.update(_sharing_findings(estate, rule))
    return tuple(sorted(found, key=lambda f: (f.stack, f.resource, f.code, f.what)))


def _store_findings(world: World, store: Store, estate: Estate) -> Iterator[Finding]:
    rules = world.rules(store)
    if not rules:
        yield _of(
            store,
            "no-selection",
            "is in no backup selection: a mistake or a thief takes all of it",
            "set the tag that stacks/recovery/tags.py gives, or the tag backup=none where "
            "nothing in it is worth keeping",
        )
        return
    if not world.opted(store) and all(
        by_tag_only(s.resource) for s in world.selections if selects(s.resource, store)
    ):
        yield _of(
            store,
            "not-opted-in",
            f"is skipped in silence: AWS Backup is not turned on for {store.backup_type} in "
            f"{store.resource.region}",
            "turn the type on in stacks/recovery/opt_in.py",
        )
    if store.kind is Kind.bucket and not _versioned(estate, store):
        yield _of(
            store,
            "not-versioned",
            "cannot be backed up: AWS Backup takes versioned buckets only",
            "give it an aws.s3.BucketVersioning with status Enabled",
        )
    yield from _role_findings(world, store, rules)
    copies = [(rule, copy) for rule in rules for copy in rule.copies]
    if store.environment in COPIED:
        yield from _missing_copies(store, [copy for _, copy in copies])
    for rule, copy in copies:
        yield from _copy_findings(world, store, rule, copy)


def _missing_copies(store: Store, copies: Iterable[Copy]) -> Iterator[Finding]:
    places = list(copies)
    if not any(copy.region != store.resource.region for copy in places):
        yield _of(
            store,
            "no-copy-region",
            f"has no copy outside {store.resource.region}",
            "set groundplan:settings.backup_copy_days",
        )
    if not any(copy.account != store.resource.account for copy in places):
        yield _of(
            store,
            "no-copy-account",
            f"has no copy outside account {store.resource.account}",
            "set groundplan:settings.backup_account_copy_days",
        )


def _role_findings(world: World, store: Store, rules: Iterable[Rule]) -> Iterator[Finding]:
    for role in sorted({rule.role_arn for rule in rules}):
        needed = {p for t, p in _ROLE_POLICIES.items() if t in {"", store.backup_type}}
        for policy in sorted(needed - world.roles.get(role, needed)):
            yield _of(
                store,
                "role-lacks-policy",
                f"cannot be backed up: {role} lacks {policy}",
                "attach the policy to the role of the selection",
            )


def _copy_findings(world: World, store: Store, rule: Rule, copy: Copy) -> Iterator[Finding]:
    """Whether this store's recovery points can be made readable where they are copied."""
    source = store.resource
    if copy.account == source.account:
        return
    if store.backup_type in _FULLY_MANAGED:
        vault = world.vaults.get(rule.vault_arn)
        key_arn, place = (vault.key_arn if vault else ""), "the vault it is backed up in"
    else:
        key_arn, place = _own_key(source), "the store"
    if not key_arn or ":alias/aws/" in key_arn or key_arn.startswith("alias/aws/"):
        yield _of(
            store,
            "default-key",
            f"cannot be copied to account {copy.account}: {place} is encrypted with AWS's "
            "default key, which opens for nobody else",
            "encrypt with a key of your own; for a database that means restoring a snapshot",
        )
        return
    refused = _refused(world, key_arn, copy.account)
    if refused:
        yield _of(
            store,
            "key-policy",
            f"cannot be copied to account {copy.account}: the key of {place} refuses "
            f"{', '.join(refused)}",
            "add the statements of stacks/recovery/keys.py to the key",
        )


def _rule_findings(world: World, rule: Rule) -> Iterator[Finding]:
    if not rule.vault_arn:
        yield _by(rule, "vault-absent", "backs up into a vault that no stack makes")
    else:
        yield from _retention(world, rule, rule.vault_arn, rule.days, rule.cold_after_days)
    if rule.continuous and not 1 <= rule.days <= _CONTINUOUS_DAYS:
        yield _by(
            rule,
            "continuous-retention",
            f"keeps continuous backups {rule.days} days; AWS takes 1 to {_CONTINUOUS_DAYS}",
        )
    if rule.continuous and rule.cold_after_days:
        yield _by(rule, "cold-storage", "moves continuous backups to cold storage, which has none")
    for copy in rule.copies:
        yield from _destination(world, rule, copy)


def _sharing_findings(estate: Estate, rule: Rule) -> Iterator[Finding]:
    """Copies to another account need the organization's consent, given where it is managed."""
    management = [plan for plan in estate.plans if plan.layer == "organization"]
    if not management or all(f":{copy.account}:" in rule.role_arn for copy in rule.copies):
        return
    consents = [
        (r.inputs.get("globalSettings") or {}).get("isCrossAccountBackupEnabled")
        for plan in management
        for r in plan.of_type("aws:backup/globalSettings:GlobalSettings")
    ]
    if "true" not in consents:
        yield _by(
            rule,
            "sharing-off",
            "copies to another account, and the organization does not allow that",
            "turn cross-account backup on: stacks/recovery/sharing.py in the organization layer",
        )


def _destination(world: World, rule: Rule, copy: Copy) -> Iterator[Finding]:
    vault = world.vaults.get(copy.vault_arn)
    if vault is None:
        yield _by(
            rule,
            "vault-absent",
            f"copies into {copy.vault_arn}, which no stack makes",
            "deploy the stack of that account and region, for the backup account recovery/main",
        )
        return
    yield from _retention(world, rule, copy.vault_arn, copy.days, copy.cold_after_days)
    if copy.days and (not rule.days or copy.days < rule.days):
        yield _by(
            rule,
            "copy-shorter",
            f"keeps its copies {copy.days} days and the original {rule.days or 'for ever'}",
            "keep the copy at least as long",
        )
    if rule.cold_after_days:
        yield _by(
            rule,
            "cold-storage",
            f"moves recovery points to cold storage after {rule.cold_after_days} days; "
            "what is cold can be copied nowhere",
        )
    source_account = rule.role_arn.split(":")[4] if rule.role_arn.count(":") > 4 else ""
    if copy.account == source_account:
        return
    request = Request(
        account=source_account,
        principal_arn=rule.role_arn,
        action="backup:CopyIntoBackupVault",
    )
    if not allows(vault.policies, request):
        yield _by(
            rule,
            "vault-policy",
            f"copies into {copy.vault_arn}, whose access policy does not admit {rule.role_arn}",
            "admit the role in the vault's access policy",
        )
    if not vault.key_arn:
        yield _by(rule, "default-key", f"copies into {copy.vault_arn}, which has AWS's own key")
    elif refused := _refused(world, vault.key_arn, source_account):
        yield _by(
            rule,
            "key-policy",
            f"copies into {copy.vault_arn}, whose key refuses {', '.join(refused)} to account "
            f"{source_account}",
            "add the statements of stacks/recovery/keys.py to the key",
        )


def _retention(
    world: World, rule: Rule, vault_arn: str, days: int, cold_after_days: int
) -> Iterator[Finding]:
    vault = world.vaults[vault_arn]
    name = vault_arn.rpartition(":")[2]
    if vault.max_days and (not days or days > vault.max_days):
        yield _by(
            rule,
            "retention-over-vault",
            f"keeps {days or 'for ever'} days in {name}, whose lock admits {vault.max_days} "
            "at most: every job fails",
        )
    if vault.min_days and days and days < vault.min_days:
        yield _by(
            rule,
            "retention-under-vault",
            f"keeps {days} days in {name}, whose lock asks for {vault.min_days}: every job fails",
        )
    if cold_after_days and days and days < cold_after_days + _COLD_DAYS:
        yield _by(
            rule,
            "cold-storage",
            f"keeps {days} days in {name} and {cold_after_days} of them warm; cold storage is "
            f"{_COLD_DAYS} days at least",
        )


def _refused(world: World, key_arn: str, account: str) -> list[str]:
    key = world.keys.get(key_arn)
    documents = [str(key.inputs.get("policy", ""))] if key is not None else []
    return [
        action
        for action in _KEY_ACTIONS
        if not allows(documents, Request(account=account, principal_arn="", action=action))
    ]


def _own_key(resource: Resource) -> str:
    return str(resource.inputs.get("kmsKeyId") or "")


def _versioned(estate: Estate, store: Store) -> bool:
    return any(
        r.inputs.get("bucket") == store.resource.outputs.get("bucket")
        and (r.inputs.get("versioningConfiguration") or {}).get("status") == "Enabled"
        for r in estate[store.stack].of_type("aws:s3/bucketVersioning:BucketVersioning")
    )


def _of(store: Store, code: str, what: str, fix: str) -> Finding:
    return Finding(code=code, stack=store.stack, resource=store.name, what=what, fix=fix)


def _by(rule: Rule, code: str, what: str, fix: str = "") -> Finding:
    return Finding(
        code=code,
        stack=rule.stack,
        resource=f"{rule.plan} rule {rule.name}",
        what=what,
        fix=fix or "correct the rule in stacks/layers/backups.py or the setting behind it",
    )
