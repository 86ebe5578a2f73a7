"""The pages: each asks one named document and renders one template."""
