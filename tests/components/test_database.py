import json
from typing import Any

import pytest

from groundplan.engine.plan import Plan, Resource
from groundplan.errors import PlanError
from tests.support.foundation import foundation

AURORA = {"database": {"engine": "aurora-postgresql"}}
RENAMED = {
    "app": "my-shop-2",
    "overrides": {"database": {"instance": {"ca_cert_identifier": "rds-ca"}}},
}
PROVISIONED = {**AURORA, "settings": {"aurora_class": "db.r8g.large", "database_proxy": True}}
MYSQL = {"database": {"engine": "mysql"}}


def _instance(environment: str = "prod", **change: Any) -> dict[str, Any]:
    return dict(foundation(environment, **change)["database-instance"].inputs)


def _alarm(plan: Plan, role: str, subject: str = "database-alarms") -> Resource:
    return plan[f"{subject}-{role}"]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_instance_is_private_encrypted_and_without_a_password_of_ours(
    environment: str,
) -> None:
    plan = foundation(environment)
    inputs = plan["database-instance"].inputs
    key = plan["data-key"].outputs["arn"]
    assert inputs["publiclyAccessible"] is False
    assert (inputs["storageEncrypted"], inputs["kmsKeyId"]) == (True, key)
    assert (inputs["manageMasterUserPassword"], inputs["masterUserSecretKmsKeyId"]) == (True, key)
    assert "password" not in inputs
    assert inputs["dbSubnetGroupName"] == plan["database-subnets"].outputs["name"]
    assert inputs["vpcSecurityGroupIds"] == [plan["database-access-group"].id]


def test_the_subnet_group_holds_the_isolated_subnets() -> None:
    plan = foundation()
    assert plan["database-subnets"].inputs["subnetIds"] == plan.outputs["isolated_subnet_ids"]


def test_nobody_may_reach_the_database_until_the_application_says_who() -> None:
    plan = foundation()
    group = plan["database-access-group"]
    assert "ingress" not in group.inputs
    rules = plan.of_type(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    )
    assert [r.name for r in rules if r.inputs["securityGroupId"] == group.id] == []
    assert plan.outputs["database"]["security_group_id"] == group.id


def test_environments_differ_where_they_must() -> None:
    names = ("instanceClass", "multiAz", "backupRetentionPeriod", "deletionProtection")
    found = {e: tuple(_instance(e)[n] for n in names) for e in ("dev", "staging", "prod")}
    assert found == {
        "dev": ("db.t4g.micro", False, 7, False),
        "staging": ("db.t4g.small", False, 14, True),
        "prod": ("db.m7g.large", True, 35, True),
    }


def test_launch_gives_prod_one_zone_and_a_smaller_class() -> None:
    inputs = _instance(profile="launch")
    assert (inputs["instanceClass"], inputs["multiAz"]) == ("db.t4g.medium", False)


def test_only_prod_is_protected_by_pulumi_and_only_dev_may_be_thrown_away() -> None:
    protected = {e: foundation(e)["database-instance"].options.protect for e in ("dev", "prod")}
    assert protected == {"dev": False, "prod": True}
    dev, prod = _instance("dev"), _instance("prod")
    assert (dev["skipFinalSnapshot"], dev["deleteAutomatedBackups"]) == (True, True)
    assert (prod["skipFinalSnapshot"], prod["deleteAutomatedBackups"]) == (False, False)
    assert prod["finalSnapshotIdentifier"].startswith("acme-shop-prod-database-final-")


def test_the_last_snapshot_is_named_anew_in_each_life_of_the_database() -> None:
    plan = foundation()
    end = plan["database-subnets"].outputs["name"].rpartition("-")[2]
    name = plan["database-instance"].inputs["finalSnapshotIdentifier"]
    assert name == f"acme-shop-prod-database-final-{end}"
    assert "finalSnapshotIdentifier" in plan["database-instance"].options.ignore_changes


