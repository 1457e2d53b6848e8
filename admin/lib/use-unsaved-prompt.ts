import { usePrompt } from "@medusajs/ui"
import { useCallback, useEffect } from "react"
import { useBlocker } from "react-router-dom"
import { useText } from "./text"

/** Asks whether unsaved work may be lost; settles with the answer. */
export function useDiscardPrompt(): () => Promise<boolean> {
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

/** Leaving the page, by link or by closing the tab, asks first while there is unsaved work. */
export function useUnsavedPrompt(unsaved: boolean): void {
  const ask = useDiscardPrompt()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (blocker.state !== "blocked") return
    void ask().then((leave) => (leave ? blocker.proceed() : blocker.reset()))
  }, [blocker, ask])
  useEffect(() => {
    if (!unsaved) return
    const keep = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener("beforeunload", keep)
    return () => window.removeEventListener("beforeunload", keep)
  }, [unsaved])
}
