"""What runs the site on one machine: Daphne, Postgres, Valkey, https, and a supervisor."""
