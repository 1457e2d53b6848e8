import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const STAMPS = `
        "created_at" timestamptz not null default now(),
        "updated_at" timestamptz not null default now(),
        "deleted_at" timestamptz null`

export class Migration20261123000010_learning extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create sequence if not exists "recommendation_fencing_seq";`)
    this.settings()
    this.runs()
    this.schedule()
    this.versions()
    this.accuracy()
  }

  private settings(): void {
    this.addSql(`
      create table if not exists "recommendation_setting" (
        "id" text not null,
        "version" integer not null,
        "settings" jsonb not null,
        "updated_by" text null,${STAMPS},
        constraint "recommendation_setting_pkey" primary key ("id")
      );`)
    this.addSql(`
      create table if not exists "recommendation_setting_change" (
        "id" text not null,
        "version" integer not null,
        "changed_by" text null,
        "changes" jsonb not null,${STAMPS},
        constraint "recommendation_setting_change_pkey" primary key ("id")
      );`)
    this.addSql(`
      create unique index if not exists "IDX_recommendation_setting_change_version_unique"
        on "recommendation_setting_change" ("version") where deleted_at is null;`)
  }

  private runs(): void {
    this.addSql(`
      create table if not exists "recommendation_training_run" (
        "id" text not null,
        "status" text check ("status" in ('running', 'succeeded', 'refused', 'failed', 'canceled')) not null,
        "trigger" text not null,
        "detail" text null,
        "requested_by" text null,
        "lease_owner" text not null,
        "lease_expires_at" timestamptz not null,
        "fencing" bigint not null,
        "phase" text null,
        "percent" real not null default 0,
        "cancel_requested" boolean not null default false,
        "started_at" timestamptz not null default now(),
        "finished_at" timestamptz null,
        "cause" text null,
        "version_id" text null,${STAMPS},
        constraint "recommendation_training_run_pkey" primary key ("id")
      );`)
    // At most one run at a time: the database says so, not the code.
    this.addSql(`
      create unique index if not exists "IDX_recommendation_training_run_status_unique"
        on "recommendation_training_run" ("status") where status = 'running' and deleted_at is null;`)
    this.addSql(`
      create index if not exists "IDX_recommendation_training_run_started_at"
        on "recommendation_training_run" ("started_at") where deleted_at is null;`)
    this.addSql(`
      create table if not exists "recommendation_retrain_request" (
        "id" bigserial not null,
        "trigger" text not null,
        "detail" text null,
        "requested_by" text null,
        "requested_at" timestamptz not null default now(),
        "run_id" text null,
        constraint "recommendation_retrain_request_pkey" primary key ("id")
      );`)
    this.addSql(`
      create index if not exists "IDX_recommendation_retrain_request_pending"
        on "recommendation_retrain_request" ("requested_at") where run_id is null;`)
  }

  private schedule(): void {
    this.addSql(`
      create table if not exists "recommendation_schedule" (
        "id" text not null,
        "cron" text not null,
        "time_zone" text not null,
        "next_at" timestamptz not null,
        constraint "recommendation_schedule_pkey" primary key ("id")
      );`)
  }

  private versions(): void {
    this.addSql(`
      create table if not exists "recommendation_model_version" (
        "id" text not null,
        "number" integer not null,
        "run_id" text not null,
        "trigger" text not null,
        "refusal" text null,
        "gate_reason" text not null,
        "forced" boolean not null default false,
        "promoted_at" timestamptz null,
        "trained_at" timestamptz not null,
        "duration_ms" integer not null,
        "size_bytes" integer not null,
        "memory_mb" real not null,
        "snapshot_seq" bigint not null,
        "catalog_size" integer not null,
        "report" jsonb not null,
        "weights" jsonb not null,${STAMPS},
        constraint "recommendation_model_version_pkey" primary key ("id")
      );`)
    this.addSql(`
      create unique index if not exists "IDX_recommendation_model_version_number_unique"
        on "recommendation_model_version" ("number") where deleted_at is null;`)
    // The files apart: reading about a version must not read megabytes, and dropping a file leaves its figures.
    this.addSql(`
      create table if not exists "recommendation_model_file" (
        "version_id" text not null,
        "bytes" bytea not null,
        constraint "recommendation_model_file_pkey" primary key ("version_id")
      );`)
    this.addSql(`
      create table if not exists "recommendation_model_activation" (
        "id" text not null,
        "version_id" text not null,
        "fencing" bigint not null,
        "activated_at" timestamptz not null default now(),
        "activated_by" text null,
        "forced" boolean not null default false,
        "accuracy" jsonb not null,
        "accuracy_alarm" boolean not null default false,
        constraint "recommendation_model_activation_pkey" primary key ("id")
      );`)
  }

  private accuracy(): void {
    this.addSql(`
      create table if not exists "recommendation_accuracy_sample" (
        "version_id" text not null,
        "event_id" text not null,
        "seq" bigint not null,
        "pairwise" real not null,
        "hit" boolean not null,
        "score" real not null,
        "occurred_at" timestamptz not null,
        "created_at" timestamptz not null default now(),
        constraint "recommendation_accuracy_sample_pkey" primary key ("version_id", "event_id")
      );`)
    this.addSql(`
      create index if not exists "IDX_recommendation_accuracy_sample_seq"
        on "recommendation_accuracy_sample" ("version_id", "seq");`)
    this.addSql(`
      create table if not exists "recommendation_accuracy_cursor" (
        "id" text not null,
        "seq" bigint not null,
        constraint "recommendation_accuracy_cursor_pkey" primary key ("id")
      );`)
  }

  override async down(): Promise<void> {
    for (const table of [
      "accuracy_cursor",
      "accuracy_sample",
      "model_activation",
      "model_file",
      "model_version",
      "schedule",
      "retrain_request",
      "training_run",
      "setting_change",
      "setting",
    ])
      this.addSql(`drop table if exists "recommendation_${table}" cascade;`)
    this.addSql(`drop sequence if exists "recommendation_fencing_seq";`)
  }
}
