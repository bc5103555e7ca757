"""Who is who: names of reporting bodies, and what titles say of them."""
