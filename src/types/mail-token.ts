/** Characters of a token that a mail's links bear, at most: what is longer is none that a shop has signed. */
export const TOKEN_AT_MOST = 4_000
