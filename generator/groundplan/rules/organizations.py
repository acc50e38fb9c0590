"""Organizations, login, budgets, trail, recorder, threat detection: the shared stacks."""

import json
import re
from collections.abc import Iterator, Mapping

from groundplan.rules.constraint import OneOf, Text, limit
from groundplan.rules.grammar import policy as grammar
from groundplan.rules.grammar.address import arn, is_mail
from groundplan.rules.node import Node, listed, number
from groundplan.rules.rule import Fault, rule
from groundplan.rules.world import World

_ORG = "aws:organizations/organization:Organization"
_ACCOUNT = "aws:organizations/account:Account"
_UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
_POLICY = "aws:organizations/policy:Policy"
_ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
_DELEGATED = "aws:organizations/delegatedAdministrator:DelegatedAdministrator"
_CONTACT = "aws:account/alternativeContact:AlternativeContact"
_DOC = "Organizations User Guide: quotas; API organizations"
_SIZES = {"SERVICE_CONTROL_POLICY": 5120, "RESOURCE_CONTROL_POLICY": 5120,
          "AISERVICES_OPT_OUT_POLICY": 2500}  # fmt: skip
_TYPES = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY",
          "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2",
          "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY",
          "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY")  # fmt: skip


@rule(
    "GP-ORG-001",
    _POLICY,
    title="The rule for all accounts is too long.",
    error="ConstraintViolationException: You have exceeded the maximum policy size",
    source=_DOC,
)
def policy_size(node: Node, _: World) -> Iterator[Fault]:
    """5,120 characters with white space; 10,000 for others; 2,500 for AI opt-out."""
    text = node.get("content")
    most = _SIZES.get(str(node.get("type", "SERVICE_CONTROL_POLICY")), 10000)
    if isinstance(text, str) and len(text.encode()) > most:
        yield Fault("content", f"{most} characters, white space counts")


@rule(
    "GP-ORG-002",
    _POLICY,
    title="The rule for all accounts is not in the language of its kind.",
    error="MalformedPolicyDocumentException: The provided policy document does not meet the "
    "requirements of the specified policy type.",
    source="Organizations User Guide: policy syntax",
)
def policy_syntax(node: Node, _: World) -> Iterator[Fault]:
    """JSON; RCPs deny everybody; SCPs have no principal, allows are plain."""
    text, kind = node.get("content"), node.get("type", "SERVICE_CONTROL_POLICY")
    if not isinstance(text, str):
        return
    try:
        document = json.loads(text)
    except ValueError:
        yield Fault("content", "JSON")
        return
    roots = {"TAG_POLICY": "tags", "BACKUP_POLICY": "plans", "AISERVICES_OPT_OUT_POLICY": "services",
             "DECLARATIVE_POLICY_EC2": "ec2_attributes"}  # fmt: skip
    if kind in roots and (not isinstance(document, Mapping) or roots[kind] not in document):
        yield Fault("content", f"an object with {roots[kind]}")
    for label, statement in grammar.statements(document):
        if kind == "RESOURCE_CONTROL_POLICY":
            if statement.get("Effect") != "Deny" or statement.get("Principal") != "*":
                yield Fault("content", f'{label}: Effect Deny and Principal "*"')
            if "NotAction" in statement or statement.get("Action") == "*":
                yield Fault("content", f"{label}.Action: actions with their service")
        if kind == "SERVICE_CONTROL_POLICY" and "NotPrincipal" in statement:
            yield Fault("content", f"{label}: no principal")


@rule(
    "GP-ORG-003",
    _POLICY,
    title="That kind of rule is not switched on in the organization.",
    error="PolicyTypeNotEnabledException: The specified policy type isn't currently enabled in this "
    "root.",
    source="API organizations EnablePolicyType",
)
def type_enabled(node: Node, world: World) -> Iterator[Fault]:
    """enabledPolicyTypes lists the type."""
    kind = node.get("type", "SERVICE_CONTROL_POLICY")
    for organization in world.of(_ORG):
        if kind not in organization.list("enabledPolicyTypes[]"):
            yield Fault(
                "type", ", ".join(organization.list("enabledPolicyTypes[]")) or "none is enabled"
            )


