"""The Pulumi program of an infra repository: components by domain, wired by layers."""
