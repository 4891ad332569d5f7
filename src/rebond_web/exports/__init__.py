"""What leaves the site as files: voices and figures, for other programs and for spreadsheets."""
