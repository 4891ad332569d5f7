"""Looking at what people contribute: decisions with reasons, appeals, reports, a public log."""