@rule(
    "GP-ORG-004",
    _ORG,
    title="The organization lacks what its rules and services need.",
    error="InvalidInputException / PolicyTypeNotAvailableForOrganizationException",
    source="API organizations CreateOrganization",
)
def organization(node: Node, _: World) -> Iterator[Fault]:
    """ALL features for policies; service names; a login service is kept."""
    if node.get("featureSet", "ALL") == "CONSOLIDATED_BILLING":
        for path in ("enabledPolicyTypes", "awsServiceAccessPrincipals"):
            if node.list(f"{path}[]"):
                yield Fault(path, "nothing unless featureSet is ALL")
    for place, value in node.each("enabledPolicyTypes[]"):
        if value not in _TYPES:
            yield Fault(place, ", ".join(_TYPES))
    for place, value in node.each("awsServiceAccessPrincipals[]"):
        if not re.fullmatch(r"[a-z0-9.-]+\.amazonaws\.com", str(value)):
            yield Fault(place, "a service such as sso.amazonaws.com")
        elif str(value) in (
            "identitycenter.amazonaws.com",
            "awssso.amazonaws.com",
            "trail.amazonaws.com",
            "iam-identity-center.amazonaws.com",
        ):
            yield Fault(place, "sso.amazonaws.com")


@rule(
    "GP-ORG-005",
    _ACCOUNT,
    title="Two accounts have one mail address, or it is none.",
    error="CreateAccount FAILED: EMAIL_ALREADY_EXISTS / INVALID_EMAIL",
    source="API organizations CreateAccount",
)
def account_mail(node: Node, world: World) -> Iterator[Fault]:
    """6 to 64 ASCII signs, unique among all AWS accounts."""
    mail = node.get("email")
    if not isinstance(mail, str):
        return
    if not 6 <= len(mail) <= 64 or not mail.isascii() or not is_mail(mail):
        yield Fault("email", "a mail address of 6 to 64 characters")
    for other in world.of(_ACCOUNT):
        if (
            other.resource.urn < node.resource.urn
            and str(other.get("email")).lower() == mail.lower()
        ):
            yield Fault("email", f"an address {other.name} does not have")


@rule(
    "GP-ORG-006",
    _UNIT,
    _ACCOUNT,
    _ATTACHMENT,
    title="Where it belongs in the organization cannot be.",
    error="ParentNotFoundException / TargetNotFoundException / InvalidInputException",
    source="API organizations ParentId, PolicyTargetId",
)
def parents(node: Node, world: World) -> Iterator[Fault]:
    """Roots, units and accounts by their form of id; units of the estate exist."""
    path = "targetId" if node.type == _ATTACHMENT else "parentId"
    value = node.get(path)
    if not isinstance(value, str):
        return
    account = r"|\d{12}" if node.type == _ATTACHMENT else ""
    if not re.fullmatch(r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}" + account, value):
        yield Fault(path, "the id of a root or a unit" + (" or an account" if account else ""))
    elif value.startswith("ou-") and world.has(_UNIT) and world.find(value, _UNIT) is None:
        yield Fault(path, "a unit of the estate")


@rule(
    "GP-ORG-007",
    _UNIT,
    _POLICY,
    _ATTACHMENT,
    title="It is there twice.",
    error="DuplicateOrganizationalUnitException / DuplicatePolicyException / "
    "DuplicatePolicyAttachmentException",
    source=_DOC,
)
def once(node: Node, world: World) -> Iterator[Fault]:
    """Unit names per parent, policy names per type, attachments per target; five SCPs each."""
    paths = {_UNIT: ("name", "parentId"), _POLICY: ("name", "type")}.get(
        node.type, ("policyId", "targetId")
    )
    for other in world.twins(node, *paths):
        yield Fault(paths[0], f"not what {other.name} says")
    if node.type == _ATTACHMENT:
        mine = world.find(node.get("policyId"), _POLICY)
        kind = mine.get("type", "SERVICE_CONTROL_POLICY") if mine else ""
        same = [
            a
            for a in world.peers(node)
            if a.get("targetId") == node.get("targetId")
            and (p := world.find(a.get("policyId"), _POLICY))
            and p.get("type", "SERVICE_CONTROL_POLICY") == kind
        ]
        most = {"SERVICE_CONTROL_POLICY": 4, "RESOURCE_CONTROL_POLICY": 4}.get(str(kind), 10)
        if len(same) > most:
            yield Fault("targetId", f"{most} beside AWS's own, there are {len(same)}")


