"""Who is who: divisions of the nation, names of reporting bodies, which names are one body's, and what titles say of them."""
