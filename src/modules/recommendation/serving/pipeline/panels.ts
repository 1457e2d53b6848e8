import type { ModuleContext } from "../../context"
import { servedList, summaryOf } from "../answers/answers"
import type { ServedLog } from "../answers/served-log"
import { tracedList } from "../answers/traced-list"
import type { ShopPorts } from "../ports"
import type { Question } from "../question"
import { compose } from "./compose"
import type { Preparer } from "./preparer"
import { render } from "./render"
import type { RenderedList } from "./render"

export interface PanelWork {
  readonly questions: readonly Question[]
  readonly ports: ShopPorts
  readonly preparer: Preparer
  readonly served: ServedLog
}

/** Lists for one page, one after the other: each leaves out what stands in those before it. */
export async function composePanels(context: ModuleContext, work: PanelWork): Promise<RenderedList[]> {
  const { questions, ports, preparer, served } = work
  const shown = new Set<string>()
  const lists: RenderedList[] = []
  for (const question of questions) {
    const { prepared, list } = await tracedList(question.strategy, async () => {
      const prepared = await preparer.prepare({ ...question, exclude: new Set([...question.exclude, ...shown]) })
      const list = await render(prepared, await compose(context, prepared, ports), ports)
      return { prepared, list, summary: summaryOf(list), cached: false }
    })
    const { productIds, ...rest } = servedList(prepared, list)
    served.add({ ...rest, productIds })
    for (const id of productIds) shown.add(id)
    lists.push(list)
  }
  return lists
}
