import * as React from "react"
import type { ReactElement, ReactNode } from "react"
import { answerForMe, askMyData, forgetMe } from "../client/my-data"
import type { MyKeptData } from "../client/my-data"
import { myDataLabels } from "../view/my-data-labels"
import type { MyDataLabels } from "../view/my-data-labels"
import { useRecommendationsContext } from "./provider"

export interface MyDataProps {
  /** Level of the heading, 2 to 5. @defaultValue 2 */
  headingLevel?: 2 | 3 | 4 | 5
  labels?: Partial<MyDataLabels> | undefined
  className?: string
  /** Called when all was deleted: the place to ask your consent question again. */
  onForgotten?: () => unknown
}

type State =
  | { readonly at: "closed" | "loading" | "failed" }
  | { readonly at: "shown" | "sure"; readonly data: MyKeptData }
  | { readonly at: "forgotten"; readonly count: number }

const h = React.createElement

/** What the shop knows of a shopper, to be seen, downloaded and deleted; personal lists on their account, on or off. */
export function MyData({ headingLevel = 2, className = "", onForgotten, ...given }: MyDataProps): ReactElement {
  const { client, locale } = useRecommendationsContext()
  const labels = { ...myDataLabels, ...given.labels }
  const id = React.useId()
  const [state, set] = React.useState<State>({ at: "closed" })
  const attempt = (work: Promise<State>): void => {
    set({ at: "loading" })
    work.then(set, () => set({ at: "failed" }))
  }
  const show = (): void => attempt(askMyData(client).then((data) => ({ at: "shown", data })))
  const forget = (): void =>
    attempt(
      forgetMe(client).then((count) => {
        onForgotten?.()
        return { at: "forgotten", count }
      }),
    )
  const answer = (data: MyKeptData, allowed: boolean): void =>
    attempt(answerForMe(client, allowed).then((consent) => ({ at: "shown", data: { ...data, consent } })))
  const button = (text: string, onClick: () => void): ReactElement => h("button", { type: "button", onClick }, text)
  const { at } = state
  return h(
    "section",
    { className: `svmd ${className}`.trim(), "aria-labelledby": id, "aria-busy": at === "loading" },
    h(`h${headingLevel}`, { id }, labels.title),
    h("p", null, labels.intro),
    h(
      "p",
      { role: "status" },
      at === "loading" ? labels.loading : at === "forgotten" ? labels.forgotten(state.count) : "",
    ),
    at === "failed" ? h("p", { role: "alert" }, labels.failed) : null,
    at === "shown" || at === "sure"
      ? h(
          React.Fragment,
          null,
          ...keptOf(state.data, labels, locale),
          state.data.customer_id && state.data.consent !== undefined
            ? h(
                "p",
                null,
                h(
                  "label",
                  null,
                  h("input", {
                    type: "checkbox",
                    checked: state.data.consent !== false,
                    onChange: (event: { currentTarget: { checked: boolean } }) =>
                      answer(state.data, event.currentTarget.checked),
                  }),
                  " ",
                  labels.personal,
                ),
              )
            : null,
          at === "sure"
            ? h(
                "p",
                { role: "alert" },
                labels.sure,
                " ",
                button(labels.yes, forget),
                " ",
                button(labels.no, () => set({ at: "shown", data: state.data })),
              )
            : button(labels.forget, () => set({ at: "sure", data: state.data })),
        )
      : button(labels.show, show),
  )
}

/** How often what was done, since when, and all of it as a file. */
function keptOf(data: MyKeptData, labels: MyDataLabels, locale: string): ReactNode[] {
  const { events } = data
  const [first] = events
  if (!first) return [h("p", { key: "none" }, labels.nothing)]
  const counts = new Map<string, number>()
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1)
  const since = new Date(first.occurred_at).toLocaleDateString(locale)
  return [
    h("p", { key: "kept" }, labels.kept(events.length, since)),
    h(
      "ul",
      { key: "types" },
      ...[...counts].map(([type, count]) => h("li", { key: type }, `${labels.types[type] ?? type}: ${count}`)),
    ),
    h(
      "p",
      { key: "file" },
      h(
        "a",
        {
          download: "recommendations.json",
          href: `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(data, null, 2))}`,
        },
        labels.download,
      ),
    ),
  ]
}
