"""Tables: members moto forgets."""

from groundplan.emulate.backends import keeps

keeps(
    "dynamodb",
    writes=("CreateTable", "UpdateTable"),
    key="params.TableName",
    members={
        "TableClass && {TableClass: TableClass}": "TableClassSummary",
        "OnDemandThroughput": "OnDemandThroughput",
    },
    reads=("DescribeTable",),
    items="Table",
    item_key="TableName",
)