@rule(
    "GP-ORG-008",
    _DELEGATED,
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
    title="The service is not trusted in the organization, or the account cannot stand in for it.",
    error="ConstraintViolationException: SERVICE_ACCESS_NOT_ENABLED / "
    "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
    source="API organizations RegisterDelegatedAdministrator",
)
def delegation(node: Node, world: World) -> Iterator[Fault]:
    """Trusted access first; not the management account."""
    path = "accountId" if node.type == _DELEGATED else "adminAccountId"
    services = {"guardduty": "guardduty.amazonaws.com", "securityhub": "securityhub.amazonaws.com"}
    service = node.get("servicePrincipal") or services.get(node.type.split(":")[1].split("/")[0])
    for organization_ in world.of(_ORG):
        if node.get(path) == organization_.account:
            yield Fault(path, "another account than the management account")
        trusted = set(organization_.list("awsServiceAccessPrincipals[]"))
        trusted |= {
            n.get("servicePrincipal")
            for n in world.of("aws:organizations/awsServiceAccess:AwsServiceAccess")
        }
        if node.type == _DELEGATED and service and trusted and service not in trusted:
            if (
                service != "access-analyzer.amazonaws.com"
                or "access-analyzer.amazonaws.com" in trusted
            ):
                yield Fault("servicePrincipal", "a service of awsServiceAccessPrincipals")
    account = node.get(path)
    if account is not None and not re.fullmatch(r"\d{12}", str(account)):
        yield Fault(path, "twelve digits")


@rule(
    "GP-ORG-009",
    _CONTACT,
    title="The contact cannot be reached this way.",
    error="ValidationException / AccessDeniedException: management account must not name itself",
    source="API account PutAlternateContact",
)
def contact(node: Node, world: World) -> Iterator[Fault]:
    """A mail address; no own account id in the management account; one of each kind."""
    mail = node.get("emailAddress")
    if isinstance(mail, str) and not is_mail(mail.strip()):
        yield Fault("emailAddress", "a mail address")
    if node.get("accountId") and world.has(_ORG):
        if any(o.account == node.get("accountId") for o in world.of(_ORG)):
            yield Fault("accountId", "nothing for the management account itself")
    for other in world.twins(node, "accountId", "alternateContactType"):
        yield Fault("alternateContactType", f"a kind {other.name} does not set")


_SET = "aws:ssoadmin/permissionSet:PermissionSet"
_ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"
_INLINE = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"


@rule(
    "GP-SSO-001",
    _SET,
    title="How long somebody stays logged in cannot be read.",
    error="ValidationException: Session duration must be between PT1H and PT12H",
    source="API sso-admin CreatePermissionSet",
)
def session(node: Node, _: World) -> Iterator[Fault]:
    """ISO 8601, one to twelve hours."""
    text = node.get("sessionDuration")
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", str(text))
    if text is not None:
        seconds = (
            sum(int(v or 0) * f for v, f in zip(match.groups(), (3600, 60, 1), strict=True))
            if match
            else 0
        )
        if not 3600 <= seconds <= 43200:
            yield Fault("sessionDuration", "PT1H to PT12H")


@rule(
    "GP-SSO-002",
    _INLINE,
    title="The rights inside a permission set are too long.",
    error="ValidationException / ServiceQuotaExceededException: inline policy size",
    source="API sso-admin PutInlinePolicyToPermissionSet (32,768); role quota 10,240",
)
def inline_size(node: Node, _: World) -> Iterator[Fault]:
    """10,240 without white space, as it lands in a role."""
    text = node.get("inlinePolicy")
    if isinstance(text, str) and grammar.without_spaces(text) > 10240:
        yield Fault("inlinePolicy", "10240 characters without white space")


@rule(
    "GP-SSO-003",
    _ASSIGNMENT,
    _SET,
    title="It is there twice, or for somebody who cannot be.",
    error="ConflictException / ValidationException: principal, target",
    source="API sso-admin CreateAccountAssignment",
)
def assignments(node: Node, world: World) -> Iterator[Fault]:
    """Ids by form; names and assignments once."""
    if node.type == _SET:
        for other in world.twins(node, "name", "instanceArn"):
            yield Fault("name", f"a name {other.name} does not have")
        return
    for other in world.twins(node, "permissionSetArn", "principalId", "targetId"):
        yield Fault("principalId", f"an assignment {other.name} does not make")
    if node.get("principalType") not in (None, "USER", "GROUP"):
        yield Fault("principalType", "USER or GROUP")
    target = node.get("targetId")
    if target is not None and not re.fullmatch(r"\d{12}", str(target)):
        yield Fault("targetId", "twelve digits")
    principal = node.get("principalId")
    if (
        isinstance(principal, str)
        and not re.fullmatch(
            r"([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}", principal
        )
        and principal.count("-") >= 4
    ):
        yield Fault("principalId", "the id of a user or a group")


