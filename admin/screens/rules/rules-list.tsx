import { DotsSix, PencilSquare, Trash } from "@medusajs/icons"
import { Badge, IconButton, StatusBadge, Switch, Text, clx, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import type { RuleInfo } from "../../../src/types/http"
import { MoveButtons } from "../../components/move-buttons"
import { Picture } from "../../components/picture"
import { useEntityNames } from "../../lib/api/entities"
import { useDeleteRule, useReorderRules, useSaveRule } from "../../lib/api/steering"
import { statusOf } from "../../lib/client"
import type { Format } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import type { Text as Translate } from "../../lib/text"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import type { RulePhase } from "./rule-draft"
import { isValued, ruleInput, rulePhase } from "./rule-draft"

/** Names shown before "and so many more". */
const NAMES_SHOWN = 3

const PHASE_COLORS = { active: "green", planned: "blue", over: "grey", off: "grey" } as const satisfies Record<
  RulePhase,
  string
>

interface RulesListProps {
  rules: readonly RuleInfo[]
  edit: (rule: RuleInfo) => void
}

/** In the order in which they act; moved by dragging, or up and down by button, so by keyboard too. */
export function RulesList({ rules, edit }: RulesListProps) {
  const t = useText()
  const explain = useErrorText()
  const reorder = useReorderRules()
  const products = useEntityNames(
    "product",
    rules.flatMap(({ product_ids: ids }) => ids),
  ).data
  const categories = useEntityNames(
    "category",
    rules.flatMap(({ category_ids: ids }) => ids),
  ).data
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const moveTo = (from: number, to: number): void => {
    const ids = rules.map(({ id }) => id)
    const [moved] = ids.splice(from, 1)
    if (moved === undefined || from === to) return
    ids.splice(to, 0, moved)
    reorder.mutate(ids, {
      onError: (error) => void toast.error(t("rules.order_failed"), { description: explain(error) }),
    })
  }
  return (
    <ol className="divide-y">
      {rules.map((rule, index) => {
        const names = [
          ...rule.product_ids.map((id) => products?.get(id)?.name ?? id),
          ...rule.category_ids.map((id) => categories?.get(id)?.name ?? id),
        ]
        return (
          <li
            key={rule.id}
            draggable={!reorder.isPending}
            className={clx(
              "flex cursor-grab items-start gap-x-3 px-6 py-3",
              dragged === index && "opacity-50",
              over === index && dragged !== index && "bg-ui-bg-base-hover",
            )}
            onDragStart={(event) => {
              setDragged(index)
              event.dataTransfer.effectAllowed = "move"
              // Firefox drags nothing that carries nothing.
              event.dataTransfer.setData("text/plain", rule.name)
            }}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              setOver(index)
            }}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged !== null) moveTo(dragged, index)
            }}
            onDragEnd={() => {
              setDragged(null)
              setOver(null)
            }}
          >
            <DotsSix aria-hidden className="text-ui-fg-muted mt-1 max-sm:hidden" />
            <div className="flex flex-col">
              <MoveButtons
                name={rule.name}
                index={index}
                count={rules.length}
                isStill={reorder.isPending}
                onMove={(to) => moveTo(index, to)}
              />
            </div>
            <RuleSummary
              rule={rule}
              names={names}
              pictures={rule.product_ids.slice(0, NAMES_SHOWN).map((id) => products?.get(id)?.picture ?? null)}
            />
            <RuleActions rule={rule} edit={() => edit(rule)} />
          </li>
        )
      })}
    </ol>
  )
}

interface RuleSummaryProps {
  rule: RuleInfo
  names: readonly string[]
  /** Of its first products; null where one has none. */
  pictures: readonly (string | null)[]
}

function RuleSummary({ rule, names, pictures }: RuleSummaryProps) {
  const t = useText()
  const format = useFormat()
  const phase = rulePhase(rule)
  const shown = names.slice(0, NAMES_SHOWN).join(", ")
  const more = names.length - NAMES_SHOWN
  const edited = (what: "made" | "changed", at: string, who: string | null | undefined): string => {
    const when = format.relative(at)
    return who ? t(`rules.${what}_by`, { when, who }) : t(`rules.${what}`, { when })
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-y-1">
      <div className="flex flex-wrap items-center gap-2">
        <Text size="small" weight="plus">
          {rule.name}
        </Text>
        <Badge size="2xsmall">{t(`rule_action.${rule.action}`)}</Badge>
        <StatusBadge color={PHASE_COLORS[phase]}>{t(`rule_phase.${phase}`)}</StatusBadge>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        {pictures.map((url, index) => (
          <Picture key={index} url={url} />
        ))}
        <Text size="small" className="text-ui-fg-subtle min-w-0 break-words">
          {rule.value === null || !isValued(rule.action)
            ? shown
            : t(`rule_value.${rule.action}`, {
                value: format.number(rule.value, 2),
                names: shown || t("rules.everything"),
              })}
          {more > 0 ? ` ${t("rules.more", { count: more })}` : ""}
        </Text>
      </div>
      {rule.starts_at || rule.ends_at ? (
        <Text size="xsmall" className="text-ui-fg-subtle">
          {datesOf(rule, t, format)}
        </Text>
      ) : null}
      <Text size="xsmall" className="text-ui-fg-subtle">
        {rule.created_at ? edited("made", rule.created_at, rule.created_by) : null}
        {rule.created_at && rule.version > 1 ? " · " : null}
        {rule.version > 1 || !rule.created_at ? edited("changed", rule.updated_at, rule.updated_by) : null}
      </Text>
      {rule.placements.length > 0 ? (
        <Text size="xsmall" className="text-ui-fg-subtle">
          {t("rules.only_placements", { placements: rule.placements.join(", ") })}
        </Text>
      ) : null}
    </div>
  )
}

function datesOf({ starts_at: start, ends_at: end }: RuleInfo, t: Translate, format: Format): string {
  const [from, to] = [start, end].map((at) => (at ? format.dateTime(at) : ""))
  if (start && end) return t("rules.dates", { from, to })
  return start ? t("rules.dates_from", { from }) : t("rules.dates_until", { to })
}

function RuleActions({ rule, edit }: { rule: RuleInfo; edit: () => void }) {
  const t = useText()
  const explain = useErrorText()
  const prompt = usePrompt()
  const save = useSaveRule()
  const del = useDeleteRule()
  const failed = (error: unknown): void => {
    if (statusOf(error) === 409) toast.warning(t("conflict.title"), { description: t("conflict.rule") })
    else toast.error(t("states.failed"), { description: explain(error) })
  }
  const remove = async (): Promise<void> => {
    const sure = await prompt({
      title: t("rules.delete_title"),
      description: t("rules.delete_text", { name: rule.name }),
      confirmText: t("rules.delete"),
      cancelText: t("actions.cancel"),
    })
    if (sure) del.mutate(rule.id, { onError: failed })
  }
  return (
    <div className="flex items-center gap-x-1">
      <Switch
        checked={rule.enabled}
        disabled={save.isPending}
        aria-label={t("rules.enable", { name: rule.name })}
        onCheckedChange={(enabled) =>
          save.mutate({ rule: { ...ruleInput(rule), enabled }, of: rule }, { onError: failed })
        }
      />
      <IconButton size="small" variant="transparent" aria-label={t("rules.edit", { name: rule.name })} onClick={edit}>
        <PencilSquare />
      </IconButton>
      <IconButton
        size="small"
        variant="transparent"
        aria-label={t("rules.delete_label", { name: rule.name })}
        onClick={() => void remove()}
      >
        <Trash />
      </IconButton>
    </div>
  )
}
