import { html } from './html.js';

/** The looks of a report: one column of text, tables that become cards on a phone, A4 on paper; nothing is told by colour alone. */
export const STYLE = html`<style>
:root{--ink:#1c252e;--soft:#56636f;--line:#d3d9de;--pale:#f3f5f6;--mark:#0d4f5c;--warn:#7a4a00;color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--ink);font:400 1rem/1.55 "Source Sans 3","Noto Sans","Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;overflow-wrap:break-word;font-kerning:normal}
main{max-width:58rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
h1,h2,h3,h4,figcaption{line-height:1.22;overflow-wrap:break-word;text-wrap:balance}
h1{font-size:1.95rem;font-weight:650;margin:.2rem 0 .35rem;letter-spacing:-.01em}
h2{font-size:1.4rem;font-weight:650;margin:3.2rem 0 .6rem;padding-top:.7rem;border-top:2px solid var(--ink)}
h3{font-size:1.1rem;font-weight:650;margin:0}
h4{font-size:.95rem;font-weight:650;margin:1.1rem 0 .3rem}
p{margin:.4rem 0 .8rem;max-width:44rem}
ul,ol{margin:.3rem 0 .8rem;padding-left:1.25rem}
li{margin:.15rem 0}
code{overflow-wrap:anywhere;font:.86em/1.45 "Source Code Pro","Noto Sans Mono",Consolas,"Liberation Mono",monospace}
a{color:var(--mark)}
.kicker,.meta,.id,.basis,.note{color:var(--soft)}
.kicker{font-size:.85rem;margin:0;max-width:none}
.meta{font-size:.9rem;margin:.1rem 0 .5rem}
.id{font-size:.86em;white-space:nowrap}
.basis{font-size:.88em}
.num{font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
.purpose,.status b{text-wrap:balance}
.purpose{font-size:1.12rem;margin:.2rem 0 1.2rem}
.status{border:1.5px solid var(--ink);border-left-width:8px;padding:.8rem 1rem;margin:1.2rem 0;max-width:none}
.status b{display:block;font-size:1.15rem}
.status p{margin:.25rem 0 0}
.counts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:0;margin:1rem 0 1.4rem;padding:0;list-style:none;border-top:1px solid var(--line);border-left:1px solid var(--line)}
.counts li{margin:0;padding:.6rem .8rem;border-right:1px solid var(--line);border-bottom:1px solid var(--line)}
.counts b{display:block;font-size:1.6rem;line-height:1.15;font-weight:600;font-variant-numeric:lining-nums tabular-nums}
.counts span{font-size:.88rem;line-height:1.3;display:block;color:var(--soft)}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.2rem;margin:1rem 0}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 2.2rem}
.two h2,.plain{font-size:1.1rem;margin:1.2rem 0 .3rem;padding:0;border:0}
.two ul{padding-left:1.1rem}
.signs{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;margin:.8rem 0 1rem}
.sign{border:1px solid var(--ink);padding:.6rem .8rem .5rem}
.sign b{display:block}
.sign span{display:block;border-top:1px solid var(--line);margin-top:2.4rem;padding-top:.15rem;font-size:.82rem;color:var(--soft)}
.sign span+span{margin-top:1.5rem}
nav ol{columns:2;column-gap:2.2rem;font-size:.95rem}
table{width:100%;table-layout:fixed;border-collapse:collapse;margin:.6rem 0 1.2rem;font-size:.94rem;line-height:1.4}
th,td{text-align:left;vertical-align:top;padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;font-size:.8rem;line-height:1.25;color:var(--soft);border-bottom:1.5px solid var(--ink);vertical-align:bottom}
th:last-child,td:last-child{padding-right:0}
th.n,td.n{text-align:right}
th.n{width:6.9rem}
th.s{width:8rem}
th.w{width:31%}
td.n{font-variant-numeric:tabular-nums lining-nums}
td ul{margin:.1rem 0;padding-left:1rem}
td p{margin:0 0 .25rem}
td p:last-child{margin-bottom:0}
tr.tie td:first-child{border-left:3px double var(--ink);padding-left:.6rem}
.who{font-weight:600}
.apart{border:1.5px dashed var(--ink);padding:.2rem 1rem .4rem;margin:1.6rem 0}
.apart h3{font-size:1.2rem;margin:.8rem 0 .3rem}
.post-entry{border-top:1px solid var(--ink);padding:1.1rem 0 .4rem;margin-top:1rem}
.post-entry .facts{margin:.3rem 0 .6rem;font-size:.95rem}
.near{padding-left:1.4rem;font-size:.95rem}
.near>li{margin:.5rem 0}
.near ul{margin:.1rem 0;padding-left:1rem;list-style:"– "}
.eligible{max-width:none;font-size:.95rem;line-height:1.6}
.fails{font-weight:700;text-decoration:underline;text-underline-offset:.15em}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(21rem,100%),1fr));gap:1.8rem 2rem;align-items:start}
.long{grid-column:1/-1}
figure.chain{margin:.4rem 0;max-width:100%}
figcaption{font-weight:600;margin-bottom:.5rem}
.pictures{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:flex-start}
svg{display:block;max-width:100%;height:auto;font-family:inherit;fill:var(--ink)}
svg .post{fill:#fff;stroke:var(--ink);stroke-width:1.5}
svg .empty,svg .none{fill:none;stroke:var(--ink);stroke-width:1.2;stroke-dasharray:5 4}
svg .person{fill:var(--pale);stroke:var(--soft);stroke-width:1}
svg .line{fill:none;stroke:var(--ink);stroke-width:1.8}
svg .step{fill:var(--ink)}
svg .number{fill:#fff;font-size:12px;font-weight:700;text-anchor:middle}
svg .title{font-size:13px;font-weight:600}
svg .note{font-size:12px;fill:var(--soft)}
svg .thin{stroke-width:1}
svg .rule{fill:none;stroke:var(--line);stroke-width:1}
svg .mid{text-anchor:middle}
svg .end{text-anchor:end}
figure.wide{margin:.8rem 0 1.2rem}
.full{max-width:none}
footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.8rem;font-size:.88rem;color:var(--soft)}
.traced{clear:right;border-top:1px solid var(--line);padding-top:.5rem}
.code{float:right;width:9.4rem;margin:0 0 .4rem 1.4rem}
.code svg{width:100%;shape-rendering:crispEdges;background:#fff}
.code svg path{fill:#000}
.code figcaption{font-weight:400;font-size:.78rem;line-height:1.3;margin:.3rem 0 0;color:var(--soft);text-wrap:balance}
.facts dd p{margin:0;max-width:none}
pre{font:.8em/1.45 "Source Code Pro","Noto Sans Mono",Consolas,"Liberation Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);padding:.6rem .8rem;margin:.4rem 0 .9rem}
@media screen and (max-width:46rem){
.code{width:7.4rem;margin:0 0 .4rem .9rem}
main{padding:1.3rem 1rem 3rem}
h1{font-size:1.5rem}
h2{font-size:1.25rem;margin-top:2.4rem}
.two,.signs{grid-template-columns:minmax(0,1fr);gap:.6rem}
nav ol{columns:1}
.facts{grid-template-columns:minmax(0,1fr);gap:0}
.facts dd{margin-bottom:.45rem}
.counts{grid-template-columns:1fr 1fr}
table,tbody,tr,td{display:block}
thead{display:none}
tr{border-top:1.5px solid var(--ink);padding:.5rem 0}
td,td.n{border:0;padding:.1rem 0;text-align:left;white-space:normal;display:grid;grid-template-columns:7.2rem minmax(0,1fr);gap:.7rem}
td::before{content:attr(data-label);color:var(--soft);font-size:.84rem;line-height:1.66}
td:first-child{font-size:1.02rem}
td.blank{display:none}
tr.tie td:first-child{border-left:0;padding-left:0}
tr.tie{border-top-style:double;border-top-width:4px}
}
@page{size:A4;margin:16mm 15mm 18mm}
@media print{
html{font-size:9.6pt}
main{max-width:none;padding:0}
h1{font-size:17pt}
h2{break-after:avoid;margin-top:1.6rem}
h3,h4,figcaption,thead{break-after:avoid}
.page-one{break-after:page}
.page-one .facts{margin:.5rem 0;gap:.05rem 1.2rem}
.page-one p,.page-one li{max-width:none;line-height:1.42}
.status{margin:.8rem 0;padding:.5rem .8rem}
.sign span{margin-top:1.5rem}
.page-one{font-size:.93em}
.page-one .two h2,.page-one .plain{margin-top:.6rem}
.page-one .counts{margin:.6rem 0}
.page-one .counts li{padding:.3rem .6rem}
.page-one .counts b{font-size:1.3rem}
.purpose{margin-bottom:.6rem}
.trailed{font-size:.88em}
.trailed h1{font-size:15.5pt}
.trailed .purpose,.trailed .status b{text-wrap:wrap}
.trailed .facts{margin:.3rem 0}
.trailed .traced{padding-top:.3rem}
.trailed .status{margin:.5rem 0;padding:.35rem .8rem}
.trailed .sign span{margin-top:1.2rem}
.code{width:9rem;margin-left:1rem}
.code figcaption{font-size:.9em;line-height:1.2}
th{font-size:.76rem}
th,td{padding-right:.5rem}
th.n{width:6.2rem}
th.w{width:31%}
th.s{width:6.4rem}
tr,.sign,.status,figure.chain svg,.near>li,.post-entry .facts{break-inside:avoid}
thead{display:table-header-group}
p,li{orphans:3;widows:3}
.figures{grid-template-columns:1fr 1fr}
.pictures svg{width:48%}
figure:not(.long) svg{width:100%}
a{color:inherit;text-decoration:none}
.counts{grid-template-columns:repeat(6,1fr)}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
</style>`;
