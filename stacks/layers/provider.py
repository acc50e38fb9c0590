"""The one AWS provider of a stack."""

import pulumi
import pulumi_aws as aws

from stacks.context import Context


def account_provider(context: Context) -> aws.Provider:
    """Provider that works in the stack's account only, and tags everything.

    Another account's credentials are refused before anything changes, because
    ``allowed_account_ids`` is checked first.
    """
    return aws.Provider(
        "aws",
        region=context.region,
        allowed_account_ids=[context.account],
        default_tags=aws.ProviderDefaultTagsArgs(tags=context.tags),
    )


def with_provider(provider: aws.Provider) -> pulumi.ResourceOptions:
    """Options of a top-level component: its children use this provider."""
    return pulumi.ResourceOptions(providers=[provider])
