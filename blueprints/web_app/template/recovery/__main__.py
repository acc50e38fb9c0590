from stacks.layers import recovery

recovery.deploy()
