"""The pages of the portal: catalog pages."""