@rule(
    "GP-SSO-004",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
    title="The permission set carries more policies than AWS allows.",
    error="ServiceQuotaExceededException: at most 20 policies (10 until the role quota is raised)",
    source="IAM Identity Center quotas; IAM quota L-0DA4ABF3",
)
def policies_per_set(node: Node, world: World) -> Iterator[Fault]:
    """Ten per set; each once."""
    group = [
        n for n in world.peers(node) if n.get("permissionSetArn") == node.get("permissionSetArn")
    ]
    if len(group) > 10:
        yield Fault("permissionSetArn", f"ten policies, there are {len(group)}")
    for other in world.twins(node, "permissionSetArn", "managedPolicyArn"):
        yield Fault("managedPolicyArn", f"a policy {other.name} does not attach")


_BUDGET = "aws:budgets/budget:Budget"


@rule(
    "GP-BUDGET-001",
    _BUDGET,
    title="The budget's amount, unit or name cannot be.",
    error="InvalidParameterException: Budget",
    source="API budgets Budget",
)
def budget(node: Node, _: World) -> Iterator[Fault]:
    """An amount above 0; USD for costs; a name without : and backslash; dates in form."""
    amount = node.get("limitAmount")
    if amount is not None and (number(amount) is None or (number(amount) or 0) <= 0):
        yield Fault("limitAmount", "a number above 0")
    kind = str(node.get("budgetType", "COST"))
    if kind == "COST" and node.get("limitUnit") not in (None, "USD", "CNY"):
        yield Fault("limitUnit", "USD")
    if ("UTILIZATION" in kind or "COVERAGE" in kind) and node.get("limitUnit") not in (
        None,
        "PERCENTAGE",
    ):
        yield Fault("limitUnit", "PERCENTAGE")
    name = node.output("name")
    if isinstance(name, str) and (
        re.search(r"[:\\]", name) or "/action/" in name or len(name) > 100 or not name
    ):
        yield Fault("name", "100 characters without : and \\")
    for path in ("timePeriodStart", "timePeriodEnd"):
        text = node.get(path)
        if text is not None and not re.fullmatch(
            r"\d{4}-(0\d|1[0-2])-[0-3]\d_[0-2]\d:[0-5]\d", str(text)
        ):
            yield Fault(path, "a time such as 2026-01-01_00:00")
    start, end = node.get("timePeriodStart"), node.get("timePeriodEnd")
    if start and end and str(start) >= str(end):
        yield Fault("timePeriodEnd", "a time after timePeriodStart")
    if node.has("limitAmount") == (node.has("plannedLimits") or node.has("autoAdjustData")):
        yield Fault("limitAmount", "one of limitAmount, plannedLimits and autoAdjustData")
    if node.has("costFilters") and node.has("filterExpression"):
        yield Fault("costFilters", "one of costFilters and filterExpression")
    if node.get("timeUnit") == "DAILY" and kind not in (
        "COST",
        "USAGE",
        "RI_UTILIZATION",
        "RI_COVERAGE",
        "SAVINGS_PLANS_UTILIZATION",
        "SAVINGS_PLANS_COVERAGE",
    ):
        yield Fault("timeUnit", "MONTHLY")
    filters = ("AZ", "LinkedAccount", "Operation", "PurchaseType", "Region", "Service", "TagKeyValue",
               "UsageType", "UsageTypeGroup", "InstanceType", "BillingEntity", "InvoicingEntity",
               "LegalEntityName", "CostCategory", "RecordType")  # fmt: skip
    for place, value in node.each("costFilters[].name"):
        if value not in filters:
            yield Fault(place, ", ".join(filters))


