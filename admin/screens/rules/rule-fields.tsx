import { DatePicker, Input, Label, Switch } from "@medusajs/ui"
import { useId } from "react"
import type { RuleAction, RuleInput } from "../../../src/types/http"
import { EntityPicker } from "../../components/entity-picker"
import { Field } from "../../components/field"
import { PlacementsField } from "../../components/placements"
import { SelectField } from "../../components/select-field"
import { useEntryZone } from "../../lib/api/steering"
import { asPicked, fromPicked } from "../../lib/days"
import type { Text } from "../../lib/text"
import { useText } from "../../lib/text"
import type { RuleProblem } from "./rule-draft"
import { RULE_ACTIONS, isSetAction } from "../../../src/types/rule-schema"
import { isValued, valueBounds } from "./rule-draft"

interface RuleFieldsProps {
  rule: RuleInput
  problems: readonly RuleProblem[]
  change: (part: Partial<RuleInput>) => void
}

export function RuleFields({ rule, problems, change }: RuleFieldsProps) {
  const t = useText()
  const enabledId = useId()
  const bounds = valueBounds(rule.action)
  const problem = (one: RuleProblem): string | undefined =>
    problems.includes(one) ? t(`rule_problem.${one}`, { min: bounds?.min ?? 0, max: bounds?.max ?? 0 }) : undefined
  const setAction = (action: RuleAction): void =>
    change({
      ...{ action, value: valueBounds(action)?.initial ?? null },
      ...(action === "pin" || isSetAction(action) ? { category_ids: [] } : {}),
      ...(action === "no_bundle" ? { product_ids: [] } : {}),
    })
  return (
    <>
      <Field label={t("rules.name")} error={problem("name")}>
        {(control) => (
          <Input
            {...control}
            value={rule.name}
            maxLength={200}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <SelectField
        label={t("rules.action")}
        hint={t(`rule_help.${rule.action}`)}
        value={rule.action}
        options={RULE_ACTIONS}
        nameOf={(action) => t(`rule_action.${action}`)}
        choose={setAction}
      />
      {bounds && isValued(rule.action) ? (
        <Field label={t(`rule_value_label.${rule.action}`)} error={problem("value")}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={bounds.min}
              max={bounds.max}
              step={bounds.step}
              value={rule.value ?? ""}
              onChange={(event) => change({ value: event.target.value === "" ? null : Number(event.target.value) })}
            />
          )}
        </Field>
      ) : null}
      {rule.action === "no_bundle" ? null : (
        <EntityPicker
          kind="product"
          label={t("rules.products")}
          error={problem("product") ?? problem("target") ?? problem("set")}
          value={rule.product_ids}
          onChange={(ids) => change({ product_ids: ids })}
        />
      )}
      {/* A pin is of products alone, and so is a set. */}
      {rule.action === "pin" || isSetAction(rule.action) ? null : (
        <EntityPicker
          kind="category"
          label={t("rules.categories")}
          hint={categoryHint(rule.action, t)}
          value={rule.category_ids}
          onChange={(ids) => change({ category_ids: ids })}
        />
      )}
      <EntityPicker
        kind="product"
        label={t("rules.anchors")}
        hint={isSetAction(rule.action) ? undefined : t("rules.scope_hint")}
        error={problem("anchors")}
        value={rule.anchor_product_ids ?? []}
        onChange={(ids) => change({ anchor_product_ids: ids })}
      />
      <RuleScope rule={rule} change={change} error={problem("placements")} />
      <RuleDates rule={rule} change={change} error={problem("dates")} />
      <div className="flex items-center gap-x-3">
        <Switch id={enabledId} checked={rule.enabled} onCheckedChange={(enabled) => change({ enabled })} />
        <Label htmlFor={enabledId} size="small" weight="plus">
          {t("rules.enabled")}
        </Label>
      </div>
    </>
  )
}

/** A limit without a category is one of each. */
function categoryHint(action: RuleAction, t: Text): string {
  return t(action === "limit_per_category" ? "rules.every_category" : "rules.target_hint")
}

type PartProps = Pick<RuleFieldsProps, "rule" | "change">

function RuleScope({ rule, change, error }: PartProps & { error: string | undefined }) {
  const t = useText()
  return (
    <>
      <PlacementsField value={rule.placements} change={(placements) => change({ placements })} error={error} />
      <EntityPicker
        kind="sales_channel"
        label={t("rules.channels")}
        hint={t("rules.scope_hint")}
        value={rule.sales_channel_ids}
        onChange={(ids) => change({ sales_channel_ids: ids })}
      />
      <EntityPicker
        kind="customer_group"
        label={t("rules.groups")}
        hint={t("rules.scope_hint")}
        value={rule.customer_group_ids}
        onChange={(ids) => change({ customer_group_ids: ids })}
      />
    </>
  )
}

/** Entered by the shop's clock, as the list of rules shows them. */
function RuleDates({ rule, change, error }: PartProps & { error: string | undefined }) {
  const t = useText()
  const zone = useEntryZone()
  const picker = (key: "starts_at" | "ends_at", label: string, problem?: string) => (
    <Field label={label} hint={t("rules.dates_zone", { zone })} error={problem}>
      {(control) => (
        <DatePicker
          // Medusa's picker keeps what it has shown first, so another zone needs another picker.
          key={zone}
          {...control}
          aria-label={label}
          granularity="minute"
          isInvalid={problem !== undefined}
          modal
          value={rule[key] ? asPicked(rule[key], zone) : null}
          onChange={(date) => change({ [key]: date ? fromPicked(date, zone) : null })}
        />
      )}
    </Field>
  )
  return (
    <div className="flex flex-col gap-4">
      {picker("starts_at", t("rules.starts"))}
      {picker("ends_at", t("rules.ends"), error)}
    </div>
  )
}
