/**
 * The looks: colors come from the page, so that the list fits in light and
 * dark; variables that a shop may set anywhere above the list change the rest.
 * No quotes, brackets or ampersands in here: React escapes the text of a style
 * element on the server, and browsers do not read it back. A line ends with a
 * backslash: the break itself would be sent.
 */
export const styles = `.svmr{--l:var(--svmr-line,#8884);--r:var(--svmr-radius,.75rem);line-height:1.4}\
.svmr *{box-sizing:border-box;margin:0;padding:0;font:inherit;color:inherit}\
.svmr-head,.svmr-list,.svmr-acts{display:flex;gap:.5rem}\
.svmr-head{align-items:center;height:3.5rem}\
.svmr .svmr-title{flex:1;font-size:var(--svmr-title-size,1.4rem);font-weight:var(--svmr-title-weight,600);line-height:1.1}\
.svmr button,.svmr-item{border:1px solid var(--l);border-radius:var(--r);background:var(--svmr-card,transparent)}\
.svmr :hover{border-color:currentColor}\
.svmr button{cursor:pointer;width:2.75rem;height:2.75rem}\
.svmr [aria-disabled=true]{opacity:.5}\
.svmr svg,.svmr-img{display:block;margin:auto}\
.svmr-nav:dir(rtl) svg{transform:scaleX(-1)}\
.svmr .svmr-list{gap:1rem;list-style:none;overflow-x:auto;scroll-snap-type:x mandatory;scrollbar-width:thin}\
.svmr-item{display:flex;flex-direction:column;flex:0 0 min(var(--svmr-card-width,13.5rem),72vw,100%);position:relative;overflow:hidden;scroll-snap-align:start}\
.svmr-media,.svmr-img{aspect-ratio:1;background:var(--l)}\
.svmr-img{width:100%;object-fit:cover}\
.svmr-body{flex:1;padding:.75em;min-height:calc(2.8*var(--svmr-name-size,1em) + var(--y,3.4em))}\
.svmr-body:has(.svmr-why){--y:5.92em}\
.svmr-name,.svmr-why{overflow:hidden;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}\
.svmr .svmr-name{font-size:var(--svmr-name-size,1em);font-weight:var(--svmr-name-weight,600)}\
.svmr-link:not(:hover){text-decoration:none}\
.svmr-link::after{content:no-close-quote;position:absolute;inset:0;border-radius:var(--r)}\
.svmr-link:focus-visible{outline:0}\
.svmr :focus-visible::after,.svmr button:focus-visible{outline:3px solid;outline-offset:-4px}\
.svmr-price,.svmr-sure{height:1.4em;overflow:hidden;margin:.25em 0}\
.svmr-was,.svmr-why,.svmr-sure{opacity:.75;font-size:.9em}\
.svmr-was{margin-inline-start:.5em}\
.svmr .svmr-dismiss,.svmr-badge{position:absolute;inset-block-start:.5rem;inset-inline-end:.5rem;z-index:1;background:Canvas;color:CanvasText}\
.svmr-badge{inset-inline:.5rem auto;padding:0 .5em;border-radius:var(--r);pointer-events:none}\
.svmr-more{line-height:2.75rem}\
.svmr-acts,.svmr-sure{margin:0 .75em .75em;z-index:1}\
.svmr .svmr-add{flex:1;background:var(--svmr-accent,transparent);color:var(--svmr-on-accent,inherit);font-weight:600}\
.svmr-off,.svmr [aria-hidden=true] div{visibility:hidden}\
.svmr-sr{position:absolute;clip-path:inset(50%)}\
@media (prefers-reduced-motion:no-preference){.svmr-list{scroll-behavior:smooth}.svmr [aria-hidden=true] span{animation:svmr 1s infinite alternate}}\
@keyframes svmr{to{opacity:.5}}`
