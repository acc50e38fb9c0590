"""Sizes Fargate sells."""

from collections.abc import Mapping

from stacks.errors import ArgumentError

MEMORY_MB: Mapping[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
    32768: (61440, 122880, 249856),
}
"""Memory in MB by CPU in units of a 1024th (AWS: Fargate task definition parameters)."""


def check_size(key: str, cpu: int, memory: int) -> None:
    """Refuse a pair Fargate does not sell.

    Raises:
        ArgumentError: With the config key.
    """
    if cpu not in MEMORY_MB:
        raise ArgumentError(f"{key}.cpu", cpu, ", ".join(map(str, MEMORY_MB)))
    if memory not in MEMORY_MB[cpu]:
        allowed = MEMORY_MB[cpu]
        raise ArgumentError(
            f"{key}.memory",
            memory,
            f"with {cpu} CPU units: {', '.join(map(str, allowed[:12]))}"
            + (f" ... {allowed[-1]}" if len(allowed) > 12 else ""),
        )
