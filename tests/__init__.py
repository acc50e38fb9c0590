"""The suite. A package, so that its folder `stacks` never hides the package of that name."""
