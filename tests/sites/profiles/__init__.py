"""The simulated sites, one module a profile of docs/sites.md."""