def test_aws_backup_owns_retention_and_window_where_it_keeps_continuous_backups() -> None:
    assert set(foundation()["database-instance"].options.ignore_changes) == {
        "finalSnapshotIdentifier",
        "backupRetentionPeriod",
        "backupWindow",
    }
    assert foundation("dev")["database-instance"].options.ignore_changes == (
        "finalSnapshotIdentifier",
    )


def test_only_the_major_version_is_chosen_and_aws_installs_the_minor_ones() -> None:
    inputs = _instance()
    assert (inputs["engine"], inputs["engineVersion"]) == ("postgres", "17")
    assert inputs["autoMinorVersionUpgrade"] is True
    assert inputs["allowMajorVersionUpgrade"] is False
    assert foundation()["database-parameters"].inputs["family"] == "postgres17"


def test_storage_is_gp3_grows_by_itself_and_names_no_iops() -> None:
    inputs = _instance()
    assert (inputs["storageType"], inputs["allocatedStorage"]) == ("gp3", 100)
    assert inputs["maxAllocatedStorage"] == 500
    assert "iops" not in inputs
    assert "storageThroughput" not in inputs


@pytest.mark.parametrize(("version", "connections"), [("16", "1"), ("17", "1"), ("18", "all")])
def test_parameters_force_tls_and_fit_the_version(version: str, connections: str) -> None:
    plan = (
        foundation()
        if version == "17"
        else foundation(database={"engine": "postgres", "version": version})
    )
    group = plan["database-parameters"]
    values = {p["name"]: p["value"] for p in group.inputs["parameters"]}
    assert group.inputs["family"] == f"postgres{version}"
    assert values["rds.force_ssl"] == "1"
    assert values["log_connections"] == connections
    assert values["log_min_duration_statement"] == "1000"
    assert "log_statement" not in values


def test_static_parameters_wait_for_a_restart_and_the_others_do_not() -> None:
    parameters = foundation()["database-parameters"].inputs["parameters"]
    methods = {p["name"]: p["applyMethod"] for p in parameters}
    assert methods["track_activity_query_size"] == "pending-reboot"
    assert methods["rds.force_ssl"] == "immediate"


