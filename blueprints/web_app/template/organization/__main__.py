from stacks.layers import organization

organization.deploy()
