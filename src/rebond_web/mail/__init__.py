"""The one way in which the site sends e-mail: letters kept in a table, sent by the worker."""
