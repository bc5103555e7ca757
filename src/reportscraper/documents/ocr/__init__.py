"""Pictures and scans: print recognised, its figures only ever proposed."""
