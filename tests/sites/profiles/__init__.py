"""The simulated sites, one module a profile of sites.md section 5.2."""
