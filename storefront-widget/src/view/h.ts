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

/** A drawn line as an icon. */
export function icon<N>(h: H<N>, d: string): N {
  const line = { d, fill: "none", stroke: "currentColor", strokeWidth: 1.75 }
  return h("svg", { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": true }, h("path", line))
}
