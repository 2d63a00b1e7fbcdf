import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
const base=process.env.BASE??"http://127.0.0.1:18377", out="/tmp/detail/shots/";
const JUMI="/angebot/c8ca454e-2bbe-53bc-88f7-c5d6990c830e", ASD="/angebot/2169da99-214e-5d7b-a737-2ca2fe7135de";
const b=await chromium.launch({executablePath:process.env.CHROMIUM??"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const pages={jumi:JUMI,jumi_en:JUMI+"?lang=en",jumi_ar:JUMI+"?lang=ar",asd:ASD,hint:JUMI+"/hinweis",new:"/angebot-vorschlagen",status:"/hinweis",embed:"/einbetten?category=youth_work,counselling",guide:"/einbetten/anleitung",offline:"/offline"};
const only=process.argv[2]?.split(",");
for (const [w,h] of [[1280,900],[375,800]]) for (const scheme of ["light","dark"]) {
  const c=await b.newContext({viewport:{width:w,height:h},colorScheme:scheme,reducedMotion:"reduce",locale:"de-DE"});
  const p=await c.newPage();
  p.on("console",m=>{ if(["error","warning"].includes(m.type())) console.log(w,scheme,p.url(),m.text())});
  p.on("pageerror",e=>console.log("ERR",e.message));
  for (const [n,u] of Object.entries(pages)) {
    if (only && !only.includes(n)) continue;
    await p.goto(base+u); await p.waitForTimeout(1500);
    const wide=await p.evaluate(()=>document.documentElement.scrollWidth-document.documentElement.clientWidth);
    if(wide>0) console.log("WIDE",n,w,wide);
    const {violations}=await new AxeBuilder({page:p}).analyze();
    for(const v of violations) console.log("AXE",n,w,scheme,v.id,v.nodes.map(x=>x.html.slice(0,160)).slice(0,3).join(" | "));
    if (scheme==="light"||["jumi","hint"].includes(n)) await p.screenshot({path:`${out}${n}-${w}-${scheme}.png`,fullPage:n!=="offline"});
  }
  await c.close();
}
const c=await b.newContext(); const p=await c.newPage(); await p.goto(base+JUMI); await p.waitForTimeout(1000); await p.pdf({path:out+"jumi.pdf",preferCSSPageSize:true}); 
await b.close();
