"""Parameters of PostgreSQL 13 to 18 as RDS and Aurora offer them."""

NAMES = frozenset(
    """
allow_in_place_tablespaces allow_alter_system application_name array_nulls authentication_timeout
autovacuum autovacuum_analyze_scale_factor autovacuum_analyze_threshold autovacuum_freeze_max_age
autovacuum_max_workers autovacuum_multixact_freeze_max_age autovacuum_naptime
autovacuum_vacuum_cost_delay autovacuum_vacuum_cost_limit autovacuum_vacuum_insert_scale_factor
autovacuum_vacuum_insert_threshold autovacuum_vacuum_max_threshold autovacuum_vacuum_scale_factor
autovacuum_vacuum_threshold autovacuum_work_mem autovacuum_worker_slots backend_flush_after
backslash_quote backtrace_functions bgwriter_delay bgwriter_flush_after bgwriter_lru_maxpages
bgwriter_lru_multiplier bytea_output check_function_bodies checkpoint_completion_target
checkpoint_flush_after checkpoint_timeout checkpoint_warning client_connection_check_interval
client_encoding client_min_messages cluster_name commit_delay commit_siblings commit_timestamp_buffers
compute_query_id constraint_exclusion cpu_index_tuple_cost cpu_operator_cost cpu_tuple_cost
createrole_self_grant cursor_tuple_fraction data_checksums data_sync_retry datestyle db_user_namespace
deadlock_timeout debug_logical_replication_streaming debug_parallel_query debug_pretty_print
debug_print_parse debug_print_plan debug_print_rewritten default_statistics_target
default_table_access_method default_tablespace default_text_search_config default_toast_compression
default_transaction_deferrable default_transaction_isolation default_transaction_read_only
default_with_oids dynamic_library_path dynamic_shared_memory_type effective_cache_size
effective_io_concurrency enable_async_append enable_bitmapscan enable_distinct_reordering
enable_gathermerge enable_group_by_reordering enable_hashagg enable_hashjoin enable_incremental_sort
enable_indexonlyscan enable_indexscan enable_material enable_memoize enable_mergejoin enable_nestloop
enable_parallel_append enable_parallel_hash enable_partition_pruning enable_partitionwise_aggregate
enable_partitionwise_join enable_presorted_aggregate enable_self_join_elimination enable_seqscan
enable_sort enable_tidscan escape_string_warning event_source event_triggers exit_on_error
extension_control_path extra_float_digits file_copy_method file_extend_method force_parallel_mode
from_collapse_limit fsync full_page_writes geqo geqo_effort geqo_generations geqo_pool_size geqo_seed
geqo_selection_bias geqo_threshold gin_fuzzy_search_limit gin_pending_list_limit gss_accept_delegation
hash_mem_multiplier hot_standby hot_standby_feedback huge_page_size huge_pages icu_validation_level
idle_in_transaction_session_timeout idle_replication_slot_timeout idle_session_timeout
ignore_checksum_failure ignore_invalid_pages intervalstyle io_combine_limit io_max_combine_limit
io_max_concurrency io_method io_workers jit jit_above_cost jit_debugging_support jit_dump_bitcode
jit_expressions jit_inline_above_cost jit_optimize_above_cost jit_profiling_support jit_provider
jit_tuple_deforming join_collapse_limit krb_caseins_users lc_collate lc_ctype lc_messages lc_monetary
lc_numeric lc_time lo_compat_privileges local_preload_libraries lock_timeout
log_autoanalyze_min_duration log_autovacuum_min_duration log_checkpoints log_connections
log_destination log_disconnections log_duration log_error_verbosity log_executor_stats log_file_mode
log_filename log_hostname log_line_prefix log_lock_failures log_lock_waits log_min_duration_sample
log_min_duration_statement log_min_error_statement log_min_messages log_parameter_max_length
log_parameter_max_length_on_error log_parser_stats log_planner_stats log_recovery_conflict_waits
log_replication_commands log_rotation_age log_rotation_size log_startup_progress_interval
log_statement log_statement_sample_rate log_statement_stats log_temp_files log_timezone
log_transaction_sample_rate log_truncate_on_rotation logging_collector
logical_decoding_mode logical_decoding_work_mem logical_replication_mode maintenance_io_concurrency
maintenance_work_mem max_active_replication_origins max_connections max_files_per_process
max_locks_per_transaction max_logical_replication_workers max_notify_queue_pages
max_parallel_apply_workers_per_subscription max_parallel_maintenance_workers max_parallel_workers
max_parallel_workers_per_gather max_pred_locks_per_page max_pred_locks_per_relation
max_pred_locks_per_transaction max_prepared_transactions max_replication_slots max_slot_wal_keep_size
max_stack_depth max_standby_archive_delay max_standby_streaming_delay
max_sync_workers_per_subscription max_wal_senders max_wal_size max_worker_processes
md5_password_warnings min_dynamic_shared_memory min_parallel_index_scan_size
min_parallel_table_scan_size min_wal_size multixact_member_buffers multixact_offset_buffers
notify_buffers old_snapshot_threshold operator_precedence_warning parallel_leader_participation
parallel_setup_cost parallel_tuple_cost password_encryption plan_cache_mode quote_all_identifiers
random_page_cost recovery_init_sync_method recovery_prefetch recursive_worktable_factor
remove_temp_files_after_crash reserved_connections restart_after_crash restrict_nonsystem_relation_kind
row_security scram_iterations search_path seq_page_cost serializable_buffers session_preload_libraries
session_replication_role shared_buffers shared_memory_type shared_preload_libraries
ssl_ciphers ssl_max_protocol_version ssl_min_protocol_version ssl_passphrase_command
ssl_prefer_server_ciphers ssl_tls13_ciphers standard_conforming_strings statement_timeout stats_fetch_consistency
stats_temp_directory subtransaction_buffers summarize_wal superuser_reserved_connections
sync_replication_slots synchronize_seqscans synchronized_standby_slots synchronous_commit
synchronous_standby_names syslog_facility syslog_ident tcp_keepalives_count tcp_keepalives_idle
tcp_keepalives_interval tcp_user_timeout temp_buffers temp_file_limit temp_tablespaces timezone
timezone_abbreviations trace_connection_negotiation trace_notify trace_recovery_messages trace_sort
track_activities track_activity_query_size track_commit_timestamp track_cost_delay_timing track_counts
track_functions track_io_timing track_wal_io_timing transaction_buffers transaction_timeout
transform_null_equals update_process_title vacuum_buffer_usage_limit vacuum_cleanup_index_scale_factor
vacuum_cost_delay vacuum_cost_limit vacuum_cost_page_dirty vacuum_cost_page_hit vacuum_cost_page_miss
vacuum_defer_cleanup_age vacuum_failsafe_age vacuum_freeze_min_age vacuum_freeze_table_age
vacuum_max_eager_freeze_failure_rate vacuum_multixact_failsafe_age vacuum_multixact_freeze_min_age
vacuum_multixact_freeze_table_age vacuum_truncate wal_buffers wal_compression
wal_consistency_checking wal_decode_buffer_size wal_init_zero wal_keep_segments wal_keep_size
wal_receiver_create_temp_slot wal_receiver_status_interval wal_receiver_timeout wal_recycle
wal_retrieve_retry_interval wal_sender_timeout wal_skip_threshold wal_summary_keep_time
wal_writer_delay wal_writer_flush_after work_mem xmlbinary xmloption zero_damaged_pages
plan_management ssl rds_superuser_reserved_connections
""".split()
)
"""Names without a dot. Those with one belong to an extension or to RDS and are not listed."""

