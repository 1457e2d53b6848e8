import { usePrompt } from "@medusajs/ui"
import { useCallback, useEffect } from "react"
import { useBlocker } from "react-router-dom"
import { useText } from "./text"

/** Asks whether unsaved work may be lost; settles with the answer. */
function useDiscardPrompt(): () => Promise<boolean> {
  const t = useText()
  const prompt = usePrompt()
  return useCallback(async () => {
    // Once the key press that asks is over: Medusa's prompt listens for Escape, and would take it for its own.
    await new Promise((next) => setTimeout(next))
    return prompt({
      title: t("unsaved.title"),
      description: t("unsaved.text"),
      confirmText: t("unsaved.leave"),
      cancelText: t("unsaved.stay"),
    })
  }, [prompt, t])
}

/** Closes a form; asks first while there is unsaved work in it. */
export function useClose(unsaved: boolean, close: () => void): () => Promise<void> {
  const mayDiscard = useDiscardPrompt()
  return async () => {
    if (!unsaved || (await mayDiscard())) close()
  }
}

/**
 * While it is there, leaving the page, by link or by closing the tab, asks first. Only for as long as work is unsaved: of
 * several guards the router asks the latest alone, so that one of an untouched form would let the others' work be lost.
 *
 * @param stays whether the form is still there at another path; it is not where absent
 */
export function useUnsavedPrompt(stays?: (pathname: string) => boolean): void {
  const ask = useDiscardPrompt()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation: { pathname } }) =>
      currentLocation.pathname !== pathname && stays?.(pathname) !== true,
  )
  useEffect(() => {
    if (blocker.state !== "blocked") return
    void ask().then((leave) => (leave ? blocker.proceed() : blocker.reset()))
  }, [blocker, ask])
  useEffect(() => {
    const keep = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener("beforeunload", keep)
    return () => window.removeEventListener("beforeunload", keep)
  }, [])
}
