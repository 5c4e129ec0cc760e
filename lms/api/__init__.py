"""The root of the REST API: authentication, pagination, errors, schema."""
