import { act, createElement, version } from "react"
import { version as versionOfDom } from "react-dom"
import { createRoot } from "react-dom/client"
import { useTrackBehavior } from "../../react/hooks"
import { installStandIns, show } from "./browser-stand-ins"
import { identityTests } from "./identity-tests"
import { listTests } from "./list-tests"
import { closePages } from "./open-page"
import { trackingTests } from "./tracking-tests"

/** The hooks under one version of React; each version runs the same tests. */
export function describeHooks(react: 18 | 19): void {
  beforeAll(installStandIns)

  beforeEach(() => {
    jest.useFakeTimers()
    show("visible")
  })

  afterEach(async () => {
    await closePages()
    jest.useRealTimers()
    localStorage.clear()
    for (const name of ["svm_visitor", "svm_session"]) document.cookie = `${name}=;Path=/;Max-Age=0`
  })

  test(`hooks: they run on React ${react}`, () => {
    expect([version, versionOfDom].map((text) => text.split(".")[0])).toEqual([String(react), String(react)])
  })

  test("hooks: outside of a provider they say so", () => {
    const complaint = jest.spyOn(console, "error").mockImplementation(() => undefined)
    const Lost = () => {
      useTrackBehavior()
      return null
    }
    const root = createRoot(document.createElement("div"))
    expect(() => act(() => root.render(createElement(Lost)))).toThrow("no provider")
    complaint.mockRestore()
  })

  describe("useRecommendations", () => listTests())
  describe("useTrackBehavior", () => trackingTests())
  describe("whom it belongs to", () => identityTests())
}