FIXED = frozenset(
    """
archive_command archive_library archive_mode archive_timeout bonjour bonjour_name config_file
data_directory data_directory_mode data_sync_retry external_pid_file fsync full_page_writes hba_file
ident_file krb_server_keyfile listen_addresses log_directory log_file_mode logging_collector port
primary_conninfo recovery_target restore_command ssl ssl_ca_file ssl_cert_file ssl_crl_file
ssl_key_file stats_temp_directory superuser_reserved_connections syslog_facility syslog_ident
unix_socket_directories unix_socket_group unix_socket_permissions wal_level wal_sync_method
zero_damaged_pages log_truncate_on_rotation
""".split()
)
"""What PostgreSQL has and RDS does not let anybody change."""

STATIC = frozenset(
    """
autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age
autovacuum_worker_slots huge_pages io_method max_active_replication_origins max_connections
max_files_per_process max_locks_per_transaction max_logical_replication_workers
max_pred_locks_per_transaction max_prepared_transactions max_replication_slots max_wal_senders
max_worker_processes old_snapshot_threshold pg_stat_statements.max rds.custom_dns_resolution
rds.logical_replication shared_buffers shared_preload_libraries track_activity_query_size
track_commit_timestamp wal_buffers cron.database_name cron.use_background_workers
cron.max_running_jobs rds.enable_plan_management rds.babelfish_status
""".split()
)
"""What takes effect after a restart only."""

SWITCHES = frozenset(
    """
array_nulls autovacuum check_function_bodies enable_async_append enable_bitmapscan
enable_gathermerge enable_hashagg enable_hashjoin enable_incremental_sort enable_indexonlyscan
enable_indexscan enable_material enable_memoize enable_mergejoin enable_nestloop
enable_parallel_append enable_parallel_hash enable_partition_pruning
enable_partitionwise_aggregate enable_partitionwise_join enable_seqscan enable_sort enable_tidscan
escape_string_warning geqo hot_standby_feedback jit log_checkpoints log_disconnections log_duration
log_hostname log_lock_waits log_replication_commands parallel_leader_participation
quote_all_identifiers
rds.force_ssl rds.logical_replication rds.restrict_password_commands standard_conforming_strings
synchronize_seqscans track_activities track_commit_timestamp track_counts track_io_timing
track_wal_io_timing transform_null_equals update_process_title
pg_stat_statements.track_utility pg_stat_statements.save
""".split()
)
"""On or off, written as 0 or 1."""

