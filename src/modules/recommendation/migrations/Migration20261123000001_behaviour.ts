import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Months made at once, around today; the upkeep job makes later ones, the default partition takes the rest. */
const MONTHS_BACK = 14
const MONTHS_AHEAD = 2

export class Migration20261123000001_behaviour extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create sequence if not exists "behavior_event_seq";`)
    this.addSql(`
      create table if not exists "behavior_event" (
        "id" text not null,
        "customer_id" text null,
        "visitor_id" text null,
        "type" smallint not null,
        "product_id" text not null,
        "variant_id" text null,
        "quantity" real not null default 1,
        "price" numeric null,
        "currency_code" text null,
        "sales_channel_id" text null,
        "region_id" text null,
        "session_id" text null,
        "basket_id" text null,
        "device" text null,
        "placement" text null,
        "recommendation_id" text null,
        "source" text not null,
        "is_bot" boolean not null default false,
        "is_gift" boolean not null default false,
        "occurred_at" timestamptz not null,
        "received_at" timestamptz not null default now(),
        "seq" bigint not null default nextval('behavior_event_seq'),
        constraint "behavior_event_pkey" primary key ("id", "occurred_at")
      ) partition by range ("occurred_at");`)
    this.addSql(`create table if not exists "behavior_event_default" partition of "behavior_event" default;`)
    this.addSql(`
      do $$
      declare first_day date;
      begin
        for offset_months in -${MONTHS_BACK}..${MONTHS_AHEAD} loop
          first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => offset_months))::date;
          execute format(
            'create table if not exists %I partition of behavior_event for values from (%L) to (%L)',
            'behavior_event_' || to_char(first_day, 'YYYY_MM'),
            first_day::text || ' 00:00:00+00',
            (first_day + interval '1 month')::date::text || ' 00:00:00+00');
        end loop;
      end $$;`)
    for (const [name, columns] of [
      ["customer", `"customer_id", "type", "occurred_at"`],
      ["visitor", `"visitor_id", "type", "occurred_at"`],
      ["product", `"product_id", "type", "occurred_at"`],
      ["seq", `"seq"`],
    ]) {
      this.addSql(`create index if not exists "IDX_behavior_event_${name}" on "behavior_event" (${columns});`)
    }
    this.addSql(`
      create table if not exists "recommendation_visitor" (
        "visitor_id" text not null,
        "customer_id" text not null,
        "linked_at" timestamptz not null default now(),
        constraint "recommendation_visitor_pkey" primary key ("visitor_id")
      );`)
    this.addSql(
      `create index if not exists "IDX_recommendation_visitor_customer" on "recommendation_visitor" ("customer_id");`,
    )
    this.addSql(`
      create table if not exists "recommendation_counter" (
        "day" date not null,
        "product_id" text not null,
        "type" smallint not null,
        "count" bigint not null default 0,
        constraint "recommendation_counter_pkey" primary key ("product_id", "type", "day")
      );`)
    this.addSql(`
      create table if not exists "recommendation_capture_count" (
        "day" date not null,
        "kind" text not null,
        "count" bigint not null default 0,
        constraint "recommendation_capture_count_pkey" primary key ("day", "kind")
      );`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_capture_count" cascade;`)
    this.addSql(`drop table if exists "recommendation_counter" cascade;`)
    this.addSql(`drop table if exists "recommendation_visitor" cascade;`)
    this.addSql(`drop table if exists "behavior_event" cascade;`)
    this.addSql(`drop sequence if exists "behavior_event_seq";`)
  }
}
