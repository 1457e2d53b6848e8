import { z } from "@medusajs/framework/zod"

/** A node of a dumped tree: a leaf, or a feature with a threshold. */
interface Node {
  readonly nodeid: number
  readonly leaf?: number | undefined
  readonly split?: string | undefined
  readonly split_condition?: number | undefined
  readonly yes?: number | undefined
  readonly no?: number | undefined
  readonly children?: readonly Node[] | undefined
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    nodeid: z.number(),
    leaf: z.number().optional(),
    split: z.string().optional(),
    split_condition: z.number().optional(),
    yes: z.number().optional(),
    no: z.number().optional(),
    children: z.array(nodeSchema).optional(),
  }),
)

/** Column of a node that is a leaf. */
const LEAF = -1

/** Boosted trees as XGBoost dumps them, one JSON object a line, laid out flat to be walked fast. */
export class BoostedTrees {
  readonly #roots: number[] = []
  readonly #columns: number[] = []
  /** The threshold of a node, the value of a leaf. */
  readonly #values: number[] = []
  readonly #yes: number[] = []
  readonly #no: number[] = []

  /** @throws Error for a line that is no tree */
  constructor(dump: string) {
    for (const line of dump.split("\n")) {
      if (line !== "") this.#roots.push(this.#add(nodeSchema.parse(JSON.parse(line))))
    }
  }

  /** Sum of what all trees say of a row. */
  valueOf(row: Float32Array): number {
    let sum = 0
    for (let at of this.#roots) {
      while (this.#columns[at] !== LEAF) {
        at = row[this.#columns[at]] < this.#values[at] ? this.#yes[at] : this.#no[at]
      }
      sum += this.#values[at]
    }
    return sum
  }

  #add(node: Node): number {
    const at = this.#columns.length
    this.#columns.push(LEAF)
    this.#values.push(node.leaf ?? node.split_condition ?? 0)
    this.#yes.push(at)
    this.#no.push(at)
    if (node.leaf !== undefined) return at
    this.#columns[at] = Number((node.split ?? "").slice(1))
    this.#yes[at] = this.#add(childOf(node, node.yes))
    this.#no[at] = this.#add(childOf(node, node.no))
    return at
  }
}

function childOf(node: Node, id: number | undefined): Node {
  const child = node.children?.find(({ nodeid }) => nodeid === id)
  if (child === undefined) throw new Error(`a tree of xgboost has no node ${String(id)}`)
  return child
}
