"""Long work: kept in the database, done by a worker, taken up again if it dies."""
