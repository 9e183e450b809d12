"""Custom webhooks: payloads of other systems, mapped to entities."""
