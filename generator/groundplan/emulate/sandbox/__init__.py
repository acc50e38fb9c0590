"""The emulated accounts served over HTTP, for boto3, the AWS CLI, Terraform and scanners.

`process` starts and ends the server, `serve` is what runs in it. A request comes in at
`server`, `wire` finds out which service, region, account and operation it means, and
`answer` has our back ends or moto answer it.
"""
