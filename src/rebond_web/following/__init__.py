"""Following a space from elsewhere, and exchanging with other tools: feeds, webhooks, files."""
