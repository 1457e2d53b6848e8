import { Beaker } from "@medusajs/icons"
import { Alert, Button, StatusBadge, Text, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import type { ExperimentInfo } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { Progress } from "../../components/progress"
import { Section } from "../../components/screen"
import { Empty, Loaded } from "../../components/states"
import { clickThroughOf } from "../../lib/click-through"
import { useExperiments, useStopExperiment } from "../../lib/api/insights"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import { describeComparison } from "./comparison"
import { durationText } from "./duration"
import { ExperimentForm } from "./experiment-form"

/** Hold-outs and challengers: what would have happened without recommendations, or with others. */
export function Experiments() {
  const t = useText()
  const experiments = useExperiments()
  const [open, setOpen] = useState(false)
  const running = experiments.data?.experiments.some(({ status }) => status === "running") ?? true
  return (
    <Section
      title={t("experiment.title")}
      hint={t("experiment.hint")}
      flush
      actions={
        <Button size="small" variant="secondary" disabled={running} onClick={() => setOpen(true)}>
          {t("experiment.start")}
        </Button>
      }
    >
      <Loaded query={experiments}>
        {({ experiments: list }) =>
          list.length === 0 ? (
            <Empty icon={<Beaker />} title={t("experiment.empty")} text={t("experiment.empty_text")} />
          ) : (
            <ul className="divide-y">
              {list.map((experiment) => (
                <Experiment key={experiment.id} experiment={experiment} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {open ? <ExperimentForm close={() => setOpen(false)} /> : null}
    </Section>
  )
}

function Experiment({ experiment }: { experiment: ExperimentInfo }) {
  const t = useText()
  const format = useFormat()
  const running = experiment.status === "running"
  return (
    <li className="flex flex-col gap-y-4 px-6 py-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <Text weight="plus">{experiment.name}</Text>
            <StatusBadge color={running ? "green" : "grey"}>{t(`experiment_status.${experiment.status}`)}</StatusBadge>
            {experiment.is_aa ? <StatusBadge color="purple">{t("experiment.aa")}</StatusBadge> : null}
          </div>
          <Text size="small" className="text-ui-fg-subtle">
            {t("experiment.meta", {
              compared: experiment.is_aa
                ? t("experiment.aa")
                : describeComparison(experiment.comparison, { t, format }),
              share: format.percent(experiment.holdout_share, 1),
              from: format.date(experiment.started_at),
              to: experiment.stopped_at ? format.date(experiment.stopped_at) : t("experiment.today"),
            })}
          </Text>
        </div>
        {running ? <StopButton experiment={experiment} /> : null}
      </div>
      {experiment.ratio_mismatch ? (
        <Alert variant="warning">{t("experiment.ratio_mismatch")}</Alert>
      ) : (
        <Uplift experiment={experiment} />
      )}
      <DataTable
        label={experiment.name}
        rows={experiment.arms}
        rowKey={(row) => row.arm}
        columns={[
          {
            key: "arm",
            header: t("experiment.arm"),
            cell: (row) => <span className="text-ui-fg-base">{t(`arm.${row.arm}`)}</span>,
          },
          { key: "shoppers", header: t("cohort.shoppers"), value: (row) => row.shoppers, show: format.number },
          { key: "conversions", header: t("experiment.buyers"), value: (row) => row.conversions, show: format.number },
          {
            key: "rate",
            header: t("experiment.rate"),
            value: (row) => (row.shoppers > 0 ? row.rate : null),
            show: (rate) => format.percent(rate, 2),
          },
          { key: "orders", header: t("experiment.orders"), value: (row) => row.orders, show: format.number },
          {
            key: "click_through",
            header: t("experiment.click_through"),
            value: clickThroughOf,
            show: (share) => format.percent(share, 2),
          },
        ]}
      />
      {experiment.ratio_mismatch ? null : <Revenue experiment={experiment} />}
    </li>
  )
}

/** Buyers of an arm below which an interval is as wide as the screen: it says nothing but that it is early. */
const BUYERS_AT_LEAST = 20

/** The difference in words, with its interval, and how much sample is still missing. */
function Uplift({ experiment }: { experiment: ExperimentInfo }) {
  const t = useText()
  const format = useFormat()
  const { uplift } = experiment
  if (!uplift) {
    return (
      <div className="flex flex-col gap-y-2">
        <Text size="small" className="text-ui-fg-subtle">
          {t(experiment.status === "running" ? "experiment.no_uplift" : "uplift.ended_early")}
        </Text>
        <Sample experiment={experiment} />
      </div>
    )
  }
  const hasInterval = experiment.arms.every(({ conversions }) => conversions >= BUYERS_AT_LEAST)
  const signed = (value: number): string => `${value > 0 ? "+" : ""}${format.percent(value, 1)}`
  const values = { relative: signed(uplift.relative), low: signed(uplift.low), high: signed(uplift.high) }
  const outcome = uplift.low > 0 ? "better" : uplift.high < 0 ? "worse" : "open"
  const isHoldout = experiment.comparison.kind === "popularity" || experiment.comparison.kind === "nothing"
  const verdict =
    isHoldout || outcome === "open" ? (`uplift.${outcome}` as const) : (`uplift.change_${outcome}` as const)
  return (
    <div className="flex flex-col gap-y-2">
      <Text size="large" weight="plus">
        {uplift.enough
          ? t(experiment.is_aa ? (outcome === "open" ? "uplift.aa_good" : "uplift.aa_bad") : verdict, values)
          : t(experiment.status === "running" ? "uplift.not_enough" : "uplift.ended_early")}
      </Text>
      {hasInterval ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("uplift.interval", values)}
        </Text>
      ) : null}
      {uplift.enough ? null : <Sample experiment={experiment} />}
    </div>
  )
}

/** How far the smaller group is on its way to the goal, and how long that takes at the shop's traffic. */
function Sample({ experiment }: { experiment: ExperimentInfo }) {
  const t = useText()
  const format = useFormat()
  const { arms, needed_per_arm: needs } = experiment
  // One that has ended takes no longer.
  const days = experiment.status === "running" ? experiment.expected_days : null
  const smallest = Math.min(...arms.map(({ shoppers }) => shoppers))
  return (
    <>
      <Progress value={smallest / Math.max(1, needs)} label={t("uplift.sample")} />
      <Text size="xsmall" className="text-ui-fg-subtle">
        {t("uplift.sample_value", { has: format.number(smallest), needs: format.number(needs) })}
        {days === null ? null : ` ${durationText(days, t)}`}
      </Text>
    </>
  )
}

/** Money per shopper, a line for each currency: sums across currencies would be no money. */
function Revenue({ experiment }: { experiment: ExperimentInfo }) {
  const t = useText()
  const format = useFormat()
  return (
    <>
      {experiment.revenue.map(({ currency_code: currency, treatment, control, lead }) => {
        const money = (amount: number): string => format.money(amount, currency)
        const signed = (amount: number): string => `${amount > 0 ? "+" : ""}${money(amount)}`
        return (
          <Text key={currency} size="small" className="text-ui-fg-subtle">
            {t("experiment.revenue", { treatment: money(treatment), control: money(control) })}{" "}
            {lead === null
              ? t("experiment.revenue_open")
              : t("experiment.revenue_lead", {
                  difference: signed(lead.difference),
                  low: signed(lead.low),
                  high: signed(lead.high),
                })}
          </Text>
        )
      })}
    </>
  )
}

function StopButton({ experiment }: { experiment: ExperimentInfo }) {
  const t = useText()
  const explain = useErrorText()
  const prompt = usePrompt()
  const stop = useStopExperiment()
  const run = async (): Promise<void> => {
    const sure = await prompt({
      title: t("experiment.stop_title"),
      description: t("experiment.stop_text"),
      confirmText: t("experiment.stop"),
      cancelText: t("actions.cancel"),
    })
    if (!sure) return
    try {
      await stop.mutateAsync(experiment.id)
      toast.success(t("experiment.stopped"))
    } catch (error) {
      toast.error(t("states.failed"), { description: explain(error) })
    }
  }
  return (
    <Button size="small" variant="secondary" onClick={() => void run()} isLoading={stop.isPending}>
      {t("experiment.stop")}
    </Button>
  )
}
