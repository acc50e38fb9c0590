"""Parameters of MySQL and MariaDB as RDS and Aurora offer them: those people set."""

FIXED = frozenset(
    """
basedir datadir tmpdir port socket pid_file plugin_dir server_id log_bin log_error general_log_file
slow_query_log_file innodb_data_home_dir innodb_log_group_home_dir innodb_data_file_path
secure_file_priv skip_networking skip_grant_tables bind_address user ssl_ca ssl_cert ssl_key
relay_log relay_log_index log_bin_index innodb_undo_directory innodb_temp_data_file_path
""".split()
)
"""What the server has and RDS does not let anybody change."""

GONE_IN_8 = frozenset(
    """
query_cache_size query_cache_type query_cache_limit query_cache_min_res_unit
query_cache_wlock_invalidate innodb_file_format innodb_file_format_max innodb_large_prefix
innodb_locks_unsafe_for_binlog sync_frm tx_isolation tx_read_only log_warnings secure_auth
old_passwords innodb_checksums innodb_support_xa innodb_undo_logs multi_range_count
ignore_builtin_innodb max_tmp_tables innodb_stats_sample_pages
""".split()
)
"""What MySQL 8.0 dropped; MariaDB still has some."""

GONE_IN_8_4 = frozenset(
    """
default_authentication_plugin expire_logs_days log_bin_use_v1_row_events master_info_repository
relay_log_info_repository transaction_write_set_extraction binlog_transaction_dependency_tracking
slave_rows_search_algorithms new old innodb_api_disable_rowlock avoid_temporal_upgrade
show_old_temporals
""".split()
)
"""What MySQL 8.4 dropped."""

STATIC = frozenset(
    """
innodb_read_io_threads innodb_write_io_threads innodb_purge_threads innodb_page_cleaners
innodb_buffer_pool_instances innodb_log_file_size innodb_log_files_in_group performance_schema
lower_case_table_names skip_name_resolve back_log table_open_cache_instances
innodb_autoinc_lock_mode innodb_ft_min_token_size innodb_ft_max_token_size ft_min_word_len
thread_stack innodb_numa_interleave
innodb_page_size innodb_sync_array_size innodb_rollback_on_timeout
performance_schema_max_digest_length log_slave_updates log_replica_updates
""".split()
)
"""What takes effect after a restart only."""

SWITCHES = frozenset(
    """
general_log slow_query_log innodb_print_all_deadlocks require_secure_transport autocommit
local_infile log_queries_not_using_indexes log_slow_admin_statements log_bin_trust_function_creators
innodb_file_per_table innodb_adaptive_hash_index innodb_deadlock_detect innodb_stats_persistent
innodb_stats_auto_recalc innodb_strict_mode
innodb_dedicated_server performance_schema skip_name_resolve low_priority_updates
sql_require_primary_key
""".split()
)
"""On or off, written as 0 or 1."""

_ISOLATION = r"READ-UNCOMMITTED|READ-COMMITTED|REPEATABLE-READ|SERIALIZABLE"
VALUES = {
    "log_output": r"TABLE|FILE|NONE|(TABLE|FILE|,)+",
    "binlog_format": r"ROW|MIXED|STATEMENT|OFF|NONE",
    "binlog_row_image": r"full|minimal|noblob|FULL|MINIMAL|NOBLOB",
    "tx_isolation": _ISOLATION,
    "transaction_isolation": _ISOLATION,
    "event_scheduler": r"ON|OFF|0|1",
    "default_storage_engine": r"InnoDB|MyISAM|MEMORY|innodb|INNODB|myisam|Aria|ARCHIVE|CSV|BLACKHOLE",
    "innodb_flush_log_at_trx_commit": r"[0123]",
    "innodb_change_buffering": r"none|inserts|deletes|changes|purges|all",
    "character_set_server": r"[a-z0-9_]+",
    "collation_server": r"[a-z0-9_]+",
    "lower_case_table_names": r"[012]",
    "gtid-mode": r"ON|OFF|ON_PERMISSIVE|OFF_PERMISSIVE",
    "gtid_mode": r"ON|OFF|ON_PERMISSIVE|OFF_PERMISSIVE",
    "completion_type": r"0|1|2|NO_CHAIN|CHAIN|RELEASE",
    "tls_version": r"(TLSv1|TLSv1\.1|TLSv1\.2|TLSv1\.3|,)+",
}
"""Form of a value by parameter."""

_MOST = 18446744073709551615
RANGES: dict[str, tuple[float, float]] = {
    "log_error_verbosity": (1, 3),
    "long_query_time": (0, 31536000),
    "wait_timeout": (1, 31536000),
    "interactive_timeout": (1, 31536000),
    "connect_timeout": (2, 31536000),
    "net_read_timeout": (1, 31536000),
    "net_write_timeout": (1, 31536000),
    "lock_wait_timeout": (1, 31536000),
    "innodb_lock_wait_timeout": (1, 1073741824),
    "max_connections": (1, 100000),
    "max_connect_errors": (1, _MOST),
    "max_allowed_packet": (1024, 1073741824),
    "max_user_connections": (0, 4294967295),
    "sync_binlog": (0, 4294967295),
    "binlog_cache_size": (4096, _MOST),
    "tmp_table_size": (1024, _MOST),
    "max_heap_table_size": (16384, _MOST),
    "sort_buffer_size": (32768, _MOST),
    "join_buffer_size": (128, _MOST),
    "read_buffer_size": (8192, 2147483647),
    "read_rnd_buffer_size": (1, 2147483647),
    "thread_cache_size": (0, 16384),
    "table_open_cache": (1, 524288),
    "table_definition_cache": (400, 524288),
    "group_concat_max_len": (4, _MOST),
    "innodb_io_capacity": (100, _MOST),
    "innodb_read_io_threads": (1, 64),
    "innodb_write_io_threads": (1, 64),
    "innodb_purge_threads": (1, 32),
    "innodb_thread_concurrency": (0, 1000),
    "innodb_old_blocks_pct": (5, 95),
    "innodb_max_dirty_pages_pct": (0, 99.999),
    "auto_increment_increment": (1, 65535),
    "auto_increment_offset": (1, 65535),
    "div_precision_increment": (0, 30),
    "max_execution_time": (0, 4294967295),
    "optimizer_search_depth": (0, 62),
    "binlog_expire_logs_seconds": (0, 4294967295),
}
"""Bounds of a number by parameter, in the parameter's own unit."""