@rule(
    "GP-BUDGET-002",
    _BUDGET,
    title="Whom the budget tells, or when, cannot be.",
    error="InvalidParameterException: Notification / subscribers; CreationLimitExceededException",
    source="API budgets NotificationWithSubscribers",
)
def notifications(node: Node, _: World) -> Iterator[Fault]:
    """Ten notifications, each once, with one topic and ten mails at most; thresholds above 0."""
    rows = list(node.each("notifications[]"))
    if len(rows) > 10:
        yield Fault("notifications", "ten notifications")
    seen: set[tuple[object, ...]] = set()
    for place, row in rows:
        key = tuple(
            str(row.get(k))
            for k in ("notificationType", "comparisonOperator", "threshold", "thresholdType")
        )
        if key in seen:
            yield Fault(place, "each notification once")
        seen.add(key)
        for name, values in (
            ("notificationType", ("ACTUAL", "FORECASTED")),
            ("comparisonOperator", ("GREATER_THAN", "LESS_THAN", "EQUAL_TO")),
            ("thresholdType", ("PERCENTAGE", "ABSOLUTE_VALUE")),
        ):
            if row.get(name) not in values:
                yield Fault(f"{place}.{name}", ", ".join(values))
        threshold = number(row.get("threshold"))
        if threshold is None or not 0 < threshold <= 15000000000000:
            yield Fault(f"{place}.threshold", "a number above 0")
        if row.get("notificationType") == "FORECASTED" and node.get("budgetType") not in (
            "COST",
            "USAGE",
            None,
        ):
            yield Fault(f"{place}.notificationType", "ACTUAL for this kind of budget")
        if row.get("notificationType") == "FORECASTED" and node.get("timeUnit") == "DAILY":
            yield Fault(f"{place}.notificationType", "ACTUAL with timeUnit DAILY")
        mails, topics = (
            listed(row.get("subscriberEmailAddresses")),
            listed(row.get("subscriberSnsTopicArns")),
        )
        if not mails and not topics:
            yield Fault(f"{place}.subscriberEmailAddresses", "a receiver")
        if len(mails) > 10 or len(topics) > 1:
            yield Fault(f"{place}.subscriberEmailAddresses", "ten mails and one topic")
        for index, mail in enumerate(mails):
            if not is_mail(str(mail)):
                yield Fault(f"{place}.subscriberEmailAddresses[{index}]", "a mail address")
        for index, topic in enumerate(topics):
            found = arn(topic)
            if found is None or found.service != "sns":
                yield Fault(f"{place}.subscriberSnsTopicArns[{index}]", "the ARN of a topic")


_MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
_ANOMALIES = "aws:costexplorer/anomalySubscription:AnomalySubscription"


@rule(
    "GP-COST-001",
    _MONITOR,
    title="What is watched for odd costs is not told, or watched already.",
    error="ValidationException: Limit exceeded on dimensional spend monitor creation / "
    "MonitorDimension",
    source="API ce CreateAnomalyMonitor",
)
def anomaly_monitor(node: Node, world: World) -> Iterator[Fault]:
    """A dimension with DIMENSIONAL, a specification with CUSTOM; one per dimension."""
    dimensional = node.get("monitorType") == "DIMENSIONAL"
    if dimensional != node.has("monitorDimension"):
        yield Fault("monitorDimension", "SERVICE with DIMENSIONAL only")
    if (node.get("monitorType") == "CUSTOM") != node.has("monitorSpecification"):
        yield Fault("monitorSpecification", "JSON with CUSTOM only")
    for other in world.twins(node, "monitorDimension") if dimensional else ():
        yield Fault("monitorDimension", f"a dimension {other.name} does not watch")


@rule(
    "GP-COST-002",
    _ANOMALIES,
    title="How often odd costs are told does not fit the way.",
    error="ValidationException: Daily or weekly frequencies only support Email subscriptions / "
    "Immediate frequency only supports SNS",
    source="API ce AnomalySubscription",
)
def anomaly_subscription(node: Node, _: World) -> Iterator[Fault]:
    """IMMEDIATE to topics; DAILY and WEEKLY to mails; a threshold."""
    want = "SNS" if node.get("frequency") == "IMMEDIATE" else "EMAIL"
    for place, row in node.each("subscribers[]"):
        if row.get("type") != want:
            yield Fault(f"{place}.type", f"{want} with {node.get('frequency')}")
        address = str(row.get("address", ""))
        good = (
            is_mail(address) if row.get("type") == "EMAIL" else address.startswith("arn:aws:sns:")
        )
        if not good:
            yield Fault(f"{place}.address", "a mail address or the ARN of a topic")
    if not node.has("thresholdExpression"):
        yield Fault("thresholdExpression", "an amount or a percentage")
    known = ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE")
    for path in (
        "thresholdExpression.dimension",
        "thresholdExpression.ands[].dimension",
        "thresholdExpression.ors[].dimension",
    ):
        for place, row in node.each(path):
            if row.get("key") not in known:
                yield Fault(f"{place}.key", ", ".join(known))
            if listed(row.get("matchOptions")) != ["GREATER_THAN_OR_EQUAL"]:
                yield Fault(f"{place}.matchOptions", "GREATER_THAN_OR_EQUAL")
            if any(number(v) is None for v in listed(row.get("values"))):
                yield Fault(f"{place}.values", "a number as text")


