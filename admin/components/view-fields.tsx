import { Button, Input } from "@medusajs/ui"
import { useId, useMemo } from "react"
import type { ReactNode } from "react"
import { STRATEGIES } from "../../src/types/settings-schema"
import { EntityPicker } from "./entity-picker"
import { Field } from "./field"
import { SelectField } from "./select-field"
import { usePeriod } from "./period-select"
import { useResults } from "../lib/api/insights"
import type { View } from "../lib/api/steering"
import { useText } from "../lib/text"

const DEFAULT_STRATEGY = "for_you"
/** Lists that start from a product. */
const BESIDE_PRODUCT: readonly string[] = ["similar", "bought_together"]
const NOTHING = {
  ...{ strategy: null, placement: null, region_id: null, sales_channel_id: null, cart_id: null, product_id: null },
}

/** Whether the list starts from a product, and none is chosen yet. */
export const lacksProduct = ({ strategy, product_id: productId }: View): boolean =>
  BESIDE_PRODUCT.includes(strategy ?? "") && productId === undefined

const DAYS = 90

interface ViewFieldsProps {
  view: View
  change: (part: Partial<Record<keyof View, string | null>>) => void
  /** Within a drawer: two columns, however wide the window is. */
  narrow?: boolean
  /** Fields that stand behind these. */
  children?: ReactNode
}

/** On which page the list is looked at. */
export function ViewFields({ view, change, narrow = false, children }: ViewFieldsProps) {
  const t = useText()
  const strategy = view.strategy ?? DEFAULT_STRATEGY
  return (
    <div
      className={
        narrow ? "grid grid-cols-1 gap-4 sm:grid-cols-2" : "grid grid-cols-1 gap-4 md:grid-cols-2 xl:grid-cols-3"
      }
    >
      <SelectField
        label={t("view.strategy")}
        value={strategy}
        options={STRATEGIES}
        nameOf={(one) => t(`strategy.${one}`)}
        choose={(one) => change({ strategy: one === DEFAULT_STRATEGY ? null : one })}
      />
      <PlacementField value={view.placement ?? ""} change={(placement) => change({ placement })} />
      <EntityPicker
        kind="region"
        label={t("view.region")}
        single
        value={view.region_id ? [view.region_id] : []}
        onChange={([id]) => change({ region_id: id ?? null })}
      />
      <EntityPicker
        kind="sales_channel"
        label={t("view.channel")}
        single
        value={view.sales_channel_id ? [view.sales_channel_id] : []}
        onChange={([id]) => change({ sales_channel_id: id ?? null })}
      />
      <Field label={t("view.cart")}>
        {(control) => (
          <Input
            {...control}
            key={view.cart_id ?? ""}
            defaultValue={view.cart_id ?? ""}
            placeholder="cart_…"
            onBlur={(event) => change({ cart_id: event.target.value.trim() || null })}
          />
        )}
      </Field>
      {BESIDE_PRODUCT.includes(strategy) ? (
        <EntityPicker
          kind="product"
          label={t("view.product")}
          single
          value={view.product_id ? [view.product_id] : []}
          onChange={([id]) => change({ product_id: id ?? null })}
        />
      ) : null}
      {children}
      {Object.keys(view).length > 0 ? (
        <Button
          size="small"
          variant="secondary"
          type="button"
          className="self-end justify-self-start"
          onClick={() => change(NOTHING)}
        >
          {t("view.reset")}
        </Button>
      ) : null}
    </div>
  )
}

interface PlacementFieldProps {
  value: string
  change: (placement: string | null) => void
}

/** Free text, with the places that are known to choose from. */
function PlacementField({ value, change }: PlacementFieldProps) {
  const t = useText()
  const id = useId()
  const known = useResults(usePeriod(DAYS).period).data?.served
  const names = useMemo(() => [...new Set((known ?? []).flatMap(({ placement }) => placement ?? []))].sort(), [known])
  return (
    <Field label={t("view.placement")}>
      {(control) => (
        <>
          <Input
            {...control}
            key={value}
            list={id}
            defaultValue={value}
            placeholder={t("view.anywhere")}
            onBlur={(event) => change(event.target.value.trim() || null)}
          />
          <datalist id={id}>
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
