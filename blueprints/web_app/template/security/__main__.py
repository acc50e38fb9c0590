from stacks.layers import security

security.deploy()
