"""Actions that read what customers and the application keep, not how things are set up."""

READS_DATA = (
    "athena:GetQueryResults",
    "cognito-idp:AdminGetUser",
    "cognito-idp:ListUsers",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ecr:GetDownloadUrlForLayer",
    "kinesis:GetRecords",
    "rds:DownloadCompleteDBLogFile",
    "rds:DownloadDBLogFilePortion",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter",
    "ssm:GetParameterHistory",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
)
"""Denied to whoever only looks. AWS's ReadOnlyAccess allows most of them on everything."""

READS_LOGS = (
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
)
"""Logs hold personal data in practice: people who debug may read them, machines may not."""

READS_OBJECTS = ("s3:GetObject", "s3:GetObjectTorrent", "s3:GetObjectVersion")
"""Contents of buckets."""
