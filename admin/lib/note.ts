/** Words of the shop's own in the admin's language; the English ones, else any, where they lack it. */
export function noteIn(note: string | Readonly<Record<string, string>> | null, locale: string): string | null {
  if (note === null || typeof note === "string") return note
  const [language = ""] = locale.split("-")
  return note[locale] ?? note[language] ?? note.en ?? Object.values(note)[0] ?? null
}
