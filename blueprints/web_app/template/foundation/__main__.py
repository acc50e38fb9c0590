from stacks.layers import foundation

foundation.deploy()
