//! The same in PostgreSQL.
