"""The one-off task that makes the database user of the services, or gives it a new password."""

from collections.abc import Mapping

import pulumi

from stacks.compute.stores import database_reach
from stacks.compute.task import Task, TaskArgs
from stacks.compute.wiring import Wiring
from stacks.config import StackConfig
from stacks.data.database_engines import ENGINES
from stacks.references import Foundation

_LETTERS = """\
set -eu
case "$LOGIN_USER$LOGIN_PASSWORD" in
  *[!A-Za-z0-9_]*) echo "username and password must be letters and digits only"; exit 1 ;;
esac
"""

_POSTGRES = (
    _LETTERS
    + """\
export PGSSLMODE=require PGHOST="$DATABASE_HOST" PGPORT="$DATABASE_PORT"
export PGDATABASE="$DATABASE_NAME" PGUSER="$MASTER_USER" PGPASSWORD="$MASTER_PASSWORD"
psql --no-psqlrc --set ON_ERROR_STOP=1 --set user="$LOGIN_USER" <<'SQL'
select format('create role %I login', :'user')
  where not exists (select from pg_roles where rolname = :'user') \\gexec
grant connect on database :"DBNAME" to :"user";
grant usage on schema public to :"user";
grant select, insert, update, delete on all tables in schema public to :"user";
grant usage, select on all sequences in schema public to :"user";
alter default privileges in schema public
  grant select, insert, update, delete on tables to :"user";
alter default privileges in schema public grant usage, select on sequences to :"user";
SQL
if [ "$MAY_CREATE" = yes ]; then
  psql --no-psqlrc --set ON_ERROR_STOP=1 --set user="$LOGIN_USER" <<'SQL'
grant create on schema public to :"user";
SQL
fi
# Sends a hash, so that the password itself reaches no log of the server.
printf '%s\\n%s\\n' "$LOGIN_PASSWORD" "$LOGIN_PASSWORD" |
  psql --no-psqlrc --set ON_ERROR_STOP=1 --command "\\\\password $LOGIN_USER"
echo "user $LOGIN_USER can log in"
"""
)

# MySQL writes statements with passwords into no log as they are.
_MYSQL = (
    _LETTERS
    + """\
export MYSQL_PWD="$MASTER_PASSWORD"
rights="select, insert, update, delete"
if [ "$MAY_CREATE" = yes ]; then
  rights="$rights, create, alter, drop, index, references"
fi
mysql --host="$DATABASE_HOST" --port="$DATABASE_PORT" --user="$MASTER_USER" \\
  --ssl-mode=REQUIRED <<SQL
create user if not exists '$LOGIN_USER'@'%' require ssl;
alter user '$LOGIN_USER'@'%' identified by '$LOGIN_PASSWORD';
grant $rights on \\`$DATABASE_NAME\\`.* to '$LOGIN_USER'@'%';
SQL
echo "user $LOGIN_USER can log in"
"""
)


def database_user(
    config: StackConfig, foundation: Foundation, opts: pulumi.ResourceOptions
) -> Task | None:
    """The task, where there is a database.

    The user reads and writes rows. It may change tables only where no service has a
    ``migration_command``: then the services themselves must make them. Running the task
    again is safe; after the secret's value has changed, it gives the user the new password.
    """
    wanted = config.values.database
    if wanted is None:
        return None
    mysql = "mysql" in wanted.engine
    # Amazon's copy of the official images, which asks for no sign-in.
    repository = "public.ecr.aws/docker/library"
    image = (
        f"{repository}/mysql:{wanted.version}"
        if mysql
        else (f"{repository}/postgres:{wanted.version}-alpine")
    )
    migrates = any(service.migration_command for service in config.values.services)
    master, login = (foundation.text("database", key) for key in ("secret_arn", "login_secret_arn"))
    return Task(
        "database-user-task",
        TaskArgs(
            context=config.context,
            image=image,
            wiring=Wiring(
                environment={
                    "DATABASE_HOST": foundation.text("database", "host"),
                    "DATABASE_PORT": str(ENGINES[wanted.engine].port),
                    "DATABASE_NAME": foundation.text("database", "name"),
                    "MAY_CREATE": "no" if migrates else "yes",
                },
                secrets={
                    **_login("MASTER", master),
                    **_login("LOGIN", login),
                },
                secret_arns=(master, login),
                secret_key_arns=(foundation.text("database", "secret_key_arn"),),
                reaches=(database_reach(foundation),),
            ),
            vpc_id=foundation.text("vpc_id"),
            logs_key_arn=foundation.text("logs_key_arn"),
            log_days=config.settings.log_days,
            command=("sh", "-c", _MYSQL if mysql else _POSTGRES),
            architecture=config.settings.cpu_architecture,
        ),
        opts,
    )


def _login(prefix: str, secret: pulumi.Input[str]) -> Mapping[str, pulumi.Input[str]]:
    # ECS reads one key of a JSON secret as arn:key:version-stage:version-id.
    return {
        f"{prefix}_USER": pulumi.Output.concat(secret, ":username::"),
        f"{prefix}_PASSWORD": pulumi.Output.concat(secret, ":password::"),
    }