_TRAIL = "aws:cloudtrail/trail:Trail"


@rule(
    "GP-TRAIL-001",
    _TRAIL,
    title="The record of all calls has half of a setting.",
    error="InvalidParameterCombinationException / InvalidCloudWatchLogsLogGroupArnException: You "
    "must specify a log group ARN ending with :*",
    source="API cloudtrail CreateTrail",
)
def trail(node: Node, world: World) -> Iterator[Fault]:
    """Group with :* and its role; one kind of selectors; the organization's in its account."""
    group, role = node.has("cloudWatchLogsGroupArn"), node.has("cloudWatchLogsRoleArn")
    if group != role:
        yield Fault("cloudWatchLogsRoleArn", "cloudWatchLogsGroupArn and its role together")
    text = node.get("cloudWatchLogsGroupArn")
    found = arn(text)
    if text is not None and (
        found is None or found.service != "logs" or not str(text).endswith(":*")
    ):
        yield Fault("cloudWatchLogsGroupArn", "the ARN of a log group with :* at the end")
    elif found and (found.region, found.account) != (node.region, node.account):
        yield Fault("cloudWatchLogsGroupArn", f"a log group of {node.region} in this account")
    if node.truth("isMultiRegionTrail") and not node.truth(
        "includeGlobalServiceEvents", default=True
    ):
        yield Fault("includeGlobalServiceEvents", "true with isMultiRegionTrail")
    if node.get("eventSelectors") and node.get("advancedEventSelectors"):
        yield Fault("eventSelectors", "one of eventSelectors and advancedEventSelectors")
    if node.truth("isOrganizationTrail") and world.has(_ORG):
        for organization_ in world.of(_ORG):
            delegated = world.has(
                "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount"
            )
            if organization_.account != node.account and not delegated:
                yield Fault("isOrganizationTrail", "this trail in the management account")
            if "cloudtrail.amazonaws.com" not in organization_.list(
                "awsServiceAccessPrincipals[]"
            ) and not world.has("aws:organizations/awsServiceAccess:AwsServiceAccess"):
                yield Fault(
                    "isOrganizationTrail", "cloudtrail.amazonaws.com in awsServiceAccessPrincipals"
                )
    for place, value in node.each("insightSelectors[].insightType"):
        if value not in ("ApiCallRateInsight", "ApiErrorRateInsight"):
            yield Fault(place, "ApiCallRateInsight or ApiErrorRateInsight")
    prefix = node.get("s3KeyPrefix")
    if isinstance(prefix, str) and (len(prefix) > 200 or prefix.startswith("/")):
        yield Fault("s3KeyPrefix", "200 characters, no slash first")


@rule(
    "GP-TRAIL-002",
    _TRAIL,
    title="The bucket does not let the record of calls in.",
    error="InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket",
    source="CloudTrail User Guide: S3 bucket policy",
)
def trail_bucket(node: Node, world: World) -> Iterator[Fault]:
    """A policy of the bucket lets cloudtrail.amazonaws.com put objects."""
    bucket = world.find(node.get("s3BucketName"), "aws:s3/bucket:Bucket")
    if bucket is None:
        return
    policies = [
        p
        for p in world.of("aws:s3/bucketPolicy:BucketPolicy")
        if world.find(p.get("bucket"), "aws:s3/bucket:Bucket") is bucket
    ]
    if policies and not any(
        value == "cloudtrail.amazonaws.com"
        and statement.get("Effect") == "Allow"
        and any(grammar.matches(str(a), "s3:PutObject") for a in listed(statement.get("Action")))
        for p in policies
        for _, statement in grammar.statements(p.document("policy"))
        for _, _, value in grammar.principals(statement)
    ):
        yield Fault(
            "s3BucketName", "a bucket whose policy lets cloudtrail.amazonaws.com put objects"
        )


