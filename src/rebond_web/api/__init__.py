"""What other programs ask and send: an API with tokens, and signed webhooks."""