def test_exported_logs_have_an_end_and_a_key_before_rds_writes_them() -> None:
    plan = foundation()
    instance = plan["database-instance"]
    assert instance.inputs["enabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
    for log in ("postgresql", "upgrade"):
        group = plan[f"database-log-{log}"]
        assert group.inputs["name"] == f"/aws/rds/instance/acme-shop-prod-database/{log}"
        assert group.inputs["retentionInDays"] == 90
        assert group.inputs["kmsKeyId"] == plan["logs-key"].outputs["arn"]
        assert group.urn in instance.depends_on


def test_the_monitoring_role_trusts_rds_for_this_account_only() -> None:
    plan = foundation()
    [statement] = json.loads(plan["database-monitoring"].inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "666666666666"}
    assert plan["database-instance"].inputs["monitoringInterval"] == 60
    assert plan["database-monitoring-policy"].urn in plan["database-instance"].depends_on


def test_backups_and_maintenance_never_overlap() -> None:
    for environment in ("dev", "staging", "prod"):
        inputs = _instance(environment)
        assert inputs["backupWindow"] == "02:00-02:30"
        assert inputs["maintenanceWindow"][4:9] == "09:00"


def test_prod_is_patched_after_the_other_environments() -> None:
    windows = [_instance(e)["maintenanceWindow"][:3] for e in ("dev", "staging", "prod")]
    assert windows == ["wed", "wed", "sun"]


def test_the_database_is_in_the_backup_plan() -> None:
    assert _instance()["tags"] == {"backup": "acme-shop-prod-backup"}
    cluster = foundation(**AURORA)["database-cluster"].inputs
    assert cluster["tags"] == {"backup": "acme-shop-prod-backup"}


def test_names_follow_what_rds_takes() -> None:
    inputs = _instance(**RENAMED)
    assert inputs["identifier"] == "acme-my-shop-2-prod-database"
    assert inputs["dbName"] == "my_shop_2"


def test_an_override_of_what_the_database_guarantees_is_refused() -> None:
    fixed = ("kms_key_id", "publicly_accessible", "storage_encrypted", "vpc_security_group_ids")
    with pytest.raises(PlanError, match=", ".join(fixed)):
        foundation(overrides={"database": {"instance": dict.fromkeys(fixed, False)}})


def test_an_override_of_a_default_is_taken() -> None:
    inputs = _instance(**RENAMED)
    assert inputs["caCertIdentifier"] == "rds-ca"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"settings": {"database_class": "db.t9.huge"}}, "db.t4g.micro"),
        ({"settings": {"database_class": "db.r7g.large"}, "region": "eu-west-3"}, "db.r8g.large"),
        ({"settings": {"database_storage_gb": 10}}, "20 to 65536"),
        ({"settings": {"database_max_storage_gb": 105}}, "at least a tenth more"),
        ({"settings": {"database_backup_days": 0, "backup_continuous_days": 0}}, "1 to 35"),
        ({"settings": {"database_backup_days": 36, "backup_continuous_days": 0}}, "1 to 35"),
        ({"database": {"engine": "postgres", "version": "9"}}, "16, 17, 18"),
        ({"database": {"engine": "mysql", "version": "17"}}, "8.4"),
        ({"settings": {"aurora_class": "db.m7g.large"}, **AURORA}, "db.serverless"),
        ({"settings": {"aurora_max_acu": 0.5}, **AURORA}, "max_acu"),
        ({"settings": {"aurora_min_acu": 0.7}, **AURORA}, "steps of 0.5"),
    ],
)
def test_what_aws_would_refuse_is_refused_before(change: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        foundation(**change)


def test_mysql_speaks_tls_only_and_writes_its_slow_log_to_a_file() -> None:
    plan = foundation(**MYSQL)
    group = plan["database-parameters"].inputs
    values = {p["name"]: p["value"] for p in group["parameters"]}
    assert group["family"] == "mysql8.4"
    assert (values["require_secure_transport"], values["log_output"]) == ("1", "FILE")
    inputs = plan["database-instance"].inputs
    assert (inputs["engine"], inputs["engineVersion"], inputs["port"]) == ("mysql", "8.4", 3306)
    assert inputs["enabledCloudwatchLogsExports"] == ["error", "slowquery"]
    assert plan.outputs["database"]["port"] == 3306


def test_performance_insights_are_on_but_for_small_mysql_classes() -> None:
    assert _instance()["performanceInsightsEnabled"] is True
    assert _instance("dev")["performanceInsightsEnabled"] is True
    assert _instance("dev", **MYSQL)["performanceInsightsEnabled"] is False


def test_aurora_prod_has_a_reader_in_another_zone_and_dev_has_none() -> None:
    kind = "aws:rds/clusterInstance:ClusterInstance"
    writer, reader = foundation(**AURORA).of_type(kind)
    assert (writer.inputs["availabilityZone"], reader.inputs["availabilityZone"]) == (
        "eu-west-1a",
        "eu-west-1b",
    )
    assert len(foundation("dev", **AURORA).of_type(kind)) == 1


def test_serverless_aurora_scales_between_two_bounds() -> None:
    plan = foundation(**AURORA)
    cluster = plan["database-cluster"].inputs
    assert cluster["serverlessv2ScalingConfiguration"] == {"minCapacity": 1, "maxCapacity": 8}
    assert cluster["engineMode"] == "provisioned"
    assert plan["database-instance-1"].inputs["instanceClass"] == "db.serverless"


def test_provisioned_aurora_names_no_scaling() -> None:
    plan = foundation(**PROVISIONED)
    assert "serverlessv2ScalingConfiguration" not in plan["database-cluster"].inputs
    assert plan["database-instance-2"].inputs["instanceClass"] == "db.r8g.large"


def test_aurora_promises_what_the_instance_promises() -> None:
    plan = foundation(**AURORA)
    cluster, key = plan["database-cluster"], plan["data-key"].outputs["arn"]
    assert (cluster.inputs["storageEncrypted"], cluster.inputs["kmsKeyId"]) == (True, key)
    assert cluster.inputs["manageMasterUserPassword"] is True
    assert cluster.inputs["deletionProtection"] is True
    assert cluster.options.protect is True
    for number in (1, 2):
        instance = plan[f"database-instance-{number}"].inputs
        assert instance["publiclyAccessible"] is False
        for name in ("storageEncrypted", "deletionProtection", "copyTagsToSnapshot"):
            assert name not in instance


def test_the_application_reads_the_same_keys_whatever_the_engine() -> None:
    keys = {
        "host",
        "identifier",
        "login_secret_arn",
        "name",
        "port",
        "reader_host",
        "secret_arn",
        "secret_key_arn",
        "security_group_id",
    }
    for change in ({}, MYSQL, AURORA):
        assert set(foundation(**change).outputs["database"]) == keys


def test_alarms_watch_the_instance_by_its_identifier() -> None:
    alarm = _alarm(foundation(), "cpu-percent-max")
    assert alarm.inputs["dimensions"] == {"DBInstanceIdentifier": "acme-shop-prod-database"}


def test_aurora_alarms_watch_the_writer_whichever_instance_it_is() -> None:
    plan = foundation(**AURORA)
    assert _alarm(plan, "cpu-percent-max").inputs["dimensions"] == {
        "DBClusterIdentifier": "acme-shop-prod-database",
        "Role": "WRITER",
    }
    lag = _alarm(plan, "replica-lag-max", "database-reader-alarms").inputs
    assert lag["dimensions"]["Role"] == "READER"
    cpu = _alarm(plan, "cpu-percent-high", "database-reader-alarms").inputs
    assert (cpu["dimensions"]["Role"], cpu["threshold"]) == ("READER", 80)
    assert (lag["metricName"], lag["threshold"]) == ("AuroraReplicaLag", 2000)


@pytest.mark.parametrize(("change", "gib"), [(AURORA, 2), ({**AURORA, "profile": "regulated"}, 16)])
def test_each_aurora_instance_is_watched_for_what_the_cluster_does_not_tell(
    change: dict[str, Any], gib: int
) -> None:
    plan = foundation(**change)
    names = [f"acme-shop-prod-database-{number}" for number in (1, 2)]
    events = plan["database-instance-events"].inputs
    assert (events["sourceType"], events["sourceIds"]) == ("db-instance", names)
    assert {"availability", "failover", "maintenance"} <= set(events["eventCategories"])
    for number, name in enumerate(names, 1):
        alarm = plan[f"database-instance-{number}-alarms-free-local-storage-bytes-min"].inputs
        assert alarm["dimensions"] == {"DBInstanceIdentifier": name}
        assert alarm["threshold"] == gib * 1024**3 // 10


def test_thresholds_follow_class_and_storage() -> None:
    gib = 1024**3
    prod, dev = foundation(), foundation("dev")
    assert _alarm(prod, "freeable-memory-bytes-min").inputs["threshold"] == 8 * gib // 10
    assert _alarm(dev, "freeable-memory-bytes-min").inputs["threshold"] == gib // 8
    assert _alarm(prod, "free-storage-bytes-min").inputs["threshold"] == 10 * gib
    assert _alarm(dev, "free-storage-bytes-min").inputs["threshold"] == 5 * gib
    assert _alarm(prod, "connections-max").inputs["threshold"] == 651
    assert _alarm(dev, "connections-max").inputs["threshold"] == 66


def test_credits_are_watched_on_burstable_classes_only() -> None:
    def names(plan: Plan) -> list[str]:
        return [r.name for r in plan.resources if "credits" in r.name and "database" in r.name]

    assert names(foundation()) == []
    assert names(foundation("dev")) == ["database-alarms-cpu-credits-min"]


def test_prod_pages_and_dev_writes_tickets() -> None:
    for environment, severity in (("prod", "page"), ("dev", "ticket")):
        plan = foundation(environment)
        topic = plan.outputs["topics"]["eu-west-1"][severity]
        alarm = _alarm(plan, "connections-max").inputs
        assert (alarm["alarmActions"], alarm["okActions"]) == ([topic], [topic])


def test_a_disk_that_fills_is_told_two_days_ahead() -> None:
    alarm = _alarm(foundation(), "storage-full-in-hours-min").inputs
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("LessThanThreshold", 48)
    result = [q for q in alarm["metricQueries"] if q["returnData"]]
    assert len(result) == 1
    assert result[0]["expression"].startswith("IF(RATE(free) <")


def test_failovers_and_maintenance_are_told_by_mail() -> None:
    plan = foundation()
    subscription = plan["database-events"].inputs
    assert subscription["sourceIds"] == ["acme-shop-prod-database"]
    assert subscription["snsTopic"] == plan.outputs["topics"]["eu-west-1"]["ticket"]
    assert {"failover", "maintenance", "low storage"} <= set(subscription["eventCategories"])


def test_deadlocks_are_counted_in_the_log() -> None:
    plan = foundation()
    filter_ = plan["database-deadlocks"].inputs
    alarm = plan["database-log-alarms-deadlocks-max"].inputs
    assert filter_["logGroupName"] == plan["database-log-postgresql"].inputs["name"]
    assert alarm["namespace"] == filter_["metricTransformation"]["namespace"]
    assert alarm["metricName"] == filter_["metricTransformation"]["name"]


def test_reads_have_a_name_of_their_own_and_one_server_answers_both() -> None:
    cluster = foundation(**AURORA)
    told = cluster.outputs["database"]
    assert told["reader_host"] == cluster["database-cluster"].outputs["readerEndpoint"]
    assert told["reader_host"] != told["host"]
    single = foundation().outputs["database"]
    assert single["reader_host"] == single["host"]


PROXY = {"settings": {"database_proxy": True}}


def test_a_pool_takes_the_databases_place_for_the_application() -> None:
    plan = foundation(**PROXY)
    database = plan.outputs["database"]
    assert database["host"] == plan["database-proxy-pool"].outputs["endpoint"]
    assert database["reader_host"] == database["host"]
    assert database["security_group_id"] == plan["database-proxy-access-group"].id
    assert database["identifier"] == "acme-shop-prod-database"


def test_the_pool_alone_may_reach_its_database() -> None:
    plan = foundation(**PROXY)
    [rule] = [
        r.inputs
        for r in plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if r.inputs["securityGroupId"] == plan["database-access-group"].id
    ]
    assert rule["referencedSecurityGroupId"] == plan["database-proxy-access-group"].id
    assert (rule["fromPort"], rule["toPort"]) == (5432, 5432)


def test_the_pool_speaks_tls_only_and_may_read_the_logins_alone() -> None:
    plan = foundation(**PROXY)
    assert plan["database-proxy-pool"].inputs["requireTls"] is True
    assert plan["database-proxy-pool"].inputs["debugLogging"] is False
    policy = json.loads(plan["database-proxy-role-policy"].inputs["policy"])
    resources = {s["Sid"]: s["Resource"] for s in policy["Statement"]}
    assert resources == {
        "ReadTheLogin": [
            plan.outputs["database"]["secret_arn"],
            plan.outputs["database"]["login_secret_arn"],
        ],
        "DecryptTheLogin": plan["data-key"].outputs["arn"],
    }


def test_the_pool_serves_a_cluster_by_its_identifier() -> None:
    target = foundation(**PROVISIONED)["database-proxy-target"].inputs
    assert target["dbClusterIdentifier"] == "acme-shop-prod-database"
    assert "dbInstanceIdentifier" not in target
