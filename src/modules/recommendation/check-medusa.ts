import { assertMedusaVersion } from "./medusa-version"

// Imported ahead of all else: on an older Medusa the other imports would fail first, without a word of the version.
assertMedusaVersion()
