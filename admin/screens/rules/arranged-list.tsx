import { Text, clx, toast } from "@medusajs/ui"
import { useState } from "react"
import { MoveButtons } from "../../components/move-buttons"
import { Picture } from "../../components/picture"
import type { Entity } from "../../lib/api/entities"
import { useRules, useSaveRule } from "../../lib/api/steering"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import { pinOf } from "./arrange"
import type { ArrangedPage } from "./arrange"
import { MARKS, MarkWords, UNMARKED } from "./product-mark"
import type { Mark } from "./product-mark"

interface ArrangedListProps {
  title: string
  list: readonly { product_id: string; title: string }[]
  products: ReadonlyMap<string, Entity> | undefined
  mark: (id: string) => Mark | null
  page: ArrangedPage
}

/** A list as it is served, arranged by hand: a product that is dragged, or moved by its buttons, is pinned to its place. */
export function ArrangedList({ title, list, products, mark, page }: ArrangedListProps) {
  const t = useText()
  const explain = useErrorText()
  const rules = useRules().data?.rules
  const save = useSaveRule()
  const [dragged, setDragged] = useState<number | null>(null)
  const isStill = rules === undefined || save.isPending
  const move = (from: number, to: number): void => {
    const product = list[from]
    if (product === undefined || rules === undefined || from === to) return
    const place = to + 1
    const name = t("simulation.pinned", { title: product.title, place })
    save.mutate(pinOf({ productId: product.product_id, name, place }, page, rules), {
      onError: (error) => void toast.error(t("rules.save_failed"), { description: explain(error) }),
    })
  }
  return (
    <div className="flex min-w-0 flex-col gap-y-1">
      <Text size="xsmall" className="text-ui-fg-subtle">
        {title}
      </Text>
      <ol className="flex flex-col gap-y-1" aria-label={title}>
        {list.map((product, index) => {
          const became = mark(product.product_id)
          return (
            <li
              key={product.product_id}
              draggable={!isStill}
              className={clx(
                became ? MARKS[became] : UNMARKED,
                "flex cursor-grab items-center gap-x-1",
                dragged === index && "opacity-50",
              )}
              onDragStart={(event) => {
                setDragged(index)
                event.dataTransfer.effectAllowed = "move"
                // Firefox drags nothing that carries nothing.
                event.dataTransfer.setData("text/plain", product.title)
              }}
              onDragOver={(event) => {
                if (dragged !== null) event.preventDefault()
              }}
              onDrop={(event) => {
                event.preventDefault()
                if (dragged !== null) move(dragged, index)
              }}
              onDragEnd={() => setDragged(null)}
            >
              <span className="flex min-w-0 flex-1 items-center gap-x-2 break-words">
                {index + 1}.
                <Picture url={products?.get(product.product_id)?.picture} />
                {product.title}
                <MarkWords mark={became} />
              </span>
              <MoveButtons
                name={product.title}
                index={index}
                count={list.length}
                isStill={isStill}
                onMove={(to) => move(index, to)}
              />
            </li>
          )
        })}
      </ol>
    </div>
  )
}
