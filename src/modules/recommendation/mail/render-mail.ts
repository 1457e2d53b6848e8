/** A product as a mail shows it. */
export interface MailItem {
  readonly product_id: string
  readonly title: string
  readonly thumbnail: string | null
  readonly price: string | null
  readonly reason: string | null
  /** Counts the click and leads on to the product's page. */
  readonly url: string
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
])

const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => ESCAPES.get(letter) ?? letter)

/** Only what a mail client loads: a path has no host there. */
const isPicture = (url: string | null): url is string => url !== null && /^https?:\/\//.test(url)

const COLUMNS = 2
const CELL = "padding:8px;width:50%;vertical-align:top;font-family:Arial,sans-serif;font-size:14px;line-height:1.4"

/**
 * A list as HTML for mail clients: tables and inline styles, for many of them know nothing else; each picture with its
 * words. To be put into a mail of the shop's own.
 */
export function renderMailHtml(items: readonly MailItem[]): string {
  const rows: string[] = []
  for (let at = 0; at < items.length; at += COLUMNS) {
    const cells = items.slice(at, at + COLUMNS).map((item) => `<td style="${CELL}">${cell(item)}</td>`)
    rows.push(`<tr>${cells.join("")}</tr>`)
  }
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="max-width:600px">${rows.join("")}</table>`
}

function cell({ title, thumbnail, price, reason, url }: MailItem): string {
  const link = `href="${escape(url)}" style="color:inherit;text-decoration:none"`
  const picture = isPicture(thumbnail)
    ? `<a ${link}><img src="${escape(thumbnail)}" alt="${escape(title)}" width="280" style="display:block;width:100%;max-width:280px;height:auto;border:0"></a>`
    : ""
  const lines = [
    `<a ${link}><strong>${escape(title)}</strong></a>`,
    ...(price === null ? [] : [escape(price)]),
    ...(reason === null ? [] : [`<span style="color:#666666">${escape(reason)}</span>`]),
  ]
  return picture + lines.join("<br>")
}

/** The same as plain text, for the other half of the mail. */
export function renderMailText(items: readonly MailItem[]): string {
  return items
    .map(({ title, price, reason, url }) =>
      [price === null ? title : `${title} (${price})`, ...(reason === null ? [] : [reason]), url].join("\n"),
    )
    .join("\n\n")
}
