"""How to ask: politely, safely, within bounds."""