_LEVEL = r"debug[1-5]|info|notice|warning|error|log|fatal|panic|disabled"
VALUES = {
    "log_connections": r"0|1|on|off|all|(receipt|authentication|authorization|setup_durations|,)+",
    "log_statement": r"none|ddl|mod|all",
    "log_error_verbosity": r"default|verbose|terse",
    "log_destination": r"stderr|csvlog|jsonlog|(stderr|csvlog|jsonlog|,)+",
    "password_encryption": r"md5|scram-sha-256|on|off",
    "pg_stat_statements.track": r"(?i:none|top|all)",
    "log_min_messages": _LEVEL,
    "log_min_error_statement": _LEVEL,
    "client_min_messages": _LEVEL,
    "rds.force_admin_logging_level": _LEVEL,
    "rds.force_autovacuum_logging_level": _LEVEL,
    "default_transaction_isolation": r"serializable|repeatable read|read committed|read uncommitted",
    "synchronous_commit": r"on|off|local|remote_write|remote_apply",
    "constraint_exclusion": r"on|off|partition",
    "ssl_min_protocol_version": r"TLSv1|TLSv1\.1|TLSv1\.2|TLSv1\.3",
    "ssl_max_protocol_version": r"TLSv1|TLSv1\.1|TLSv1\.2|TLSv1\.3",
    "wal_compression": r"0|1|on|off|pglz|lz4|zstd",
    "huge_pages": r"on|off|try",
    "track_functions": r"none|pl|all",
    "plan_cache_mode": r"auto|force_generic_plan|force_custom_plan",
    "session_replication_role": r"origin|replica|local",
    "bytea_output": r"hex|escape",
    "intervalstyle": r"postgres|postgres_verbose|sql_standard|iso_8601",
    "xmlbinary": r"base64|hex",
    "xmloption": r"content|document",
    "compute_query_id": r"off|on|auto|regress|0|1",
    "default_toast_compression": r"pglz|lz4",
    "pgaudit.log": r"(?i:(-?(none|all|ddl|function|misc|misc_set|read|role|write)|,| )+)",
    "rds.log_retention_period": r"1440|14[4-9]\d|1[5-9]\d\d|[2-9]\d{3}|10080|100[0-7]\d",
}
"""Form of a value by parameter."""

_MOST = 2147483647
RANGES: dict[str, tuple[float, float]] = {
    "authentication_timeout": (1, 600),
    "autovacuum_analyze_scale_factor": (0, 100),
    "autovacuum_max_workers": (1, 262143),
    "autovacuum_naptime": (1, 2147483),
    "autovacuum_vacuum_cost_delay": (-1, 100),
    "autovacuum_vacuum_cost_limit": (-1, 10000),
    "autovacuum_vacuum_scale_factor": (0, 100),
    "autovacuum_freeze_max_age": (100000, 2000000000),
    "autovacuum_work_mem": (-1, _MOST),
    "bgwriter_delay": (10, 10000),
    "checkpoint_completion_target": (0, 1),
    "checkpoint_timeout": (30, 86400),
    "deadlock_timeout": (1, _MOST),
    "default_statistics_target": (1, 10000),
    "effective_cache_size": (1, _MOST),
    "effective_io_concurrency": (0, 1000),
    "geqo_effort": (1, 10),
    "hash_mem_multiplier": (1, 1000),
    "idle_in_transaction_session_timeout": (0, _MOST),
    "idle_session_timeout": (0, _MOST),
    "lock_timeout": (0, _MOST),
    "log_autovacuum_min_duration": (-1, _MOST),
    "log_min_duration_statement": (-1, _MOST),
    "log_rotation_age": (1, 1440),
    "log_statement_sample_rate": (0, 1),
    "log_temp_files": (-1, _MOST),
    "maintenance_work_mem": (1024, 2147483647),
    "max_connections": (6, 262143),
    "max_locks_per_transaction": (10, _MOST),
    "max_parallel_workers": (0, 1024),
    "max_parallel_workers_per_gather": (0, 1024),
    "max_prepared_transactions": (0, 262143),
    "max_replication_slots": (0, 262143),
    "max_standby_streaming_delay": (-1, _MOST),
    "max_wal_senders": (0, 262143),
    "max_worker_processes": (0, 262143),
    "pg_stat_statements.max": (100, 5000000),
    "random_page_cost": (0, 1e300),
    "seq_page_cost": (0, 1e300),
    "shared_buffers": (16, 1073741823),
    "statement_timeout": (0, _MOST),
    "temp_buffers": (100, 1073741823),
    "temp_file_limit": (-1, _MOST),
    "track_activity_query_size": (100, 1048576),
    "transaction_timeout": (0, _MOST),
    "vacuum_cost_limit": (1, 10000),
    "wal_sender_timeout": (0, 3600000),
    "work_mem": (64, _MOST),
}
"""Bounds of a number by parameter, in the parameter's own unit."""
