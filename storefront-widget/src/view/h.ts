/** Properties as React spells them; the custom element's renderer understands the same. */
export type Props = Record<string, unknown>

/** `React.createElement`, or what stands in for it where there is no React. */
export type H<N> = (tag: string, props: Props | null, ...children: Child<N>[]) => N

export type Child<N> = N | string | false | null | undefined | readonly N[]

/** Class for the page's stylesheet and part for the shadow root's, by one name, which is the key too. */
export const named = (name: string, more?: Props): Props => ({
  className: `svmr-${name}`,
  part: name,
  key: name,
  ...more,
})

/** A button with an icon or words; what cannot be used now stays in reach of the keyboard, and says so. */
export const button = <N>(h: H<N>, name: string, props: Props, ...children: Child<N>[]): N =>
  h("button", named(name, { type: "button", ...props }), ...children)

/** A drawn line as an icon, on a grid of 12 so that a line of 1 is wide enough. */
export function icon<N>(h: H<N>, d: string, filled?: boolean): N {
  const line = { d, fill: filled ? "currentColor" : "none", stroke: "currentColor" }
  return h("svg", { width: 20, height: 20, viewBox: "0 0 12 12", "aria-hidden": true }, h("path", line))
}
