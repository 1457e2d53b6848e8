import type { Child, H, Props } from "../view/h"

/** A described element; `render` makes it one. */
export interface VirtualNode {
  readonly tag: string
  readonly props: Props
  readonly children: (VirtualNode | string)[]
}

type Described = Element & { described?: VirtualNode }

/** What `React.createElement` is to the React component. */
export const h: H<VirtualNode> = (tag, props, ...children) => ({ tag, props: props ?? {}, children: flatten(children) })

function flatten(children: readonly Child<VirtualNode>[]): (VirtualNode | string)[] {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return flatten(child as readonly Child<VirtualNode>[])
    return child === null || child === undefined || child === false || child === ""
      ? []
      : [child as VirtualNode | string]
  })
}

/**
 * Makes the children of `parent` what is described. An element with the same
 * tag and key stays the same element, so that focus, scrolling and pictures
 * survive a refresh.
 */
export function render(parent: ParentNode & Node, children: readonly (VirtualNode | string)[]): void {
  const left = new Set<Node>(Array.from(parent.childNodes))
  let at: Node | null = parent.firstChild
  for (const child of children) {
    const node = (typeof child === "string" ? findText(left) : findElement(left, child)) ?? make(child)
    left.delete(node)
    if (typeof child === "string") {
      if (node.nodeValue !== child) node.nodeValue = child
    } else update(node as Described, child)
    while (at && at !== node && !left.has(at) && at.parentNode !== parent) at = at.nextSibling
    if (node === at) at = at.nextSibling
    else parent.insertBefore(node, at)
  }
  for (const node of left) parent.removeChild(node)
}

function findText(nodes: Set<Node>): Node | undefined {
  for (const node of nodes) if (node.nodeType === Node.TEXT_NODE) return node
  return undefined
}

function findElement(nodes: Set<Node>, { tag, props }: VirtualNode): Node | undefined {
  for (const node of nodes) {
    const { described } = node as Described
    if (described?.tag === tag && described.props.key === props.key) return node
  }
  return undefined
}

const SVG = "http://www.w3.org/2000/svg"

function make(child: VirtualNode | string): Node {
  if (typeof child === "string") return document.createTextNode(child)
  return /^(?:svg|path)$/.test(child.tag) ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag)
}

function update(element: Described, node: VirtualNode): void {
  const before = element.described?.props ?? {}
  element.described = node
  for (const name of new Set([...Object.keys(before), ...Object.keys(node.props)])) {
    if (before[name] !== node.props[name]) set(element, name, node.props[name])
  }
  render(element, node.children)
}

/** As React: `aria-*` take true and false as words, other attributes vanish when they are not wanted. */
function set(element: Element, name: string, value: unknown): void {
  if (name === "key" || name === "suppressHydrationWarning") return
  if (name.startsWith("on")) {
    Object.assign(element, { [name.toLowerCase()]: value ?? null })
    return
  }
  const attribute =
    name === "className"
      ? "class"
      : name.replace(/^stroke([A-Z])/, (_, letter: string) => `stroke-${letter.toLowerCase()}`)
  const absent = value === undefined || value === null || (value === false && !name.startsWith("aria-"))
  if (absent) element.removeAttribute(attribute)
  else element.setAttribute(attribute, `${value as string | number | boolean}`)
}
