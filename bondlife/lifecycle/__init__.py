"""The engine that moves a state, its guards, effects and explanations."""
