"""Functions: code for another processor."""

from moto.awslambda.utils import get_backend

from groundplan.emulate.backends import Document, Request, mends


@mends("lambda", "UpdateFunctionCode")
def change_processor(request: Request, _: Document) -> None:
    """Moto runs new code on the processor of the old."""
    wanted = request.params.get("Architectures")
    if wanted:
        backend = get_backend(request.account, request.region)
        backend.get_function(str(request.params["FunctionName"])).architectures = list(wanted)
