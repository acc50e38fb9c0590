"""The one base class of all components."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pulumi

from stacks.errors import StackError, StackProblem


class Component(pulumi.ComponentResource):
    """A component with a frozen type token, overridable children and fixed invariants.

    Subclasses name their token in the class line: ``class Database(Component,
    token="groundplan:data:Database")``. Token, child names and parents identify
    resources in the state: changing one replaces what it names.
    """

    CHILDREN: ClassVar[tuple[str, ...]] = ()
    """Roles of the children that ``overrides`` may address."""

    _token: ClassVar[str]

    def __init_subclass__(cls, *, token: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._token = token

    def __init__(
        self,
        name: str,
        opts: pulumi.ResourceOptions | None = None,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(self._token, name, None, opts)
        self._overrides = overrides or {}
        unknown = sorted(set(self._overrides) - set(self.CHILDREN))
        if unknown:
            raise StackError(
                StackProblem(
                    key=f"{name}.overrides",
                    what="names a child the component does not have",
                    got=", ".join(unknown),
                    allowed=", ".join(self.CHILDREN) or "none",
                )
            )

    def _child(self, **options: Any) -> pulumi.ResourceOptions:
        """Options of a child: parent set, the rest as given."""
        return pulumi.ResourceOptions(parent=self, **options)

    def _merged(
        self, role: str, defaults: Mapping[str, Any], invariants: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Arguments of a child: defaults, then the owner's overrides, then invariants.

        Args:
            role: One of `CHILDREN`.
            defaults: What the component chooses.
            invariants: What cannot be overridden.

        Raises:
            StackError: An override addresses an invariant.
        """
        override = self._overrides.get(role, {})
        fixed = invariants or {}
        refused = sorted(set(override) & set(fixed))
        if refused:
            raise StackError(
                StackProblem(
                    key=f"{self._name}.overrides.{role}",
                    what="overrides what the component guarantees",
                    got=", ".join(refused),
                    fix="remove it; a component that must differ is written in stacks/local.py",
                )
            )
        return {**defaults, **override, **fixed}
