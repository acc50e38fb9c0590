"""Foundation of one environment: what changes rarely and holds the data."""

from typing import Any

from stacks import config, local, references
from stacks.data.home import DataHome
from stacks.data.key import Key, KeyArgs, logs_statement
from stacks.edge.zone import Zone, ZoneArgs
from stacks.layers import databases, events
from stacks.layers.account import Account
from stacks.layers.backups import Backups, data_key_statements
from stacks.layers.provider import account_provider, with_provider
from stacks.layers.stores import Stores
from stacks.names import environment_domain
from stacks.network.network import Network, NetworkArgs
from stacks.observability.notifications import Notifications, NotificationsArgs


class FoundationLayer:
    """Components of the foundation, by the names `stacks/local.py` may use."""

    def __init__(self) -> None:
        self.config = config.load()
        context, settings, values = self.config.context, self.config.settings, self.config.values
        self.opts = with_provider(account_provider(context))

        # 0. Account: safe defaults, and the boundary that every role below carries.
        self.account = Account(self.config, self.opts)

        # 1. Keys and topics: everything below is encrypted and alarmed with them.
        self.data_key = Key(
            "data",
            KeyArgs(
                context=context,
                description="Database, cache, buckets and queues",
                statements=data_key_statements(context, settings),
                protect=settings.protect,
            ),
            self.opts,
        )
        self.logs_key = Key(
            "logs",
            KeyArgs(
                context=context,
                description="Log groups",
                statements=(logs_statement(context.account, context.region),),
            ),
            self.opts,
        )
        self.notifications = Notifications(
            "notifications",
            NotificationsArgs(context=context, email=values.notification_email),
            self.opts,
        )

        # 2. Network.
        self.network = Network(
            "network",
            NetworkArgs(
                context=context,
                cidr=settings.vpc_cidr,
                zones=self.config.zones,
                nat_gateways=settings.nat_gateways,
                flow_log_traffic=settings.flow_log_traffic,
                log_days=settings.log_days,
                logs_key_arn=self.logs_key.arn,
                ipv6_egress=settings.ipv6_egress,
                dns_query_log=settings.dns_query_log,
                interface_endpoints=tuple(settings.interface_endpoints),
                topics=self.notifications.home,
                page=settings.alarm_page,
                overrides=values.overrides.get("network", {}),
            ),
            self.opts,
        )

        # 3. Data: each store is None or {} where the answers name none.
        self.home = DataHome(
            context=context,
            vpc_id=self.network.vpc_id,
            subnet_ids=self.network.subnet_ids["isolated"],
            zone_names=self.network.zone_names,
            key_arn=self.data_key.arn,
            logs_key_arn=self.logs_key.arn,
            log_days=settings.log_days,
            maintenance_window=settings.maintenance_window,
            protect=settings.protect,
            topics=self.notifications.home,
            page=settings.alarm_page,
        )
        self.database = databases.database(self.config, self.home, self.opts)
        self.cache = databases.cache(self.config, self.home, self.opts)
        self.cache_login = databases.cache_login(self.config, self.data_key, self.opts)
        databases.rotate_cache(self.home, self.cache, self.cache_login, self.opts)
        self.stores = Stores(self.config, self.data_key, self.notifications, self.opts)
        self.database_login = databases.login(
            self.config, self.data_key, self.stores.dr_key, self.opts
        )
        self.database_proxy = databases.proxy(
            self.config, self.home, self.database, self.database_login, self.opts
        )

        # 4. Recovery: after the stores, because it selects them.
        self.backups = Backups(
            self.config,
            self.notifications.home,
            self.data_key.arn,
            self.logs_key.arn,
            databases.restore_target(self.network, self.database),
            self.opts,
        )

        # 5. Events of the account that nobody may miss, and secrets that nobody changes.
        events.watch(self.config, self.notifications, self.opts)
        events.watch_secrets(
            self.config,
            [
                *(secret.arn for secret in self.stores.secrets.values()),
                *databases.secret_arns(self.database, self.database_login, self.cache_login),
            ],
            self.notifications,
            self.logs_key.arn,
            self.opts,
        )

        # 6. DNS zone.
        self.zone = self._zone() if values.domain else None

    def _zone(self) -> Zone:
        context, values = self.config.context, self.config.values
        return Zone(
            "dns",
            ZoneArgs(
                context=context,
                domain=environment_domain(values.domain, context.environment),
                delegations=values.dns_delegations,
                protect=self.config.settings.protect,
            ),
            self.opts,
        )

    def outputs(self) -> dict[str, Any]:
        """What the application layer reads, by the names of `stacks.references`."""
        return {
            "vpc_id": self.network.vpc_id,
            "public_subnet_ids": self.network.subnet_ids["public"],
            "private_subnet_ids": self.network.subnet_ids["private"],
            "isolated_subnet_ids": self.network.subnet_ids["isolated"],
            "task_subnet_ids": self.network.task_subnet_ids,
            "data_key_arn": self.data_key.arn,
            "logs_key_arn": self.logs_key.arn,
            "topics_key_arn": self.notifications.key_arn,
            "topics": self.notifications.exported(),
            "zone_id": self.zone and self.zone.zone_id,
            "zone_name_servers": self.zone and self.zone.name_servers,
            "database": databases.exported(self.database, self.database_login, self.database_proxy),
            "cache": databases.exported_cache(self.cache, self.cache_login),
            "buckets": {name: bucket.exported() for name, bucket in self.stores.buckets.items()},
            "queues": {name: queue.exported() for name, queue in self.stores.queues.items()},
            "secrets": {name: s.exported() for name, s in self.stores.secrets.items()},
            "tables": {name: table.exported() for name, table in self.stores.tables.items()},
        }


def deploy() -> None:
    """Deploy the layer, then the owner's additions, then tell the application layer."""
    layer = FoundationLayer()
    local.foundation(layer)
    references.export(layer.outputs())
