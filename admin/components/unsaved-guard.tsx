import { useUnsavedPrompt } from "../lib/use-unsaved-prompt"

/** Stands in a form for as long as something of it is not saved: leaving the page asks first. */
export function UnsavedGuard({ stays }: { stays?: Parameters<typeof useUnsavedPrompt>[0] }) {
  useUnsavedPrompt(stays)
  return null
}
