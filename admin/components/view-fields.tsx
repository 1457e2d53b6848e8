import { Button, Input } from "@medusajs/ui"
import type { ReactNode } from "react"
import { BESIDE_A_PRODUCT, STRATEGIES } from "../../src/types/settings-schema"
import { EntityPicker } from "./entity-picker"
import { Field } from "./field"
import { PlacementField } from "./placements"
import { SelectField } from "./select-field"
import type { View } from "../lib/api/steering"
import { useText } from "../lib/text"

const DEFAULT_STRATEGY = "for_you"
const NOTHING = {
  ...{ strategy: null, placement: null, region_id: null, sales_channel_id: null, cart_id: null, product_id: null },
}

const startsFromProduct = (strategy: string): boolean => BESIDE_A_PRODUCT.some((one) => one === strategy)

/** Whether the list starts from a product, and none is chosen yet. */
export const lacksProduct = ({ strategy, product_id: productId }: View): boolean =>
  startsFromProduct(strategy ?? DEFAULT_STRATEGY) && productId === undefined

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
      <PlacementField
        label={t("view.placement")}
        placeholder={t("view.anywhere")}
        value={view.placement ?? ""}
        change={(placement) => change({ placement: placement || null })}
      />
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
      {startsFromProduct(strategy) ? (
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