_RECORDER = "aws:cfg/recorder:Recorder"
_CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"
_RULE = "aws:cfg/rule:Rule"


@rule(
    "GP-CONFIG-001",
    _RECORDER,
    _CHANNEL,
    title="An account has one recorder of changes in a region.",
    error="MaxNumberOfConfigurationRecordersExceededException / "
    "MaxNumberOfDeliveryChannelsExceededException",
    source="API config PutConfigurationRecorder",
)
def one_recorder(node: Node, world: World) -> Iterator[Fault]:
    """One recorder, one channel; all types or a list."""
    for other in world.peers(node):
        if other.resource.urn < node.resource.urn:
            yield Fault("name", f"only {other.name} in this region")
    group = node.get("recordingGroup") or {}
    if node.type == _RECORDER and group:
        if group.get("allSupported", True) and group.get("resourceTypes"):
            yield Fault("recordingGroup.resourceTypes", "nothing with allSupported")
        if group.get("includeGlobalResourceTypes") and not group.get("allSupported", True):
            yield Fault("recordingGroup.includeGlobalResourceTypes", "false unless allSupported")
        if (
            not group.get("allSupported", True)
            and not group.get("resourceTypes")
            and not group.get("exclusionByResourceTypes")
        ):
            yield Fault("recordingGroup.resourceTypes", "types, unless allSupported")


@rule(
    "GP-CONFIG-002",
    _CHANNEL,
    _RULE,
    title="How often it is delivered or checked cannot be.",
    error="InvalidParameterValueException: deliveryFrequency / InputParameters",
    source="API config MaximumExecutionFrequency",
)
def config_rule(node: Node, _: World) -> Iterator[Fault]:
    """Frequencies by name; parameters as JSON; sources with identifiers."""
    known = ("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")
    for path in ("snapshotDeliveryProperties.deliveryFrequency", "maximumExecutionFrequency"):
        if node.get(path) is not None and node.get(path) not in known:
            yield Fault(path, ", ".join(known))
    text = node.get("inputParameters")
    if isinstance(text, str) and not isinstance(node.document("inputParameters"), Mapping):
        yield Fault("inputParameters", "JSON")
    if node.type == _RULE and node.get("source.owner") == "AWS":
        id_ = node.get("source.sourceIdentifier")
        if id_ is not None and not re.fullmatch(r"[A-Z0-9_]+", str(id_)):
            yield Fault("source.sourceIdentifier", "a managed rule in capitals")


