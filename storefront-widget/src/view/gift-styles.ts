/** Phone first. No quotes, brackets or ampersands: React escapes the text of a style element. */
export const giftStyles = `.svmg{--l:var(--svmr-line,#8884);--r:var(--svmr-radius,.75rem);line-height:1.4;min-height:100vh}
.svmg *{box-sizing:border-box}
.svmg fieldset{border:0;margin:0;padding:0;min-width:0}
.svmg legend{padding:0;margin:0 0 .75rem;font-size:1.25rem;font-weight:600;overflow-wrap:anywhere}
.svmg legend:focus-visible{outline:3px solid;outline-offset:4px}
.svmg-bar{height:.375rem;border-radius:1rem;background:var(--l);overflow:hidden;margin:.25rem 0 1rem}
.svmg-bar span{display:block;height:100%;background:var(--svmr-accent,currentColor)}
.svmg ul{list-style:none;margin:0;padding:0}
.svmg-opts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(9.5rem,100%),1fr));gap:.5rem}
.svmg button,.svmg input{font:inherit;color:inherit;min-height:2.75rem;max-width:100%;border:1px solid var(--l);border-radius:var(--r);background:var(--svmr-card,transparent)}
.svmg button{padding:.375rem .875rem;cursor:pointer;overflow-wrap:anywhere}
.svmg button:focus-visible,.svmg input:focus-visible{outline:3px solid;outline-offset:2px}
.svmg-opts button{width:100%;height:100%;text-align:start;display:flex;flex-wrap:wrap;gap:.5rem;justify-content:space-between;align-items:center}
.svmg small{opacity:.75}
.svmg-opts small{white-space:nowrap}
.svmg-row{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.75rem;align-items:end}
.svmg-own{flex:1 1 14rem;display:grid;gap:.25rem}
.svmg-own input{width:100%;padding:.375rem .75rem}
.svmg .svmg-given{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 1rem}
.svmg-given button{border-radius:2rem}
.svmg .svmg-list{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(12rem,44%),1fr));gap:1rem;margin-top:1rem}
.svmg-list li{border:1px solid var(--l);border-radius:var(--r);overflow:hidden;position:relative;display:flex;flex-direction:column}
.svmg-pic{aspect-ratio:1;background:var(--l);display:block}
.svmg-pic img{width:100%;height:100%;object-fit:cover;display:block}
.svmg-body{padding:.75rem;display:grid;gap:.25rem}
.svmg-body a{color:inherit;font-weight:600;text-decoration:none;overflow-wrap:anywhere}
.svmg-body a::after{content:no-close-quote;position:absolute;inset:0;border-radius:var(--r)}
.svmg-body a:focus-visible{outline:0}
.svmg-body a:focus-visible::after{outline:3px solid;outline-offset:-4px}
.svmg p{margin:0}
.svmg .svmg-note{margin:.5rem 0 1rem;min-height:1.4em}
.svmg form{max-width:44rem}`
