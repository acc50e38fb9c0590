from stacks.layers import application

application.deploy()