_FEATURES = ("S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS",
             "EKS_RUNTIME_MONITORING", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING")  # fmt: skip
_FEATURE_TYPES = (
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature",
)


@rule(
    "GP-GUARD-001",
    *_FEATURE_TYPES,
    title="Two ways of watching running programs exclude each other, or there is no such way.",
    error="BadRequestException: The request is rejected because RUNTIME_MONITORING and "
    "EKS_RUNTIME_MONITORING are both provided",
    source="API guardduty DetectorFeatureConfiguration",
)
def features(node: Node, world: World) -> Iterator[Fault]:
    """Known features; the two runtime ones exclude each other; additional ones belong to them."""
    name = node.get("name")
    if name is not None and name not in _FEATURES:
        yield Fault("name", ", ".join(_FEATURES))
    if name == "EKS_RUNTIME_MONITORING":
        for other in world.peers(node):
            if other.get("name") == "RUNTIME_MONITORING" and other.get("detectorId") == node.get(
                "detectorId"
            ):
                yield Fault("name", f"nothing beside {other.name}")
    for other in world.twins(node, "detectorId", "name"):
        yield Fault("name", f"a feature {other.name} does not set")
    if node.get("additionalConfigurations") and "RUNTIME" not in str(name):
        yield Fault("additionalConfigurations", "nothing unless the feature is RUNTIME_MONITORING")


@rule(
    "GP-GUARD-002",
    "aws:guardduty/detector:Detector",
    "aws:securityhub/account:Account",
    title="An account has one detector in a region.",
    error="BadRequestException: The request is rejected because a detector already exists for the "
    "current account. / ResourceConflictException: Account is already subscribed to Security Hub",
    source="API guardduty CreateDetector; securityhub EnableSecurityHub",
)
def one_detector(node: Node, world: World) -> Iterator[Fault]:
    """One per account and region."""
    for other in world.peers(node):
        if other.resource.urn < node.resource.urn:
            yield Fault("", f"only {other.name} in this region")


@rule(
    "GP-GUARD-003",
    "aws:accessanalyzer/analyzer:Analyzer",
    title="An account has one analyzer of a kind in a region; what is unused has an age.",
    error="ServiceQuotaExceededException / ConflictException",
    source="IAM User Guide: Access Analyzer quotas",
)
def analyzers(node: Node, world: World) -> Iterator[Fault]:
    """One account analyzer, five organization ones; unusedAccess with unused types, 1 to 365."""
    kind = str(node.get("type", "ACCOUNT"))
    same = [a for a in world.peers(node) if str(a.get("type", "ACCOUNT")) == kind]
    if len(same) > (1 if kind == "ACCOUNT" else 5):
        yield Fault("type", f"one analyzer of the kind {kind}")
    if node.has("configuration.unusedAccess") and "UNUSED" not in kind:
        yield Fault("configuration.unusedAccess", "nothing unless type is ..._UNUSED_ACCESS")
    age = node.number("configuration.unusedAccess.unusedAccessAge")
    if age is not None and not 1 <= age <= 365:
        yield Fault("configuration.unusedAccess.unusedAccessAge", "1 to 365 days")


LIMITS = (
    limit(
        "GP-ORG-101",
        _ACCOUNT,
        "name",
        Text(r"[\x20-\x7e]{1,50}", "50 printable ASCII characters", ("",), ("acme prod",), 50),
        title="The account's name is too long.",
        error="InvalidInputException: AccountName",
        source="API organizations CreateAccountName",
    ),
    limit(
        "GP-ORG-102",
        _UNIT,
        "name",
        Text(r"(?s).{1,128}", "128 characters", ("",), ("Workloads",), 128),
        title="The unit's name is too long.",
        error="InvalidInputException: OrganizationalUnitName",
        source="API organizations",
    ),
    limit(
        "GP-ORG-103",
        _ORG,
        "featureSet",
        OneOf("CONSOLIDATED_BILLING", "ALL"),
        title="An organization has ALL features.",
        error="InvalidInputException: FeatureSet",
        source="API organizations",
    ),
    limit(
        "GP-ORG-104",
        _POLICY,
        "type",
        OneOf(*_TYPES),
        title="There is no such kind of rule.",
        error="InvalidInputException: Type",
        source="API organizations PolicyType",
    ),
    limit(
        "GP-SSO-101",
        _SET,
        "name",
        Text(
            r"[\w+=,.@-]{1,32}", "32 letters, digits and +=,.@-_", ("Read Only",), ("ReadOnly",), 32
        ),
        named=True,
        title="The permission set's name is too long or has other signs.",
        error="ValidationException: PermissionSetName",
        source="API sso-admin",
    ),
    limit(
        "GP-SSO-102",
        _ASSIGNMENT,
        "targetType",
        OneOf("AWS_ACCOUNT"),
        title="Rights are given in an AWS_ACCOUNT.",
        error="ValidationException: TargetType",
        source="API sso-admin",
    ),
    limit(
        "GP-TRAIL-101",
        _TRAIL,
        "name",
        Text(
            r"(?!.*[._-]{2})(?!\d+\.\d+\.\d+\.\d+$)[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]",
            "3 to 128 letters, digits, single . _ -",
            ("ab", "a--b", "a b"),
            ("acme",),
            128,
        ),
        named=True,
        title="The trail's name has other signs.",
        error="InvalidTrailNameException",
        source="API cloudtrail CreateTrail",
    ),
    limit(
        "GP-GUARD-101",
        "aws:guardduty/detector:Detector",
        "findingPublishingFrequency",
        OneOf("FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"),
        title="Findings are told every 15 minutes, hour or six hours.",
        error="BadRequestException: findingPublishingFrequency",
        source="API guardduty",
    ),
    limit(
        "GP-GUARD-102",
        "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
        "autoEnableOrganizationMembers",
        OneOf("NEW", "NONE", "ALL"),
        title="Members are switched on: NEW, ALL or NONE.",
        error="BadRequestException: autoEnableOrganizationMembers",
        source="API guardduty",
    ),
    limit(
        "GP-CONFIG-101",
        "aws:cfg/recorder:Recorder",
        "name",
        Text(r".{1,256}", "256 characters", ("",), ("default",), 256),
        title="The recorder's name is too long.",
        error="InvalidConfigurationRecorderNameException",
        source="API config RecorderName",
    ),
)
