"""From a site to every report page of every body, politely: discovery, lists, pages, attachments."""
