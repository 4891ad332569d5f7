"""Single answers, kept in the database until they join the workspace's tables by batches."""
