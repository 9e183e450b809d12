"""Actions that people start and automations that events start: what they ask, what they call, who may."""
