"""Durable background work: the database row is the job, the broker only a hint."""
