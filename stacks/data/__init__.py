"""What holds data: keys, database, cache, buckets, queues, secrets."""
