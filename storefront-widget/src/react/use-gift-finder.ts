import * as React from "react"
import { attempt, listen } from "../client/browser"
import { askGift } from "../client/gift"
import type { GiftAnswer, GiftAnswers, GiftQuery, GiftQuestion, GiftQuestionKey } from "../client/gift"
import { objects, text } from "../client/values"
import { useRecommendationsContext } from "./provider"

/** An answer as the giver gave it; null where they skipped the question. */
interface GivenAnswer {
  readonly key: GiftQuestionKey
  readonly question: string
  readonly value: string | null
  readonly text: string
}

export interface GiftFinderState {
  readonly given: readonly GivenAnswer[]
  readonly answer: GiftAnswer | null
  /** A question of before that is asked again, to be changed. */
  readonly question: GiftQuestion | null
  readonly status: "asking" | "answered" | "failed"
  readonly give: (value: string | null, text: string) => void
  readonly back: () => void
  readonly change: (key: GiftQuestionKey) => void
  readonly again: () => void
  readonly retry: () => void
}

interface Kept {
  /** The first list of the search. */
  readonly search: string
  readonly given: readonly GivenAnswer[]
}

const onHash = (listener: () => void) => listen(window, "hashchange", listener)

/** What stands behind the # of the address: the search goes on after a look at a product, and can be sent to somebody. */
function readKept(hash: string, name: string): Kept {
  const kept = attempt(() => JSON.parse(decodeURIComponent(hash.split(name)[1])) as unknown[])
  const given = objects(kept).map((one): GivenAnswer => ({
    key: text(one.key) as GiftQuestionKey,
    question: text(one.question),
    value: one.value === null ? null : text(one.value),
    text: text(one.text),
  }))
  return { search: text(kept?.[0]), given }
}

const answersOf = (given: readonly GivenAnswer[]): GiftAnswers =>
  Object.fromEntries(given.map(({ key, value }) => [key, value]))

/** The questions one after the other, without a view. */
export function useGiftFinder(query: Omit<GiftQuery, "answers">): GiftFinderState {
  const { client, page, locale } = useRecommendationsContext()
  const name = `#${query.placement}=`
  const hash = React.useSyncExternalStore(
    onHash,
    () => location.hash,
    () => "",
  )
  const { search, given } = React.useMemo(() => readKept(hash, name), [hash, name])
  // Of the list shown, where the address has none yet.
  const first = React.useRef("")
  const keep = (next: readonly GivenAnswer[]) => {
    location.hash = name + encodeURIComponent(JSON.stringify([search || first.current, ...next]))
  }
  const [shown, setShown] = React.useState<GiftAnswer | null>(null)
  const [status, setStatus] = React.useState<GiftFinderState["status"]>("asking")
  const [tries, setTries] = React.useState(0)
  const { region_id, currency_code, country_code, province, cart_id } = page
  const asked = JSON.stringify({
    ...{ region_id, currency_code, country_code, province, cart_id, locale },
    ...query,
    answers: answersOf(given),
  })
  React.useEffect(() => {
    let isCurrent = true
    setStatus("asking")
    askGift(client, { ...(JSON.parse(asked) as GiftQuery), ...(search && { search_id: search }) }).then(
      (answer) => {
        if (!isCurrent) return
        first.current = answer.recommendation_id
        setShown(answer)
        setStatus("answered")
      },
      () => isCurrent && setStatus("failed"),
    )
    return () => {
      isCurrent = false
    }
  }, [client, asked, tries])
  const question = shown?.question ?? null
  return {
    ...{ given, answer: shown, question, status },
    give: (value, text) => {
      if (question && status === "answered")
        keep([...given, { key: question.key, question: question.text, value, text }])
    },
    back: () => keep(given.slice(0, -1)),
    change: (key) =>
      keep(
        given.slice(
          0,
          given.findIndex((one) => one.key === key),
        ),
      ),
    again: () => {
      location.hash = name
    },
    retry: () => setTries((count) => count + 1),
  }
}
