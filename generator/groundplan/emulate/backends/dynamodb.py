"""Tables: members moto forgets."""

from moto.dynamodb.models import dynamodb_backends

from groundplan.emulate.backends import Document, Request, keeps, mends

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


@mends("dynamodb", "UpdateTable")
def change_the_key(request: Request, _: Document) -> None:
    """Moto encrypts a table for ever as it was made."""
    wanted = request.params.get("SSESpecification")
    if wanted is not None:
        name = str(request.params["TableName"])
        table = dynamodb_backends[request.account][request.region].get_table(name)
        table.sse_specification = dict(wanted)
