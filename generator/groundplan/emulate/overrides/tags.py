"""Tags of what AWS made, which EC2 writes in a call of its own."""

from groundplan.emulate.spec import Call
from groundplan.emulate.words import dropped

_dropped = dropped("tags")

DROP_TAGS = Call(
    "delete_tags",
    params={
        "Resources": ["{id}"],
        "Tags": lambda w: [{"Key": key} for key in _dropped(w) or ()],
    },
    when=_dropped,
)
"""Takes away the tags that a change leaves out."""
