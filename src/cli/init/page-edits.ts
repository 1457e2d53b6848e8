import { Node, SyntaxKind } from "ts-morph"
import type { JsxSelfClosingElement, SourceFile } from "ts-morph"
import { addImport, indentAt, removeImport, removeLines } from "./edit"
import type { Edit, EditedFile, Outcome } from "./edit"

const LIST = "RecommendationList"
const LIST_MODULE = "@modules/recommendations/list"
const PAGE = "RecommendationsPage"
const PAGE_MODULE = "@modules/recommendations/provider"
const CONSENT = "shopperConsent"
const CONSENT_MODULE = "@lib/recommendations"
const MAIN = "src/app/[countryCode]/(main)"
const REPLACED = "replaced by recommendations: "

/** The provider in the layout, and lists on home, product, cart and order confirmation. */
export const PAGE_EDITS: readonly EditedFile[] = [
  { file: `${MAIN}/layout.tsx`, edits: [provider()] },
  {
    file: `${MAIN}/page.tsx`,
    edits: [listAtEnd(`<${LIST} strategy="for_you" placement="home" countryCode={countryCode} />`)],
  },
  {
    file: "src/modules/products/templates/index.tsx",
    edits: [
      listInPlaceOf(
        "RelatedProducts",
        `<${LIST} strategy="similar" placement="product" productId={product.id} countryCode={countryCode} className="" />`,
      ),
    ],
  },
  {
    file: `${MAIN}/cart/page.tsx`,
    edits: [
      listAtEnd(
        `<${LIST} strategy="cart" placement="cart" cartId={cart?.id} countryCode={cart?.region?.countries?.[0]?.iso_2} />`,
      ),
    ],
  },
  {
    file: `${MAIN}/order/[id]/confirmed/page.tsx`,
    edits: [
      listAtEnd(`<${LIST} strategy="for_you" placement="order" countryCode={order.shipping_address?.country_code} />`),
    ],
  },
]

function listsOf(source: SourceFile, name = LIST): JsxSelfClosingElement[] {
  return source
    .getDescendantsOfKind(SyntaxKind.JsxSelfClosingElement)
    .filter((element) => element.getTagNameNode().getText() === name)
}

/** A list as the last thing that the page shows. */
function listAtEnd(list: string): Edit {
  return {
    about: `${list} at the end of the page`,
    apply: (source) => {
      if (listsOf(source).length > 0) return "unchanged"
      const returned = source.getDescendantsOfKind(SyntaxKind.ReturnStatement).at(-1)?.getExpression()
      const shown = Node.isParenthesizedExpression(returned) ? returned.getExpression() : returned
      if (Node.isJsxFragment(shown)) {
        const closing = shown.getClosingFragment().getStart()
        source.insertText(closing, `  ${list}\n${indentAt(source, closing)}`)
      } else if (Node.isJsxSelfClosingElement(shown) && returned !== undefined) {
        const indent = indentAt(source, returned.getStart())
        const lines = ["(", "  <>", `    ${shown.getText()}`, `    ${list}`, "  </>", ")"]
        source.replaceText([returned.getStart(), returned.getEnd()], lines.join(`\n${indent}`))
      } else return "unknown"
      addImport(source, LIST_MODULE, { default: LIST })
      return "changed"
    },
    revert: (source) => {
      const element = listsOf(source)[0]
      if (element === undefined) return "unchanged"
      const fragment = element.getParentIfKind(SyntaxKind.JsxFragment)
      const others = fragment?.getJsxChildren().filter((child) => child !== element && child.getText().trim() !== "")
      const around = fragment?.getParentIfKind(SyntaxKind.ParenthesizedExpression)
      const only = others?.length === 1 ? others[0].asKind(SyntaxKind.JsxSelfClosingElement) : undefined
      if (around && only) {
        source.replaceText([around.getStart(), around.getEnd()], only.getText())
      } else removeLines(source, element.getStart(), element.getEnd())
      removeImport(source, LIST_MODULE)
      return "changed"
    },
  }
}

/** A list in place of another part, which is kept beside it as a comment. */
function listInPlaceOf(name: string, list: string): Edit {
  return {
    about: `${list} in place of <${name} />`,
    apply: (source) => {
      if (listsOf(source).length > 0) return "unchanged"
      const element = listsOf(source, name)[0]
      if (element === undefined) return "unknown"
      const indent = indentAt(source, element.getStart())
      const kept = `{/* ${REPLACED}${element.getText()} */}`
      source.replaceText([element.getStart(), element.getEnd()], `${list}\n${indent}${kept}`)
      addImport(source, LIST_MODULE, { default: LIST })
      return "changed"
    },
    revert: (source) => {
      const element = listsOf(source)[0]
      if (element === undefined) return "unchanged"
      const text = source.getFullText()
      const kept = new RegExp(`\\s*\\{/\\*\\s*${REPLACED}([\\s\\S]*?)\\s*\\*/\\}`, "y")
      kept.lastIndex = element.getEnd()
      const match = kept.exec(text)
      if (match === null) return "unknown"
      source.replaceText([element.getStart(), kept.lastIndex], match[1])
      removeImport(source, LIST_MODULE)
      return "changed"
    },
  }
}

/** The provider around the pages of the layout. */
function provider(): Edit {
  return {
    about: `<${PAGE} …>{props.children}</${PAGE}> in the layout`,
    apply: wrapChildren,
    revert: (source) => {
      const element = source
        .getDescendantsOfKind(SyntaxKind.JsxElement)
        .find((candidate) => candidate.getOpeningElement().getTagNameNode().getText() === PAGE)
      if (element === undefined) return "unchanged"
      const children = element.getJsxChildren().map((child) => child.getText())
      source.replaceText([element.getStart(), element.getEnd()], children.join("").trim())
      removeImport(source, PAGE_MODULE)
      removeImport(source, CONSENT_MODULE)
      return "changed"
    },
  }
}

function wrapChildren(source: SourceFile): Outcome {
  if (source.getFullText().includes(PAGE_MODULE)) return "unchanged"
  const children = source
    .getDescendantsOfKind(SyntaxKind.JsxExpression)
    .find((expression) => /^\{(props\.)?children\}$/.test(expression.getText()))
  const layout = children?.getFirstAncestorByKind(SyntaxKind.FunctionDeclaration)
  if (children === undefined || layout?.isAsync() !== true) return "unknown"
  const known = ["customer", "cart"].filter((name) => layout.getVariableDeclaration(name) !== undefined)
  const props = [`consent={await ${CONSENT}()}`, ...known.map((name) => `${name}Id={${name}?.id}`)]
  const indent = indentAt(source, children.getStart())
  const lines = [`<${PAGE} ${props.join(" ")}>`, `  ${children.getText()}`, `</${PAGE}>`]
  source.replaceText([children.getStart(), children.getEnd()], lines.join(`\n${indent}`))
  addImport(source, CONSENT_MODULE, { named: CONSENT })
  addImport(source, PAGE_MODULE, { default: PAGE })
  return "changed"
}
